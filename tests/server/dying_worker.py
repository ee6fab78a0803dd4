"""Odoo's own code in a process that forks for each thing to do; the fork may die at a boundary.

What the fork has committed and what the network has met stays, as when a power cut ends a worker.
Started as ``python dying_worker.py <options of Odoo>``; orders and answers are lines of JSON.
"""

import json
import os
import sys
import threading
import traceback
from pathlib import Path


ADDON = Path(__file__).resolve().parents[2]
DIED = 77  # exit code of a fork that died where it was to


def main():
    from odoo import sql_db
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(sys.argv[1:], setup_logging=True)
    database = config['db_name']
    registry = Registry(database if isinstance(database, str) else database[0])
    sql_db.close_all()
    _tell('ready')
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _obey(registry, json.loads(line))
        _pid, status = os.waitpid(child, 0)
        _tell(os.waitstatus_to_exitcode(status))


def _tell(answer):
    sys.stdout.write(f'worker: {json.dumps(answer)}\n')
    sys.stdout.flush()


def _obey(registry, order):
    """In the fork; it never comes back."""
    import boundary_steps

    from odoo import SUPERUSER_ID, api

    code = 1
    try:
        Death(**order['dies']).watch()
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            answer = getattr(boundary_steps, order['does'])(env, **order['named'])
            cr.commit()
        Path(order['answer']).write_text(json.dumps(answer))
        code = 0
    except Exception:  # noqa: BLE001  it is told by the exit code, with its trace in the log
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class Death:
    """Ends the process at a boundary: ``when`` its ``kind`` of step is begun, or is done."""

    def __init__(self, place='', kind='', when='', places=()):
        self._wanted = (place, kind, when)
        self._places = frozenset(places)

    def watch(self):
        from odoo.sql_db import Cursor

        from odoo.addons.pagero_connector.network.transport import HttpTransport

        self._around(Cursor, 'commit', 'commit')
        self._around(HttpTransport, 'send', 'request')

    def _around(self, cls, name, kind):
        original = getattr(cls, name)

        def watched(*arguments, **options):
            self._meet(kind, 'before')
            result = original(*arguments, **options)
            self._meet(kind, 'after')
            return result

        setattr(cls, name, watched)

    def _meet(self, kind, when):
        if (kind, when) == self._wanted[1:] and self._wanted[0] in self._under_way():
            os._exit(DIED)

    def _under_way(self):
        """The innermost boundary; of a thread all of the main one's, which goes on meanwhile."""
        if threading.current_thread() is threading.main_thread():
            return [*self._boundaries(sys._getframe())][:1]
        return self._boundaries(sys._current_frames()[threading.main_thread().ident])

    def _boundaries(self, frame):
        """From the inside out."""
        models = str(ADDON / 'models')
        while frame:
            path = os.path.realpath(frame.f_code.co_filename)
            if path.startswith(models):
                place = f'{path[len(models) + 1 :]}:{frame.f_code.co_name}'
                if place in self._places:
                    yield place
            frame = frame.f_back


if __name__ == '__main__':
    main()
