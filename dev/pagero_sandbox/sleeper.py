"""Waiting that can be ended for all threads at once."""

import threading
from collections.abc import Callable


Sleep = Callable[[float], None]


class Sleeper:
    """Each caller sleeps in its own thread; 'wake_all' ends the sleep of all that have come."""

    def __init__(self) -> None:
        self._alarm = threading.Event()

    def enter(self) -> Sleep:
        """A way to sleep that every later 'wake_all' ends, also if the sleep begins after it."""
        alarm = self._alarm

        def sleep(seconds: float) -> None:
            if seconds > 0:
                alarm.wait(seconds)

        return sleep

    def wake_all(self) -> None:
        alarm, self._alarm = self._alarm, threading.Event()
        alarm.set()
