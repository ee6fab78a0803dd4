"""Lets tests ``import network``, ``import ubl`` and what stands in dev/, without Odoo."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sandbox_driver import fresh_sandbox


sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'dev'))

from setup.pure import import_without_odoo


import_without_odoo()

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
