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


@tagged('post_install', '-at_install')
class TestColumns(PageroCommon):
    def _lists(self):
        """Every list that the addon makes or adds to, also those inside of forms."""
        known = [('module', '=', 'pagero_connector'), ('model', '=', 'ir.ui.view')]
        views = self.env['ir.model.data'].search(known).mapped('res_id')
        roots = self.env['ir.ui.view']
        for view in self.env['ir.ui.view'].browse(views):
            while view.mode == 'extension' and view.inherit_id:
                view = view.inherit_id
            roots |= view
        for view in roots.filtered('model'):
            for element in view._get_combined_arch().iter('list'):
                yield view, element

    def test_no_list_shows_a_column_twice(self):
        seen = 0
        for view, element in self._lists():
            names = [each.get('name') for each in element.iterchildren('field')]
            if not view.xml_id.startswith('pagero_connector.'):
                names = [name for name in names if 'pagero' in name]
            with self.subTest(view=view.xml_id):
                self.assertEqual(len(names), len(set(names)), names)
            seen += len(names)
        self.assertGreater(seen, 100)

    def test_a_bill_and_a_refund_show_our_answer_beside_that_of_their_recipient(self):
        for xml_id in ('account.view_in_invoice_bill_tree', 'account.view_in_invoice_refund_tree'):
            view = self.env.ref(xml_id)
            columns = {each.get('name') for each in view._get_combined_arch().iterchildren('field')}
            with self.subTest(view=xml_id):
                self.assertLessEqual({'pagero_our_answer', 'pagero_answer'}, columns)
