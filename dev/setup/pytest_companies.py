"""A plugin of pytest: companies that the tests inside Odoo share, made once a run."""

import pytest


@pytest.fixture(scope='session', autouse=True)
def companies(load_registry):
    """Make them after pytest-odoo has loaded Odoo; before that, nothing of it can be imported."""
    from odoo.tests.common import get_db_name

    from odoo.addons.pagero_connector.tests import prepared_companies

    prepared_companies.prepare(get_db_name())
