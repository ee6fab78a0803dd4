"""Run a function of ours inside Odoo, with an environment of the superuser."""

import json
import subprocess
from pathlib import Path

from .cache import ADDON, Missing
from .environment import Environment


_QUIET = ('--no-http', '--log-level', 'warn')
_SCRIPT = """
import importlib, json, sys
sys.path.insert(0, {dev!r})
answer = getattr(importlib.import_module({module!r}), {function!r})(env, **json.loads({named!r}))
env.cr.commit()
print('answer:', json.dumps(answer))
"""


def run_inside(
    environment: Environment,
    database: str,
    function: str,
    *,
    show: bool = False,
    dev: Path = ADDON / 'dev',
    **named,
):
    """The JSON answer of ``module:function(env, **named)``; what it did is committed.

    With ``show`` its words on stderr are seen as they come; ``dev`` holds the modules.
    """
    module, _, name = function.partition(':')
    script = _SCRIPT.format(dev=str(dev), module=module, function=name, named=json.dumps(named))
    command = environment.odoo_command(database, *_QUIET, subcommand='shell')
    answer = subprocess.run(
        command,
        input=script,
        env=environment.variables(),
        stdout=subprocess.PIPE,
        stderr=None if show else subprocess.PIPE,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise Missing(f'{function} failed inside Odoo: {(answer.stderr or "").strip()[-3000:]}')
    last = [line for line in answer.stdout.splitlines() if line.startswith('answer: ')][-1]
    return json.loads(last.removeprefix('answer: '))
