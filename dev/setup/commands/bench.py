"""`dev/bench`: measure the rows of dev/benchmarks beside what they are compared with."""

import argparse
import ast
import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .. import databases
from ..cache import ADDON, Missing
from ..cores import ODOO_HELP, choose
from ..demo_facts import sandbox_company, sandbox_recipients
from ..environment import prepare
from ..inside import run_inside
from ..plot import curve
from ..processes import blaming
from ..server import SandboxServer


FOLDER = ADDON / 'dev' / 'benchmarks'
PICTURES = ADDON / 'docs' / 'growth'
TITLES = {
    'growth_documents': 'Sending so many documents: time for one',
    'growth_lines': 'Building and checking an invoice of so many lines: time for one line',
}
GROWTH = tuple(TITLES)
COLUMNS = '{:<18} {:>12} {:>12} {:>7} {:>7}  {:<13} {}'


def main() -> None:
    """A table on stdout; exit code 1 when a row misses its mark."""
    names = _names()
    parser = argparse.ArgumentParser(prog='dev/bench', description=__doc__)
    parser.add_argument('rows', nargs='*', metavar='ROW', help=f'of {", ".join(names)}')
    parser.add_argument('--odoo', metavar='PATH', help=ODOO_HELP)
    parser.add_argument('--json', type=Path, metavar='FILE', help="write the rows there too")
    parser.add_argument(
        '--growth', action='store_true', help="measure how time grows, and draw docs/growth anew"
    )
    arguments = parser.parse_args()
    arguments.rows += GROWTH if arguments.growth else ()
    unknown = set(arguments.rows) - set(names)
    if unknown:
        parser.error(f'no row is named {", ".join(sorted(unknown))}; known: {", ".join(names)}')
    try:
        if arguments.odoo is not None:
            choose(arguments.odoo)
        rows = _measure(arguments.rows or [*_usual(names)], names)
    except Missing as missing:
        sys.exit(str(missing))
    _print_table(rows)
    if arguments.json:
        arguments.json.write_text(_json_of(rows))
    if arguments.growth:
        _draw_growth([row for row in rows if 'points' in row])
    sys.exit(1 if any(row['ratio'] > row['reach'] for row in rows) else 0)


def _json_of(rows: list[dict]) -> str:
    kept = ('name', 'ours', 'against', 'ratio', 'reach', 'what', 'points')
    values = {'rows': [{name: row[name] for name in kept if name in row} for row in rows]}
    return json.dumps(values, indent=2) + '\n'


def _draw_growth(rows: list[dict]) -> None:
    """The numbers, and a picture of each row, which docs/speed.md shows."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / 'growth.json').write_text(_json_of(rows))
    for row in rows:
        points = [(count, seconds * 1000) for count, seconds in row['points']]
        picture = curve(TITLES[row['name']], row['what'], 'ms for one', points)
        (PICTURES / f'{row["name"]}.svg').write_text(picture)


def _names() -> dict[str, str]:
    """{row name: module}, read without importing: the modules need Odoo around them."""
    found = {}
    for file in sorted(FOLDER.glob('*.py')):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == 'NAMES':
                found |= dict.fromkeys(ast.literal_eval(node.value), file.stem)
    return found


def _usual(names: dict[str, str]) -> Iterator[str]:
    """Rows that are measured without being named; those of a million rows take minutes."""
    for name, module in names.items():
        if 'ONLY_WHEN_NAMED = True' not in (FOLDER / f'{module}.py').read_text():
            yield name


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
