"""The sandbox's switches; every one has a default, unknown names are refused."""

import json
import threading
from typing import Any

from .responses import Refusal
from .store import Store


DEFAULTS: dict[str, Any] = {
    'processing_seconds': 0,  # number of seconds, or 'manual'
    'token_seconds': 600,
    'code_seconds': 60,
    'refresh_works': True,
    'duplicate_control': False,
    'page_limit_max': 100,
    'latency_ms': 0,
    'hang_seconds': 65,
    'require_known_recipient': True,
    'network_off': False,
    'error_codes': 'text',  # where a routing code shows: 'text', 'field' or 'none'
    'extra_fields': False,  # answers carry more members than are documented
    'checks': 'full',  # own check of what is received: 'off', 'xsd', 'full'
    'companies': 10_000,  # how many made companies the network has
    'open_directory': False,  # senders reach companies without having connected
    'directory_per_second': 0,  # searches that the Peppol Directory allows; 0: any number
}
CHOICES = {'error_codes': ('text', 'field', 'none'), 'checks': ('off', 'xsd', 'full')}
MOST = {'companies': 20_000}  # the made names and numbers suffice for these


class Settings:
    """Read from memory, written through to the store."""

    def __init__(self, store: Store):
        self._store = store
        self._lock = threading.Lock()
        self._values = dict(DEFAULTS)
        self.load()

    def load(self) -> None:
        stored = self._store.rows('SELECT key, value FROM settings')
        with self._lock:
            self._values = dict(DEFAULTS) | {row['key']: json.loads(row['value']) for row in stored}

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def all(self) -> dict[str, Any]:
        return dict(self._values)

    def change(self, values: dict[str, Any]) -> None:
        """Take new values; refuse the whole call when one of them makes no sense."""
        for name, value in values.items():
            _require_sense(name, value)
        with self._lock, self._store.write() as connection:
            connection.executemany(
                'INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)',
                [(name, json.dumps(value)) for name, value in values.items()],
            )
            self._values = self._values | values


def _require_sense(name: str, value: Any) -> None:
    if name not in DEFAULTS:
        raise Refusal(400, f"There is no setting named {name}. Known: {', '.join(DEFAULTS)}.")
    if name in CHOICES:
        sensible = value in CHOICES[name]
    elif isinstance(DEFAULTS[name], bool):
        sensible = isinstance(value, bool)
    else:
        sensible = _is_amount(value, MOST.get(name)) or (name, value) == (
            'processing_seconds',
            'manual',
        )
    if not sensible:
        raise Refusal(400, f"{value!r} makes no sense for the setting {name}.")


def _is_amount(value: Any, most: int | None) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and value >= 0 and (most is None or value <= most)
