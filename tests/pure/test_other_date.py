"""`dev/test --date` and what `dev/test` says at its end."""

import os
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from sandbox_driver import DEV
from setup.cache import Missing
from setup.other_date import OtherDate, left
from setup.suites import Outcome


# In a process of its own: these tests themselves may run on another date.
ENTER = """
import subprocess, sys
from setup.other_date import OtherDate
with OtherDate(*sys.argv[1:]).entered(with_databases=False) as variables:
    subprocess.run([sys.executable, '-c', LOOK], env=variables, check=True)
"""
LOOK = """
import os, tempfile, threading, time
from datetime import datetime
start = time.monotonic()
time.sleep(0.05)
threading.Event().wait(0.05)
print(datetime.now().isoformat(timespec='hours'), time.strftime('%z'))
print(0.1 <= time.monotonic() - start < 60)
with tempfile.NamedTemporaryFile() as file:
    print(abs(os.path.getmtime(file.name) - time.time()) < 60)
"""


def looked(day, zone):
    variables = {**left(os.environ), 'PYTHONPATH': str(DEV)}
    variables.pop('TZ', None)
    script = ENTER.replace('LOOK', repr(LOOK))
    command = [sys.executable, '-c', script, day, zone]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() or done.stderr


@pytest.mark.skipif(not shutil.which('faketime'), reason="faketime isn't installed")
@pytest.mark.parametrize(
    ('day', 'zone', 'seen'),
    [
        ('2028-02-29', 'UTC', '2028-02-29T12 +0000'),
        ('2026-12-31T23:30', 'Pacific/Auckland', '2026-12-31T23 +1300'),
        ('2020-03-29T03:10', 'Europe/Stockholm', '2020-03-29T03 +0200'),
    ],
)
def test_a_process_begins_at_that_moment_can_wait_and_write(day, zone, seen):
    assert looked(day, zone) == [seen, 'True', 'True']


def test_a_time_zone_alone_leaves_the_clock():
    with OtherDate(zone='Pacific/Auckland').entered(with_databases=True) as variables:
        changed = {key for key, value in variables.items() if os.environ.get(key) != value}
        assert changed <= {'TZ'}
        assert variables['TZ'] == 'Pacific/Auckland'


@pytest.mark.parametrize(
    ('date', 'words'),
    [
        (OtherDate('29 February'), 'write 2028-02-29'),
        (OtherDate('2027-02-29'), 'write 2028-02-29'),
        (OtherDate('2028-02-29', 'Norrland'), 'no time zone Norrland'),
        (OtherDate(zone='Norrland'), 'no time zone Norrland'),
        (OtherDate('2028-02-29'), 'apt install faketime'),
    ],
)
def test_what_is_wrong_is_said(monkeypatch, date, words):
    monkeypatch.setenv('PATH', '')
    with pytest.raises(Missing, match=words), date.entered(with_databases=True):
        pass


def test_a_server_of_someone_elses_has_another_clock(monkeypatch):
    monkeypatch.setattr(OtherDate, '_clock', lambda _self: {})
    monkeypatch.setenv('PGHOST', 'db.example')
    date = OtherDate('2028-02-29')
    with pytest.raises(Missing, match='unset PGHOST'), date.entered(with_databases=True):
        pass


def test_what_was_not_run_is_said_in_one_line():
    reasons = Counter({"no browser": 1, "../shared isn't (really) here": 2})
    outcome = Outcome(5, 1, 3, reasons, ["tests.test_days.test_a_day: assert 1 == 2"])

    assert outcome.not_run == "Not run: 2 (../shared isn't (really) here) | 1 (no browser)"
    assert Outcome.read(f'noise\n{outcome.told}\n') == outcome
    assert (Outcome(5).not_run, Outcome.read('noise')) == ('', None)
