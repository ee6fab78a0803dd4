"""What the XML of an invoice costs, beside core's own BIS 3 builder on the same invoices."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from setup.bench_place import customer, new_invoices

from odoo.addons.pagero_connector.models.tools.own_context import OURS

from .measuring import Comparison, interleaved


NAMES = ('xml_5_lines', 'xml_100_lines')
ROUNDS = 15


class Row(NamedTuple):
    """One row: so many invoices of so many lines, and how much quicker than core is wanted."""

    name: str
    invoices: int
    lines: int
    reach: float
    queries: float  # an invoice, with nothing in the cache


ROWS = (Row('xml_5_lines', 100, 5, 0.15, 1.0), Row('xml_100_lines', 20, 100, 0.1, 2.0))


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """A batch through our builder against core's, one by one, in the same warm transaction."""
    for row in ROWS:
        say(f'Creating {row.invoices} invoices of {row.lines} lines')
        moves = new_invoices(env, customer(env), row.invoices, row.lines)
        moves.with_context(pagero_skip_catch=OURS)._post()
        env.flush_all()
        queries = _queries_when_cold(env, moves)
        say(f'Building their XML {2 * ROUNDS} times')
        measured = _measure(env, moves)
        yield {
            'name': row.name,
            'ours': measured.ours / row.invoices,
            'against': measured.against / row.invoices,
            'ratio': measured.ratio if queries <= row.queries else float('inf'),
            'reach': row.reach,
            'spread': measured.spread,
            'note': f'{queries:.1f} queries an invoice (reach: {row.queries:g})',
        }


def _measure(env, moves) -> Comparison:
    ours, core = env['account.edi.xml.pagero'], env['account.edi.xml.ubl_bis3']

    def build_with_core() -> None:
        for move in moves:
            core._export_invoice(move)

    return interleaved(lambda: ours._export_invoices(moves), build_with_core, ROUNDS)


def _queries_when_cold(env, moves) -> float:
    env.invalidate_all()
    before = env.cr.sql_log_count
    built = env['account.edi.xml.pagero']._export_invoices(moves)
    failed = [errors for _xml, errors in built.values() if errors]
    if failed:
        raise RuntimeError(f'An invoice of the benchmark is invalid: {failed[0]}')
    return (env.cr.sql_log_count - before) / len(moves)
