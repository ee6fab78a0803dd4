"""Puts the addon's root and dev/ on the path: ``import network``, ``import pagero_sandbox``."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sandbox_driver import fresh_sandbox


ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / 'dev')]

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
