"""The sandbox's own check of what it receives, away from the requests."""
import threading
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from .settings import Settings
    from .store import Store


class OwnCheck:
    def __init__(self, store: 'Store', settings: 'Settings'):
        self._store, self._settings = store, settings
        self._idle = threading.Event()

    def want(self, file_id: int) -> None:
        pass

    def wait(self, seconds: float) -> bool:
        return True

    def close(self) -> None:
        pass
