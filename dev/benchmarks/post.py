"""What catching costs when a hundred invoices are posted."""

from collections.abc import Callable, Iterator

from setup.bench_place import customer, new_invoices

from odoo.addons.pagero_connector.models.tools.own_context import OURS

from .measuring import interleaved


NAMES = ('post_100',)
COUNT = 100
ROUNDS = 15


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """Posting with catching on against posting with catching off, each round rolled back."""
    say(f'Creating {COUNT} invoices')
    invoices = new_invoices(env, customer(env), COUNT)
    env.cr.commit()
    queries = {}

    def post(skip: bool) -> None:
        with env.cr.savepoint() as savepoint:
            before = env.cr.sql_log_count
            invoices.with_context(pagero_skip_catch=skip and OURS)._post()
            env.flush_all()
            queries[skip] = env.cr.sql_log_count - before
            savepoint.rollback()
        env.invalidate_all()

    say(f'Posting them {2 * ROUNDS} times')
    measured = interleaved(lambda: post(False), lambda: post(True), ROUNDS)
    yield {
        'name': 'post_100',
        'ours': measured.ours,
        'against': measured.against,
        'ratio': measured.ratio,
        'reach': 1.02,
        'spread': measured.spread,
        'note': f'{queries[False] - queries[True]} extra queries (reach: 10)',
    }
