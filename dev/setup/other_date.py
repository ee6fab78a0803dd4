"""Another date for a command and for all that it starts, PostgreSQL too, by Debian's faketime."""

import contextlib
import math
import os
import shutil
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .cache import WORK_FOLDER, Missing, cache_folder, locked, run, say
from .odoo_source import odoo_path
from .postgres import other_server


NOON = 12
CLOCK = 'PAGERO_CONNECTOR_CLOCK'  # seconds that the clock is off; faketime_repair reads them
REPAIR = Path(__file__).with_name('faketime_repair.py')


@dataclass(frozen=True)
class OtherDate:
    """A moment at which a command is to begin, and the time zone of its processes."""

    day: str = ''
    zone: str = ''

    def __bool__(self) -> bool:
        return bool(self.day or self.zone)

    @contextlib.contextmanager
    def entered(self, *, with_databases: bool) -> Iterator[dict[str, str]]:
        """The environment in which it is that date; its PostgreSQL ends with it."""
        variables = {**os.environ, **self._clock()}
        if not (self.day and with_databases):
            yield variables
            return
        if os.environ.get('PGHOST') or os.environ.get('PGSERVICE'):
            raise Missing('--date needs a PostgreSQL with the same clock; unset PGHOST.')
        odoo_path()  # what must be fetched is fetched today: certificates have dates
        with locked('other-date'):
            work = cache_folder() / 'other-date'
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            with other_server(Path(sys.executable), variables) as server:
                yield {**variables, **server.environment(), WORK_FOLDER: str(work)}

    def _clock(self) -> dict[str, str]:
        moment = self._moment()
        zone = {'TZ': self.zone} if self.zone else {}
        if not self.day:
            return zone
        variables = clock_off_by(math.ceil(moment.timestamp() - time.time()))
        say(f'The clock says {moment:%A %Y-%m-%d %H:%M %Z}')
        return {**zone, **variables}

    def _moment(self) -> datetime:
        try:
            zone = ZoneInfo(self.zone) if self.zone else None
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise Missing(f'There is no time zone {self.zone}; try Europe/Stockholm.') from error
        try:
            moment = datetime.fromisoformat(self.day) if self.day else datetime.now()
        except ValueError as error:
            raise Missing(
                f'{self.day} is no date; write 2028-02-29 or 2026-12-31T23:30.'
            ) from error
        if len(self.day) == len('2028-02-29'):
            moment = moment.replace(hour=NOON)
        return moment.replace(tzinfo=zone) if zone else moment.astimezone()


def clock_off_by(seconds: int) -> dict[str, str]:
    """The variables of a process of ours whose clock is wrong by so many seconds."""
    library = _library()
    _repair_python()
    return {
        'LD_PRELOAD': library,
        'FAKETIME': f'{seconds:+d}',
        CLOCK: str(seconds),
        'FAKETIME_DONT_FAKE_MONOTONIC': '1',  # waiting isn't telling the time
        'FAKETIME_DISABLE_SHM': '1',
        'NO_FAKE_STAT': '1',  # compiled modules know their sources by that time
    }


def is_entered() -> bool:
    """Whether this process lives on another date."""
    return CLOCK in os.environ


def left(variables: Mapping[str, str]) -> dict[str, str]:
    """The same environment for a process that keeps the true clock."""
    return {key: value for key, value in variables.items() if key not in ('LD_PRELOAD', CLOCK)}


def _repair_python() -> None:
    """Have each process of our Python environment begin with ``faketime_repair``."""
    folder = Path(sysconfig.get_path('purelib'))
    with locked('faketime-repair'):
        (folder / REPAIR.name).write_bytes(REPAIR.read_bytes())
        line = f"import os; {CLOCK!r} in os.environ and __import__({REPAIR.stem!r})\n"
        (folder / REPAIR.name).with_suffix('.pth').write_text(line)


def _library() -> str:
    """What faketime itself would preload, as it writes that for all architectures."""
    if shutil.which('faketime') is None:
        raise Missing(
            'Another date needs faketime; install it (apt install faketime) and start again.'
        )
    words = run(['faketime', '-m', '-f', '+0', 'env']).stdout.splitlines()
    return next(each.partition('=')[2] for each in words if each.startswith('LD_PRELOAD='))
