"""The results of runs, for people and for programs."""

from collections.abc import Iterable

from .comparing import KINDS
from .running import Result


HEAD = (
    *('seed', 'server', 'invoices', 'uploads', 'received', 'kills', 'faults', 'asked', 'admin'),
    *(*KINDS, 'seconds'),
)
KILLS = ('kill_', 'stop_', 'cut_', 'restart_')
ADMINISTRATORS = ('login', 'restart', 'start')  # the rest is asked of people


def rows(results: Iterable[Result]) -> list[dict]:
    """One for each run, with everything that was counted."""
    return [
        {
            'seed': each.wish.seed,
            'server': each.wish.server,
            'queue_job': each.wish.queue_job,
            'invoices': each.invoices,
            'uploads': each.uploads,
            'received': each.received,
            'harms': dict(sorted(each.done.items())),
            'decided': dict(each.decided),
            'refused': dict(each.refused),
            'strange': each.strange,
            **each.verdict.counts(),
            'sentences': list(each.verdict.lines()),
            'seconds': each.seconds,
            'command': each.wish.command,
        }
        for each in results
    ]


def text(results: Iterable[Result]) -> str:
    """A table in Markdown, with what went wrong by kind below it."""
    lines = [_line(HEAD), _line(['---'] * len(HEAD))]
    lines += [_line(_cells(row)) for row in rows(results)]
    return '\n'.join(lines)


def _cells(row: dict) -> list:
    kills = sum(n for name, n in row['harms'].items() if name.startswith(KILLS))
    others = sum(row['harms'].values()) - kills
    decided = row['decided']
    admin = sum(decided.get(name, 0) for name in ADMINISTRATORS)
    asked = sum(decided.values()) - admin
    counted = [row[name] for name in KINDS]
    server = f'{row["server"]}{" + queue_job" if row["queue_job"] else ""}'
    start = [row['seed'], server, row['invoices'], row['uploads'], row['received']]
    return [*start, kills, others, asked, admin, *counted, row['seconds']]


def _line(cells: Iterable) -> str:
    return f'| {" | ".join(map(str, cells))} |'
