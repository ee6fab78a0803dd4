"""The kinds of tests, each with the way to run it and to count what came out."""

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from . import databases
from .cache import ADDON, ADDON_NAME
from .environment import Environment
from .server import sandbox_variables


TESTS = ADDON / 'tests'
NOT_RUN = 'Not run: '
FAILED = 'Failed: '
THE_BEGINNING = 160  # characters of what a failed test says
BETWEEN = ' | '
NOTHING_COLLECTED = 5  # pytest's exit code
NO_ODOO = ('-p', 'no:odoo')  # pytest-odoo can't even load without Odoo on the path
BESIDE = 'test_beside_*.py'  # tests that need the neighbours installed


@dataclass
class Outcome:
    """How many tests ended in which way; outcomes can be added."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)  # why which number was skipped
    failures: list[str] = field(default_factory=list)  # a line each

    def __add__(self, other: 'Outcome') -> 'Outcome':
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.reasons + other.reasons,
            self.failures + other.failures,
        )

    def __str__(self) -> str:
        line = f'{self.passed} passed, {self.failed} failed'
        return f'{line}, {self.skipped} skipped' if self.skipped else line

    @property
    def told(self) -> str:
        """What failed, what was not run and, as the last line, the sum."""
        failed = [f'{FAILED}{failure}' for failure in self.failures]
        return '\n'.join([*failed, *filter(None, [self.not_run]), str(self)])

    @property
    def not_run(self) -> str:
        """One line that says what was skipped for which reason; '' when nothing was."""
        parts = [f'{number} ({reason})' for reason, number in sorted(self.reasons.items())]
        return f'{NOT_RUN}{BETWEEN.join(parts)}' if parts else ''

    @classmethod
    def read(cls, words: str) -> 'Outcome | None':
        """What another run of this command has printed; None when it has counted nothing."""
        found = re.search(r'^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$', words, re.MULTILINE)
        if not found:
            return None
        outcome = cls(*(int(number or 0) for number in found.groups()))
        outcome.failures = re.findall(f'^{FAILED}(.*)$', words, re.MULTILINE)
        for line in re.findall(f'^{NOT_RUN}(.*)$', words, re.MULTILINE):
            for part in line.split(BETWEEN):
                number, _space, reason = part.partition(' ')
                outcome.reasons[reason[1:-1]] += int(number)
        return outcome


def pure(options: list[str], paths: list[str]) -> Outcome:
    """The tests of plain Python: no Odoo, no database."""
    command = ['-c', str(TESTS / 'pure' / 'pytest.ini'), *NO_ODOO]
    return _pytest([*command, *options, *(paths or [str(TESTS / 'pure')])], cwd=ADDON)


def odoo(environment: Environment, options: list[str], paths: list[str]) -> Outcome:
    """The tests inside Odoo's framework, on a clone with the addon installed."""
    beside = [path for path in paths if Path(path.split('::')[0]).match(BESIDE)]
    alone = [path for path in paths if path not in beside]
    outcome = Outcome()
    if alone or not paths:
        outcome += inside_odoo(environment, options, alone)
    if beside:
        outcome += inside_odoo(environment, options, beside, *databases.NEIGHBOURS)
    return outcome


def inside_odoo(
    environment: Environment, options: list[str], paths: list[str], *beside: str
) -> Outcome:
    """Tests on a clone where the addon is installed beside other modules."""
    source = databases.addon_template(environment, *beside)
    with databases.scratch(environment, source, 'odoo', *beside) as database:
        return _odoo_pytest(environment, database, options, paths)


def _odoo_pytest(
    environment: Environment, database: str, options: list[str], paths: list[str]
) -> Outcome:
    folder = environment.addons / ADDON_NAME / 'tests'
    chosen = [str(environment.addons / ADDON_NAME / Path(path)) for path in paths] or [str(folder)]
    command = [f'--rootdir={environment.addons}', '-p', 'no:cacheprovider', '--odoo-http']
    command += [f'--odoo-database={database}', f'--odoo-config={environment.configuration()}']
    command += ['--odoo-extra', 'http-interface=127.0.0.1']
    command += [f'--ignore={folder / name}' for name in ('pure', 'server')]
    command += ['-p', 'setup.pytest_companies']
    if not paths:
        command.append(f'--ignore-glob={folder / BESIDE}')
    variables = environment.variables()
    paths = [variables['PYTHONPATH'], str(ADDON / 'dev')]
    variables['PYTHONPATH'] = os.pathsep.join(paths)  # pytest finds our plugin on it
    return _pytest([*command, *options, *chosen], cwd=environment.addons, env=variables)


def server(options: list[str], paths: list[str]) -> Outcome:
    """The tests against real Odoo processes, by HTTP and in a browser."""
    command = ['-c', str(TESTS / 'server' / 'pytest.ini'), *NO_ODOO]
    chosen = paths or [str(TESTS / 'server')]
    return _pytest([*command, *options, *chosen], cwd=ADDON, env=sandbox_variables())


def _pytest(arguments: list[str], **process) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / 'report.xml'
        command = [
            sys.executable,
            '-m',
            'pytest',
            f'--junitxml={report}',
            '--tb=short',
            '-q',
            *arguments,
        ]
        answer = subprocess.run(command, check=False, **process)
        outcome = _read_report(report)
    if answer.returncode not in (0, NOTHING_COLLECTED) and not outcome.failed:
        outcome += Outcome(failed=1)  # it ended before it could count
    return outcome


def _read_report(report: Path) -> Outcome:
    """Tests, not reports: one with many subtests, or with an error at its end too, counts once."""
    outcome = Outcome()
    if report.exists():
        for case in ElementTree.parse(report).iter('testcase'):
            outcome += _case_outcome(case)
    return outcome


def _case_outcome(case: ElementTree.Element) -> Outcome:
    said = {child.tag: child for child in case}
    if {'failure', 'error'} & said.keys():
        reason = said.get('failure', said.get('error')).get('message', '')
        words = ' '.join(reason.split())[:THE_BEGINNING]
        return Outcome(failed=1, failures=[f'{case.get("classname")}.{case.get("name")}: {words}'])
    if 'skipped' in said:
        return Outcome(skipped=1, reasons=Counter([said['skipped'].get('message', '')]))
    return Outcome(passed=1)
