"""`dev/torture`: real servers under fire; what Odoo holds is compared with Pagero's ledger."""

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from torturing import plan, table
from torturing.arena import in_own_cluster, make_base
from torturing.running import Result, run

from .. import databases
from ..cache import Missing, say
from ..environment import Environment, prepare
from ..inside import run_inside


def main() -> None:
    """A table on stdout; exit code 1 when anything was lost, doubled, stuck or said wrongly."""
    arguments = _parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started ends with us
    if arguments.plan:
        print('\n'.join(plan.draw(_wishes(arguments)[0]).lines()))
        return
    results = []
    try:
        for result in _run_all(prepare(), _wishes(arguments)):
            results.append(result)
            if arguments.json:  # after each run, since the next one may take an hour
                arguments.json.write_text(json.dumps(table.rows(results), indent=2) + '\n')
    except Missing as missing:
        sys.exit(str(missing))
    finally:
        print(table.text(results))
    sys.exit(0 if all(each.verdict for each in results) else 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='dev/torture', description=__doc__)
    parser.add_argument('--invoices', type=int, default=2000, metavar='N')
    parser.add_argument('--received', type=int, default=2000, metavar='N')
    parser.add_argument('--seed', type=int, default=1, metavar='N', help="decides everything")
    parser.add_argument('--runs', type=int, default=1, help="with the seeds that follow")
    parser.add_argument('--server', choices=('threaded', 'prefork'), default='threaded')
    parser.add_argument('--queue-job', action='store_true', help="with OCA's queue_job installed")
    parser.add_argument('--plan', action='store_true', help="only print what a seed does")
    parser.add_argument('--json', type=Path, metavar='FILE', help="write the rows there too")
    return parser


def _wishes(arguments: argparse.Namespace) -> list[plan.Wish]:
    return [
        plan.Wish(
            seed=arguments.seed + number,
            invoices=arguments.invoices,
            received=arguments.received,
            server=arguments.server,
            queue_job=arguments.queue_job,
        )
        for number in range(arguments.runs)
    ]


def _run_all(environment: Environment, wishes: list[plan.Wish]) -> Iterator[Result]:
    source = databases.addon_template(environment)
    with databases.scratch(environment, source, 'torture_demo') as demo:
        facts = {'base_url': 'http://127.0.0.1:1', 'sandbox_url': 'http://127.0.0.1:2'}
        mine = run_inside(environment, demo, 'setup.demo_data:create', **facts, gateway='public')
        base = make_base(environment, demo, mine, queue_job=wishes[0].queue_job)
    try:
        with in_own_cluster(base) as own:
            for wish in wishes:
                result = run(own, wish)
                _tell(result)
                yield result
    finally:
        databases.drop(environment, base.name)


def _tell(result: Result) -> None:
    for line in result.verdict.lines():
        say(line)
    if not result.verdict:
        say(f'To see it again: {result.wish.command}')


if __name__ == '__main__':
    main()
