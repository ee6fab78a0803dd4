"""Puts the addon's root on the path, so that ``import network`` and ``import ubl`` work here."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sandbox_process import Sandbox


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


@pytest.fixture(scope='session')
def sandbox_process(tmp_path_factory):
    sandbox = Sandbox(tmp_path_factory.mktemp('sandbox') / 'state.sqlite')
    yield sandbox
    sandbox.close()


@pytest.fixture
def sandbox(sandbox_process):
    """The one sandbox of the session, as fresh as after its first start."""
    sandbox_process.reset()
    return sandbox_process
