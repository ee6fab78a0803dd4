"""Rules: one function each, keyed by its official id, and the pack that runs them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, localcontext
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from ...identification.sentence import Sentence
from ..finding import FATAL, Finding, Severity
from ..place import location_of, place_of
from .countries import Condition, Countries
from .document import Document


_logger = logging.getLogger(__name__)

SOURCE = 'own rules, written from the published rule texts of Peppol BIS Billing 3.0 and EN 16931'
NOT_EVALUATED = 'PAGERO-NOT-EVALUATED'
MAX_PER_RULE = 50
# Peppol BIS Billing 3.0.22 is mandatory from this day on.
RELEASE_3_0_22 = date(2027, 2, 24)
BEFORE_3_0_22 = RELEASE_3_0_22 - timedelta(days=1)


class Breach(NamedTuple):
    """A node that breaks a rule, with what stands there or which child is missing."""

    node: etree._Element
    detail: str = ''
    missing: str = ''


Breaches = Iterable['etree._Element | Breach']
Broken = Callable[[Document], Breaches]


@dataclass(frozen=True)
class Rule:
    """One demand on a document; ``broken_by`` yields what breaks it, and nothing if all is well."""

    id: str
    severity: Severity
    key: str
    broken_by: Broken
    since: date = date.min
    until: date = date.max
    where: Condition | None = None

    @property
    def text(self) -> str:
        """What is wrong, in English."""
        return str(WORDS[self.key].text)

    @property
    def advice(self) -> str:
        """What to do, in English."""
        return str(WORDS[self.key].advice)

    def is_good_on(self, day: date) -> bool:
        """Whether it is this version of the rule that is asked."""
        return self.since <= day <= self.until


class Words(NamedTuple):
    """What is wrong, and what to do."""

    text: Sentence
    advice: Sentence


RULES: list[Rule] = []
# The key of the words that a rule of that id was last registered with.
KEYS: dict[str, str] = {}
WORDS: dict[str, Words] = {
    NOT_EVALUATED: Words(
        Sentence(
            "This rule could not be evaluated on the document, so it is unknown whether it is met."
        ),
        Sentence("Report this with the invoice number; the server's log says more."),
    ),
}


def rule(
    id: str,
    severity: Severity,
    text: str | Sentence,
    advice: str | Sentence,
    *,
    key: str = '',
    since: date = date.min,
    until: date = date.max,
    where: Condition | None = None,
) -> Callable[[Broken], Broken]:
    """Register a function as the rule of that id, good from ``since`` to ``until``.

    A national rule says ``where``: between which countries it is asked; Peppol has none of these
    for self-billed documents yet. ``key``: where another rule of the same id has other words.
    """
    key = key or id

    own = Words(_sentence(text), _sentence(advice))

    def register(broken_by: Broken) -> Broken:
        if WORDS.setdefault(key, own) != own:
            raise ValueError(f'Another rule has other words under the key {key}.')
        RULES.append(Rule(id, severity, key, broken_by, since, until, where))
        KEYS[id] = key
        return broken_by

    return register


@dataclass(frozen=True)
class OwnPack:
    """The addon's own rules as of one Peppol release.

    Rules whose id begins with ``leaves_out`` aren't asked; ``most`` is how many findings of one
    rule are listed.
    """

    version: str
    valid_from: date
    valid_to: date | None = None
    name: str = 'peppol-own'
    source: str = SOURCE
    leaves_out: str = ' '
    most: int = MAX_PER_RULE

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules in force on the pack's first day, by id."""
        in_force = (
            rule
            for rule in RULES
            if rule.is_good_on(self.valid_from) and not rule.id.startswith(self.leaves_out)
        )
        return sorted(in_force, key=lambda rule: rule.id)

    def check(self, root: etree._Element) -> list[Finding]:
        """The findings of one document; a rule that raises is a fatal finding, never a pass."""
        return _findings(self.rules, root, self.most)


def first_day_of(version: str, is_self_billing: bool = False) -> date:
    """From when a release of the Peppol rules counts, as far as our own differ by release.

    The releases of self-billing are counted anew: 3.0.3 came with 3.0.22.

    >>> first_day_of('3.0.21'), first_day_of('3.0.22')
    (datetime.date(1, 1, 1), datetime.date(2027, 2, 24))
    >>> first_day_of('3.0.2', is_self_billing=True), first_day_of('3.0.3', is_self_billing=True)
    (datetime.date(1, 1, 1), datetime.date(2027, 2, 24))
    """
    numbers = tuple(int(part) for part in re.findall('[0-9]{1,9}', version)[:3])
    changed = (3, 0, 3) if is_self_billing else (3, 0, 22)
    return RELEASE_3_0_22 if numbers >= changed else date.min


def explained(id: str, root: etree._Element, most: int, on: date) -> list[Finding]:
    """What our own rule of that id says, as of a day; nothing where there is none."""
    return _findings([rule for rule in RULES if rule.id == id and rule.is_good_on(on)], root, most)


def is_known(id: str, on: date) -> bool:
    """Whether we have a rule of that id, as of a day."""
    return any(rule.id == id and rule.is_good_on(on) for rule in RULES)


def key_of(id: str, on: date) -> str | None:
    """The key of what our own rule of that id says of itself, as of a day."""
    good = (rule.key for rule in RULES if rule.id == id and rule.is_good_on(on))
    return next(good, KEYS.get(id))


def _sentence(words: str | Sentence) -> Sentence:
    return words if isinstance(words, Sentence) else Sentence(words)


def _findings(rules: list[Rule], root: etree._Element, most: int) -> list[Finding]:
    document = Document(root)
    countries = Countries.of(document)
    conditions = {rule.where for rule in rules}
    asked = {
        where: where is None or (not document.is_self_billed and where(countries))
        for where in conditions
    }
    # Amounts may have any number of digits; the process's own context has 28.
    with localcontext(Context(prec=60)):
        return [
            finding
            for rule in rules
            if asked[rule.where]
            for finding in _apply(rule, document, most)
        ]


def _apply(rule: Rule, document: Document, most: int) -> list[Finding]:
    try:
        breaches = list(rule.broken_by(document))[:most]
    except Exception:
        _logger.exception("Rule %s could not be evaluated", rule.id)
        return [_finding(rule, FATAL, NOT_EVALUATED, Breach(document.root))]
    return [_finding(rule, rule.severity, rule.key, breach) for breach in breaches]


def _finding(
    rule: Rule,
    severity: Severity,
    key: str,
    breach: etree._Element | Breach,
) -> Finding:
    if not isinstance(breach, Breach):
        breach = Breach(breach)
    place = place_of(breach.node, breach.missing)
    detail = breach.detail or ('' if breach.missing else (breach.node.text or '').strip()[:80])
    return Finding(
        rule=rule.id,
        severity=severity,
        location=location_of(breach.node),
        place=place.words,
        where=place.names,
        key=key,
        text=str(WORDS[key].text),
        advice=str(WORDS[key].advice),
        layer='rules',
        field=place.field,
        line=place.line,
        column=place.column,
        detail=detail,
    )
