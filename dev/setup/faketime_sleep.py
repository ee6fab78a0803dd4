"""Let Python sleep under faketime, whose ``clock_nanosleep`` refuses the time that it is given.

Copied into the Python environment, where every process finds it.
"""

import select
import time


def _sleep(seconds: float, /) -> None:
    """Wait by a call that faketime passes on as it is."""
    if seconds < 0:
        raise ValueError('sleep length must be non-negative')
    select.select((), (), (), seconds)


time.sleep = _sleep
