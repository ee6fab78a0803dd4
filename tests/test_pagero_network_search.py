from odoo.tests import tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestLoads(PageroCommon):
    def test_it_loads(self):
        search = self.env['pagero.network.search'].create({'query': ''})

        self.assertEqual(search.state, 'new')
