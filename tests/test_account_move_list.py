from odoo.tests import tagged

from ..models.tools.own_context import OURS
from .common import PageroCommon


COLUMN = ('pagero_state', 'pagero_status')


@tagged('post_install', '-at_install')
class TestList(PageroCommon):
    """The list of invoices is the page that people open most."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoices = cls._create_customer_invoices(80)
        cls.invoices.with_context(pagero_skip_catch=OURS).action_post()
        for number, invoice in enumerate(cls.invoices[::2]):
            cls._create_document(invoice, state='delivered' if number % 3 else 'queued')
        cls.reader = cls._create_user('reader')

    def _queries(self, *names):
        self.env.flush_all()
        self.env.invalidate_all()
        moves = self.env['account.move'].with_user(self.reader)
        domain = [('id', 'in', self.invoices.ids)]
        specification = {name: {} for name in ('name', 'amount_total', *names)}
        with self._counting_queries() as counted:
            answer = moves.web_search_read(domain, specification, limit=80)
        self.assertEqual(len(answer['records']), 80)
        return counted[0], answer['records']

    def test_the_column_takes_three_queries_at_most(self):
        self._queries(*COLUMN)
        without, _records = self._queries()

        with_column, records = self._queries(*COLUMN)

        self.assertEqual(len([each for each in records if each['pagero_state']]), 40)
        self.assertLessEqual(with_column - without, 3)

    def test_the_list_shows_the_column(self):
        for xml_id in ('account.view_out_invoice_tree', 'account.view_out_credit_note_tree'):
            view = (
                self.env['account.move']
                .with_user(self.reader)
                .get_view(self.env.ref(xml_id).id, 'list')
            )
            with self.subTest(view=xml_id):
                self.assertIn('name="pagero_status"', view['arch'])
