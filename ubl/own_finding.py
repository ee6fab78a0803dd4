"""What the check itself says of a document as a whole, with place and advice."""

from __future__ import annotations

from ..identification.sentence import Sentence
from .finding import FATAL, Finding, Layer, Severity
from .parse import WHY_NOT


_REPORT = "Create the document again; if the message stays, report it with the file."
_SPLIT = "Split the invoice into several."
_GO_BACK = "Ask an administrator to go back to the rules that were in use before."
# By key: what is wrong, and what to do.
WORDS = {
    **{
        f'PAGERO-{code}': (text, _SPLIT if code.startswith('too-') else _REPORT)
        for code, text in WHY_NOT.items()
    },
    'PAGERO-NO-RULES': (
        "No rules are in force on the invoice date, so the document is checked in part only.",
        "Check the invoice date, and update the rules under Pagero / Configuration.",
    ),
    'PAGERO-PACK': (
        "The rules could not be run on this document, so it is unknown whether it is right.",
        "Report this with the invoice number; the server's log says more.",
    ),
    'PAGERO-TOO-MANY': (
        "The uploaded rules find more in this document than can be listed.",
        _GO_BACK,
    ),
    'PAGERO-TOO-SLOW': ("The uploaded rules take too long for this document.", _GO_BACK),
    'PAGERO-TOO-EXPENSIVE': (
        "This uploaded rule could not be evaluated on the document: it takes too long or too much "
        "memory.",
        _GO_BACK,
    ),
    'PAGERO-UNREAD': (
        "This rule of the uploaded file could not be read, so the document is not checked by it; "
        "the other rules are asked.",
        "The rule pack under Pagero / Configuration says why. Upload the publisher's next file "
        "when there is one.",
    ),
    'PAGERO-NOT-MATCHED': (
        "Some rules could not be matched with the document because of an unexpected value, so they "
        "were left out; the network leaves them out too.",
        "Look for something that is given twice, such as two VAT numbers.",
    ),
}


def own_finding(
    rule: str,
    layer: Layer,
    *,
    key: str = '',
    severity: Severity = FATAL,
    parameters: dict[str, str] | None = None,
    field: str = '',
    detail: str = '',
) -> Finding:
    """A finding about the whole document; ``key`` is one of ``WORDS``, usually the rule."""
    key, parameters = key or rule, parameters or {}
    text, advice = WORDS[key]
    return Finding(
        rule=rule,
        severity=severity,
        location='/',
        place="Document",
        text=str(Sentence(text, parameters)),
        advice=advice,
        layer=layer,
        field=field,
        detail=detail,
        key=key,
        parameters=parameters,
        where=("Document",),
    )
