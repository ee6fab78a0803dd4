"""What faketime leaves undone in Python, done by the number of seconds that the clock is off.

Copied into the Python environment, where every process of another date begins with it.
"""

import os
import select
import time


OFFSET = int(os.environ['PAGERO_CONNECTOR_CLOCK'])

_true_mtime = os.path.getmtime


def _sleep(seconds: float, /) -> None:
    """Wait by a call that faketime passes on as it is; its ``clock_nanosleep`` refuses."""
    if seconds < 0:
        raise ValueError('sleep length must be non-negative')
    select.select((), (), (), seconds)


def _getmtime(filename) -> float:
    """A file that was written just now is not a year old: Odoo forgets old sessions."""
    return _true_mtime(filename) + OFFSET


time.sleep = _sleep
os.path.getmtime = _getmtime
