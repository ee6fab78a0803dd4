"""A real Odoo that can't have its port doesn't pass off another's answers as its own."""

from contextlib import closing

import pytest
from setup.cache import Missing
from setup.server import OdooServer


def test_a_second_odoo_on_a_taken_port(place):
    first = place.odoo
    second = OdooServer(first.environment, first.database, port=first.port, cron_threads=0)
    with closing(second), pytest.raises(Missing, match=f'Port {first.port}.*process'):
        second.start()

    assert not second.process.is_running
    assert first.session().uid
