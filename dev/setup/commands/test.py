"""`dev/test`: every test there is; arguments go to pytest, a path runs its kind of tests only."""

import os
import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

from .. import databases, suites
from ..cache import ADDON, ADDON_NAME, Missing
from ..cores import choose, core
from ..environment import Environment, prepare
from ..odoo_source import ODOO_PATH, PACKAGED
from ..other_date import OtherDate
from ..processes import Child, free_port
from ..server import log_complaints, logs_folder
from ..suites import BESIDE, TESTS, Outcome


USAGE = """usage: dev/test [PATH …] [--only KIND] [--odoo PATH] [--core] [--date DAY] [pytest's own]

Runs the pure tests, the tests inside Odoo and the tests against real servers, and sums them up.
PATH         a test file or folder below tests/; only the kinds of tests with a path are run
--only KIND  pure, odoo or server; may be given twice
--odoo PATH  runs them on the Odoo there; may be given more than once; debian names the package
--core       runs core's own account_edi_ubl_cii tests instead, with the addon installed
--date DAY   runs them on that day, or from that moment on, in a PostgreSQL with the same clock:
             2028-02-29, 2026-12-31T23:30 (needs Debian's package faketime)
--then-on DAY
             runs the tests inside Odoo once more on that day, and sums everything up
--time-zone ZONE
             runs them in that time zone (Pacific/Auckland); Odoo itself is always in UTC"""


KINDS = ('pure', 'odoo', 'server')
NEEDS_PEPPOL = 'TestUblExportBis3SelfbillingBE'


def main() -> None:
    """End with what failed and one summed line; exit code 1 when a test failed or none was run."""
    arguments = sys.argv[1:]
    if {'-h', '--help'} & set(arguments):
        sys.exit(USAGE)
    try:
        date, arguments = _without_date(arguments)
        if date:
            sys.exit(_on(date, arguments))
        outcome = _on_each(*_without('--odoo', arguments))
    except Missing as missing:
        sys.exit(str(missing))
    print(outcome.told)
    sys.exit(1 if outcome.failed or not outcome.passed else 0)


def _on_each(odoos: list[str], arguments: list[str]) -> Outcome:
    """What comes out on every Odoo that is named, each told with its own count."""
    lines, summed = [], Outcome()
    needs_odoo = '--core' in arguments or _kinds(arguments)[0] != ['pure']
    for named in odoos or [os.environ.get(ODOO_PATH) or PACKAGED]:
        choose(named)
        outcome = _core() if '--core' in arguments else _all(arguments)
        lines += [f'On Odoo {core().version}: {outcome}'] if needs_odoo else []
        summed += outcome
    print('\n'.join(['', *lines]))
    return summed


def _without_date(arguments: list[str]) -> tuple[OtherDate, list[str]]:
    """The date and the time zone to run under, and the other arguments."""
    days, arguments = _without('--date', arguments)
    zones, arguments = _without('--time-zone', arguments)
    return OtherDate(''.join(days[-1:]), ''.join(zones[-1:])), arguments


def _on(date: OtherDate, arguments: list[str]) -> int:
    """The exit code of this command on another date, where it prints its own line."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # PostgreSQL ends with us
    with date.entered(with_databases=_kinds(arguments)[0] != ['pure']) as variables:
        command = [sys.executable, '-u', '-m', __spec__.name, *arguments]
        return subprocess.run(command, env=variables, check=False).returncode


def _all(arguments: list[str]) -> Outcome:
    days, arguments = _without('--then-on', arguments)
    kinds, options, by_kind = _kinds(arguments)
    if kinds == list(KINDS) and (os.cpu_count() or 1) > 1:
        return _two_lanes(options, days)
    outcome = Outcome()
    if 'pure' in kinds:
        _title('Pure tests')
        outcome += suites.pure(options, by_kind['pure'])
    if 'odoo' in kinds:
        outcome += _inside_odoo(options, by_kind['odoo'])
    if 'server' in kinds:
        _title('Tests against real servers')
        outcome += suites.server(options, by_kind['server'])
    dated = ['--only', 'odoo', *by_kind['odoo']]
    for day in days:
        _title(f'The tests inside Odoo on another day: {day}')
        outcome += _run_beside(f'tests-on-{day}', [*dated, '--date', day, *options])()
    return outcome


def _kinds(arguments: list[str]) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """The kinds of tests to run, the options for pytest, and the paths of each kind."""
    wanted, arguments = _without('--only', arguments)
    if not set(wanted) <= set(KINDS):
        raise Missing(f'--only takes one of {", ".join(KINDS)}.')
    paths = [argument for argument in arguments if _test_path(argument)]
    options = [argument for argument in arguments if argument not in paths]
    by_kind = _by_kind([_test_path(path) for path in paths])
    is_wanted = [kind for kind in KINDS if kind in wanted or not wanted]
    return [kind for kind in is_wanted if by_kind[kind] or not paths], options, by_kind


def _without(option: str, arguments: list[str]) -> tuple[list[str], list[str]]:
    """The values that an option is given, and the other arguments."""
    values, arguments = [], list(arguments)
    while option in arguments:
        where = arguments.index(option)
        values += arguments[where + 1 : where + 2] or ['']
        del arguments[where : where + 2]
    return values, arguments


def _two_lanes(arguments: list[str], days: list[str]) -> Outcome:
    """Those against real servers take one processor and half of the time: the others run beside."""
    others = ['--only', 'pure', '--only', 'odoo']
    others += [word for day in days for word in ('--then-on', day)]
    ended = _run_beside('tests', [*others, *arguments])
    return _all(['--only', 'server', *arguments]) + ended()


def _run_beside(name: str, arguments: list[str]) -> Callable[[], Outcome]:
    """Start this command anew; what is given back waits for it, prints its words and counts."""
    command = [sys.executable, '-u', '-m', __spec__.name, *arguments]
    log = logs_folder() / f'{name}-{os.getpid()}.log'
    child = Child('The other tests', command, log, {**os.environ, 'COLUMNS': '100'})
    child.start()

    def ended() -> Outcome:
        code = child.wait()
        words = child.words()
        print(textwrap.indent(words, '  '), flush=True)  # its sums are not read as ours
        return _summed(words, code)

    return ended


def _summed(words: str, code: int) -> Outcome:
    """What another run of this command counted; one that ended before it could count has failed."""
    outcome = Outcome.read(words)
    if not outcome:
        return Outcome(failed=1)
    return outcome + Outcome(failed=1) if code and not outcome.failed else outcome


def _inside_odoo(options: list[str], paths: list[str]) -> Outcome:
    environment = prepare()
    if paths:
        _title('Tests inside Odoo')
        return suites.odoo(environment, options, paths)
    _title('Installation')
    outcome = _installations(environment)
    _title('Tests inside Odoo')
    outcome += suites.odoo(environment, options, [])
    beside = [str(path.relative_to(ADDON)) for path in TESTS.glob(BESIDE)]
    if beside:
        _title(f'Tests inside Odoo, beside {" and ".join(databases.NEIGHBOURS)}')
        outcome += suites.odoo(environment, options, beside)
    return outcome


def _installations(environment: Environment) -> Outcome:
    """Install and update the addon; a warning in Odoo's log fails."""
    outcome = Outcome()
    for beside in ((), databases.NEIGHBOURS):
        name = databases.addon_template(environment, *beside)
        what = ' beside '.join(['', *beside])
        outcome += _judge(f'installs{what}', databases.install_log(name).read_text())
        with databases.scratch(environment, name, 'update', *beside) as copy:
            log = databases.install(environment, copy, ADDON_NAME, update=True)
        outcome += _judge(f'updates{what}', log)
    return outcome


def _judge(what: str, log: str) -> Outcome:
    complaints = log_complaints(log)
    print(f'{what} without a warning: {"FAILED" if complaints else "passed"}')
    for line in complaints:
        print(f'    {line}')
    return Outcome(failed=1) if complaints else Outcome(passed=1)


def _core() -> Outcome:
    """Core's tests of its own builder and importer, with our overrides in place."""
    environment = prepare()
    outcome = Outcome()
    for beside in ((), databases.NEIGHBOURS):
        _title(' beside '.join(["Core's account_edi_ubl_cii tests with the addon", *beside]))
        outcome += _core_run(environment, *beside)
    return outcome


def _core_run(environment: Environment, *beside: str) -> Outcome:
    template = databases.addon_template(environment, *beside)
    with databases.scratch(environment, template, 'core', *beside) as database:
        log = logs_folder() / f'{database}.log'
        _core_tests(environment, database, log, has_peppol='account_peppol' in beside)
    outcome = _core_outcome(log.read_text())
    print(f'{outcome} (log: {log})')
    return outcome


def _core_tests(environment: Environment, database: str, log: Path, *, has_peppol: bool) -> None:
    tags = '/account_edi_ubl_cii'
    if not has_peppol:
        tags += f',-:{NEEDS_PEPPOL}'
        print(f'left out: {NEEDS_PEPPOL}, which fails in core itself without account_peppol')
    options = ['--test-tags', tags, '--stop-after-init']
    options += ['--max-cron-threads', '0', '--log-level', 'warn', '--http-port', str(free_port())]
    options += ['--log-handler', 'odoo.tests.result:INFO', '--http-interface', '127.0.0.1']
    command = environment.odoo_command(database, *options)
    with log.open('w') as out:
        subprocess.run(
            command, env=environment.variables(), stdout=out, stderr=subprocess.STDOUT, check=False
        )


def _core_outcome(log: str) -> Outcome:
    found = re.search(r'(\d+) failed, (\d+) error\(s\) of (\d+) tests', log)
    if found is None:
        return Outcome(failed=1)
    failed = int(found[1]) + int(found[2])
    return Outcome(int(found[3]) - failed, failed)


def _test_path(argument: str) -> str | None:
    """The path below the addon that an argument names; None when it names none."""
    file, separator, test = argument.partition('::')
    for base in (Path.cwd(), ADDON):
        path = (base / file).resolve()
        if path.exists() and TESTS.resolve() in [path, *path.parents]:
            return f'{path.relative_to(ADDON)}{separator}{test}'
    return None


def _by_kind(paths: list[str]) -> dict[str, list[str]]:
    kinds = {'pure': [], 'odoo': [], 'server': []}
    for path in paths:
        folder = Path(path.split('::')[0]).parts[1:2]
        kinds[folder[0] if folder and folder[0] in kinds else 'odoo'].append(path)
    return kinds


def _title(words: str) -> None:
    print(f'\n── {words}', flush=True)


if __name__ == '__main__':
    main()
