"""`dev/bench`: measure the rows of dev/benchmarks beside what they are compared with."""

import argparse
import ast
import contextlib
import json
import sys
import tempfile
from pathlib import Path

from .. import databases
from ..cache import ADDON, Missing
from ..cores import ODOO_HELP, choose
from ..demo_facts import sandbox_company, sandbox_recipients
from ..environment import prepare
from ..inside import run_inside
from ..processes import blaming
from ..server import SandboxServer


FOLDER = ADDON / 'dev' / 'benchmarks'
COLUMNS = '{:<18} {:>12} {:>12} {:>7} {:>7}  {:<13} {}'


def main() -> None:
    """A table on stdout; exit code 1 when a row misses its mark."""
    names = _names()
    parser = argparse.ArgumentParser(prog='dev/bench', description=__doc__)
    parser.add_argument('rows', nargs='*', metavar='ROW', help=f'of {", ".join(names)}')
    parser.add_argument('--odoo', metavar='PATH', help=ODOO_HELP)
    parser.add_argument('--json', type=Path, metavar='FILE', help="write the rows there too")
    arguments = parser.parse_args()
    unknown = set(arguments.rows) - set(names)
    if unknown:
        parser.error(f'no row is named {", ".join(sorted(unknown))}; known: {", ".join(names)}')
    try:
        if arguments.odoo is not None:
            choose(arguments.odoo)
        rows = _measure(arguments.rows or list(names), names)
    except Missing as missing:
        sys.exit(str(missing))
    _print_table(rows)
    if arguments.json:
        kept = ('name', 'ours', 'against', 'ratio', 'reach')
        values = {'rows': [{name: row[name] for name in kept} for row in rows]}
        arguments.json.write_text(json.dumps(values, indent=2) + '\n')
    sys.exit(1 if any(row['ratio'] > row['reach'] for row in rows) else 0)


def _names() -> dict[str, str]:
    """{row name: module}, read without importing: the modules need Odoo around them."""
    found = {}
    for file in sorted(FOLDER.glob('*.py')):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == 'NAMES':
                found |= dict.fromkeys(ast.literal_eval(node.value), file.stem)
    return found


def _measure(wanted: list[str], names: dict[str, str]) -> list[dict]:
    environment = prepare()
    source = databases.addon_template(environment)
    modules = sorted({names[name] for name in wanted}, reverse=True)
    with (
        databases.scratch(environment, source, 'bench', durable=True) as database,
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(SandboxServer(Path(folder) / 'bench.sqlite')) as sandbox,
        blaming(sandbox.process),
    ):
        sandbox.start().post('recipients', sandbox_recipients())
        sandbox.post('companies', sandbox_company())
        where = {'sandbox_url': sandbox.url, 'modules': modules}
        rows = run_inside(environment, database, 'setup.bench_place:run', show=True, **where)
    return [row for row in rows if row['name'] in wanted]


def _print_table(rows: list[dict]) -> None:
    print(COLUMNS.format('row', 'ours', 'against', 'ratio', 'reach', 'spread', ''))
    for row in rows:
        times = (_measured(row[side], row.get('unit')) for side in ('ours', 'against'))
        verdict = '' if row['ratio'] <= row['reach'] else 'MISSED '
        note = verdict + row.get('note', '')
        numbers = (f'{row["ratio"]:.3f}', row['reach'], row.get('spread', ''))
        print(COLUMNS.format(row['name'], *times, *numbers, note))


def _measured(value: float, unit: str | None) -> str:
    return f'{value:.1f} {unit}' if unit else f'{value * 1000:.2f} ms'


if __name__ == '__main__':
    main()
