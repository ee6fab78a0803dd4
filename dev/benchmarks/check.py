"""What the check of an invoice costs, beside SaxonC with the official rules in a child process."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from typing import NamedTuple

from oracle.corpus import PEPPOL_RULES, cen_rules
from oracle.saxon import Saxon
from setup.bench_place import customer, new_invoices

from odoo.addons.pagero_connector.models.tools.own_context import OURS
from odoo.addons.pagero_connector.ubl.check import check

from .measuring import interleaved


NAMES = ('check_small', 'check_100_lines', 'check_1000_lines', 'xml_and_check')
BATCH = 100


class Row(NamedTuple):
    """One row: invoices of so many lines, checked in turn, so many rounds."""

    name: str
    lines: int
    invoices: int
    rounds: int


ROWS = (
    Row('check_small', 5, 20, 51),
    Row('check_100_lines', 100, 3, 25),
    Row('check_1000_lines', 1000, 1, 15),
)


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """Warm, in the same process as Odoo; SaxonC gets the same bytes through a pipe."""
    rules = [path for path in (cen_rules(), PEPPOL_RULES) if path.is_file()]
    note = '' if PEPPOL_RULES.is_file() else "SaxonC without Peppol's rules: they aren't here"
    with Saxon(rules) as saxon:
        for row in ROWS:
            yield _check(env, saxon, row, say) | {'note': note}
    yield _xml_and_check(env, say)


def _check(env, saxon: Saxon, row: Row, say: Callable[[str], None]) -> dict:
    say(f'Creating invoices of {row.lines} lines')
    exported = _exported(env, row.invoices, row.lines)
    day = date.today()
    for xml in exported * 3:  # often enough for what is learnt of documents
        found = check(xml, on=day)
        if any(finding.is_fatal for finding in found):
            raise RuntimeError(f'The invoice of the benchmark is invalid: {found[0]}')
    say(f'Checking them {2 * row.rounds} times')
    ours, theirs = cycle(exported), cycle(exported)
    measured = interleaved(
        lambda: check(next(ours), on=day), lambda: saxon.ask(next(theirs)), row.rounds
    )
    return {
        'name': row.name,
        'ours': measured.ours,
        'against': measured.against,
        'ratio': measured.ratio,
        'reach': 0.5,
        'spread': measured.spread,
    }


def _xml_and_check(env, say: Callable[[str], None]) -> dict:
    say(f'Building and checking {BATCH} invoices')
    moves = _invoices(env, BATCH, 5)
    ours, core = env['account.edi.xml.pagero'], env['account.edi.xml.ubl_bis3']
    day = date.today()

    def build_and_check() -> None:
        for xml, _errors in ours._export_invoices(moves).values():
            check(xml, on=day)

    def build_with_core() -> None:
        for move in moves:
            core._export_invoice(move)

    measured = interleaved(build_and_check, build_with_core)
    return {
        'name': 'xml_and_check',
        'ours': measured.ours / BATCH,
        'against': measured.against / BATCH,
        'ratio': measured.ratio,
        'reach': 0.3,
        'spread': measured.spread,
        'note': 'core only builds',
    }


def _exported(env, count: int, lines: int) -> list[bytes]:
    moves = _invoices(env, count, lines)
    return [xml for xml, _errors in env['account.edi.xml.pagero']._export_invoices(moves).values()]


def _invoices(env, count: int, lines: int):
    moves = new_invoices(env, customer(env), count, lines)
    moves.with_context(pagero_skip_catch=OURS)._post()
    env.flush_all()
    return moves
