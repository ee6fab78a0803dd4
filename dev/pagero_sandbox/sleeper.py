"""Waiting that can be ended for everybody at once."""
import threading


class Sleeper:
    """Each caller sleeps in its own thread; 'wake_all' ends every sleep that has begun."""

    def __init__(self) -> None:
        self._alarm = threading.Event()

    def wait(self, seconds: float) -> None:
        if seconds > 0:
            self._alarm.wait(seconds)

    def wake_all(self) -> None:
        alarm, self._alarm = self._alarm, threading.Event()
        alarm.set()
