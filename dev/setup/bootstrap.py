"""From the machine's own Python into the project's environment."""

import os
import sys

from .cache import ADDON, Missing
from .python_env import python


def enter(command: str) -> None:
    """Carry out ``command`` (a module of ``setup.commands``) inside the project's environment."""
    try:
        interpreter = str(python())
    except Missing as missing:
        sys.exit(f'{missing}')
    paths = [str(ADDON / 'dev'), os.environ.get('PYTHONPATH', '')]
    variables = {**os.environ, 'PYTHONPATH': os.pathsep.join(filter(None, paths))}
    arguments = [interpreter, '-u', '-m', f'setup.commands.{command}', *sys.argv[1:]]
    os.execve(interpreter, arguments, variables)
