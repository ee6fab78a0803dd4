"""Puts the addon's root on the path, so that ``import network`` and ``import ubl`` work here."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sandbox_driver import fresh_sandbox


ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

# Several people share the machine: an example may be slow, but the same ones are tried each time.
settings.register_profile(
    'pure',
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile('pure')


@pytest.fixture
def sandbox():
    """The one sandbox of the session, as fresh as after its first start."""
    return fresh_sandbox()
