"""Bandit on all that is shipped, and on dev/: no finding, or an argument beside the line."""

import re
from collections.abc import Iterator

from ..cache import ADDON
from .lint import lines_of
from .sources import sources


NOT_SHIPPED = {'dev', 'tests'}  # tests assert, and feed the addon what is hostile
BANDIT = (
    'bandit',
    '-q',
    '-r',
    '-f',
    'custom',
    '--msg-template',
    '{relpath}:{line}: {test_id} {msg}',
)
# What is no danger in commands that a developer runs, on made-up data, on the own machine.
HARMLESS_IN_DEV = {
    'B105': "passwords of the demo and the sandbox, which print them",
    'B107': "the same as defaults of the sessions of tests",
    'B311': "chance makes companies and mutants, no secrets",
    'B314': "the sandbox and the suites read what the addon and pytest have written",
    'B404': "commands start servers and tools",
    'B405': "as B314",
    'B406': "only escape() is used",
    'B603': "programs and arguments are the commands' own",
    'B606': "commands go over into the environment that they have set up",
    'B607': "apt and git are taken from the path, as a shell would",
    'B608': "table and column names are constants; values are bound",
}
_EXCEPTION = re.compile(r'#\s*nosec\b')
_ARGUED = re.compile(r'#\s*nosec B\d+(?:, B\d+)* # \w+')


def problems() -> Iterator[str]:
    """What bandit says, and exceptions that give no reason."""
    yield from lines_of([*BANDIT, *_shipped()])
    yield from lines_of([*BANDIT, '--skip', ','.join(HARMLESS_IN_DEV), ADDON / 'dev'])
    for source in sources():
        if source.room == 'tests':
            continue
        for number, line in enumerate(source.text.splitlines(), 1):
            if _EXCEPTION.search(line) and not _ARGUED.search(line):
                yield f'{source.path}:{number}: an exception without a test id and a reason'


def _shipped() -> list:
    """Every file and folder with Python in it, so that a new folder can't be forgotten."""
    places = [each for each in ADDON.iterdir() if each.name not in NOT_SHIPPED]
    return [
        each
        for each in sorted(places)
        if each.suffix == '.py' or (each.is_dir() and next(each.rglob('*.py'), None))
    ]
