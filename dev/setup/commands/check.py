"""`dev/check`: everything about the sources that needs no test run."""

import argparse
import sys
from pathlib import Path

from ..cache import Missing
from ..checks import (
    answers_page,
    architecture,
    contract,
    error_codes,
    habits,
    layering,
    lint,
    manifest,
    one_definition,
    security,
    sizes,
    state_machines_page,
    translations,
)
from ..odoo_source import named_path


CHECKS = {
    'lint': lint,
    'security': security,
    'manifest': manifest,
    'layering': layering,
    'one_definition': one_definition,
    'architecture': architecture,
    'answers_page': answers_page,
    'state_machines_page': state_machines_page,
    'contract': contract,
    'error_codes': error_codes,
    'sizes': sizes,
    'habits': habits,
    'translations': translations,
}
# What is written anew on demand.
UPDATED = (
    contract,
    architecture,
    translations,
    answers_page,
    error_codes,
    state_machines_page,
)


def main() -> None:
    """One line per check, its problems and hints below; exit code 1 when there are problems."""
    parser = argparse.ArgumentParser(prog='dev/check', description=__doc__)
    parser.add_argument('names', nargs='*', metavar='CHECK', help=f'of {", ".join(CHECKS)}')
    parser.add_argument(
        '--update',
        action='store_true',
        help="write the translation files, the pages drawn from code and the contract anew",
    )
    parser.add_argument(
        '--odoo',
        type=Path,
        metavar='PATH',
        help="compare the contract with this Odoo instead, and do nothing else",
    )
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(CHECKS)
    if unknown:
        parser.error(f'no check is named {", ".join(unknown)}')
    try:
        if arguments.odoo:
            sys.exit(1 if _run('contract', named_path(arguments.odoo)) else 0)
        if arguments.update:
            for check in UPDATED:
                check.update()
        found = sum(_run(name) for name in arguments.names or CHECKS)
    except Missing as missing:
        sys.exit(str(missing))
    sys.exit(1 if found else 0)


def _run(name: str, *which: Path) -> int:
    problems = list(CHECKS[name].problems(*which))
    print(f'{name}: {f"{len(problems)} problems" if problems else "fine"}', flush=True)
    for problem in problems:
        print(f'    {problem}')
    for hint in getattr(CHECKS[name], 'hints', tuple)(*which):
        print(f'    hint: {hint}')
    return len(problems)


if __name__ == '__main__':
    main()
