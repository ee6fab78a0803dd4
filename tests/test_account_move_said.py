from lxml import etree

from odoo import Command
from odoo.tests import tagged

from ..models.xml.source import Batch
from .xml_common import XmlCommon


PDF = 'JVBERi0xLjQKJSVFT0YK'
GROUPS = (
    *('account.group_account_manager', 'pagero_connector.group_user', 'base.group_multi_currency'),
    *('analytic.group_analytic_accounting', 'uom.group_uom', 'account.group_cash_rounding'),
    *('account.group_delivery_invoice_address', 'base.group_no_one', 'base.group_multi_company'),
)
LINES = ('invoice_line_ids', 'line_ids', 'pagero_line_ids')  # each of their fields is walked
# Fields whose value isn't in the document, each with the reason why that is no silence.
BOOKS = "tells our books, not the recipient"
OURS = "for our own people"
SENDING = "how and when it is sent or posted"
OF_BILLS = "of vendor bills only, where the vendor's document says it"
BY_LINES = "the lines and their taxes say it"
FIXED = "a draft can't take another by this field alone"
EXCEPTIONS = {
    'account.move': {
        'auto_post': SENDING,
        'auto_post_until': SENDING,
        'checked': OURS,
        'company_id': FIXED,
        'date': BOOKS,
        'fiscal_position_id': BY_LINES,
        'invoice_currency_rate': BOOKS,
        'invoice_source_email': OURS,
        'invoice_user_id': OURS,
        'journal_id': BOOKS,
        'pagero_send_mode': SENDING,
        'preferred_payment_method_line_id': "chooses the account, which is said",
        'qr_code_method': "a picture on the PDF; its contents are said",
        'quick_edit_total_amount': OF_BILLS,
        'send_with_pagero': SENDING,
        'tax_totals': "changes the booked taxes, which are said",
    },
    'account.move.line': {
        'account_id': BOOKS,
        'analytic_distribution': BOOKS,
        'currency_id': "that of the invoice",
        'deductible_amount': OF_BILLS,
        'display_type': FIXED,
    },
}


@tagged('post_install', '-at_install')
class TestWhatIsEnteredIsSaid(XmlCommon):
    """Silence is a fault: what a person enters is in the document, in a finding, or listed above.

    The kind: every field that the forms of an invoice let a person edit, also one that another
    addon puts there, on an invoice or on a credit note.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in GROUPS:
            cls.env.user.group_ids += cls.env.ref(name)
        cls._create_accounts()
        cls.other_account = cls._create_account('9040-1234567')
        cls.place = cls._create_customer(name="Lager", street="Hamnvägen 9")
        lines = [cls._line(product_id=cls.product_a.id), cls._line("Travel")]
        cls.moves = [
            cls._invoice(*lines, post=False, move_type=kind, invoice_date_due=False)
            for kind in ('out_invoice', 'out_refund')
        ]

    # === WHICH FIELDS === #

    def _fields_of_forms(self):
        """{(model, field)} that a person can edit."""
        arch = etree.fromstring(self.env['account.move'].get_view(view_type='form')['arch'])
        details = self.env.ref('pagero_connector.account_move_line_view_form_details')
        on_lines = [
            *arch.xpath("//field[@name='invoice_line_ids']//field"),
            *arch.xpath("//field[@name='pagero_line_ids']//field"),
            *etree.fromstring(details.arch).xpath('//field'),
        ]
        return {
            *self._editable('account.move', arch.xpath('//field[not(ancestor::field)]')),
            *self._editable('account.move.line', on_lines),
        }

    def _editable(self, model, nodes):
        for node in nodes:
            field = self.env[model]._fields[node.get('name')]
            hidden = node.get('invisible') or node.get('column_invisible') or ''
            fixed = node.get('readonly') or ('1' if field.readonly else '')
            is_shown_only = {hidden, fixed} & {'1', 'True'} or not (field.store or field.inverse)
            if not is_shown_only and field.name not in LINES:
                yield model, field.name

    # === WHAT IS SAID === #

    def test_every_field_is_said_or_listed(self):
        walked = self._fields_of_forms()
        self.assertGreater(len(walked), 60)
        for model, name in sorted(walked):
            with self.subTest(model=model, field=name):
                if name in EXCEPTIONS[model]:
                    continue
                self.assertTrue(any(self._is_said(move, model, name) for move in self.moves))

    def test_the_list_holds_no_field_that_is_gone(self):
        listed = {(model, name) for model, names in EXCEPTIONS.items() for name in names}

        self.assertEqual(listed - self._fields_of_forms(), set())

    def _is_said(self, move, model, name):
        """Whether the document, or what is objected to, is another with the value."""
        record = move if model == 'account.move' else move.invoice_line_ids[0]
        beside = self._beside(model).get(name, {})
        with self.env.cr.savepoint() as savepoint:
            record.write(beside)
            before = self._document(move)
            record.write({name: self._value(record, name)})
            after = self._document(move)
            savepoint.rollback()
        self.env.invalidate_all()
        return before != after

    def _document(self, move):
        builder = self.env['account.edi.xml.pagero']
        source = builder._source(move, Batch())
        invoice = builder._invoice(source)
        return invoice, builder._objections(source, invoice)

    # === VALUES === #

    def _beside(self, model):
        """{field: what it is said together with}."""
        known = {
            'pagero_invoiced_object_scheme': {'pagero_invoiced_object': '735999'},
            'pagero_sales_order': {'pagero_order_reference': 'PO-1'},
            'pagero_credited_date': {'pagero_credited_number': 'INV/1'},
            'incoterm_location': {'invoice_incoterm_id': self.env.ref('account.incoterm_DAP').id},
        }
        kind, code = 'pagero_classification_list', 'pagero_classification_code'
        if model == 'account.move.line':
            known |= {kind: {code: '43', kind: 'STI'}, code: {code: '43', kind: 'TST'}}
        return known

    def _value(self, record, name):
        own = self._own_values(record)
        if name in own:
            return own[name]
        field, now = record._fields[name], record[name]
        simple = {'char': "Said 7", 'text': "Said 7", 'html': "Said 7", 'date': '2026-12-24'}
        if field.type in simple:
            return simple[field.type]
        if field.type in ('float', 'monetary', 'integer', 'boolean'):
            return now + 7 if field.type != 'boolean' else not now
        if field.type == 'selection':
            options = [key for key, _label in field._description_selection(self.env)]
            return next(key for key in options if key != now)
        other = self.env[field.comodel_name].search([('id', 'not in', now.ids)], limit=1)
        return other.id if field.type == 'many2one' else [Command.set(other.ids)]

    def _own_values(self, record):
        """Where not any other value will do."""
        rounding = self.env['account.cash.rounding'].create(
            {
                'name': "Öre",
                'rounding': 7.0,
                'strategy': 'add_invoice_line',
                'rounding_method': 'UP',
                'profit_account_id': self.company_data['default_account_revenue'].id,
                'loss_account_id': self.company_data['default_account_expense'].id,
            }
        )
        file = {'name': 'tid.pdf', 'data': PDF}
        return {
            'invoice_cash_rounding_id': rounding.id,
            'move_type': 'out_refund' if record._name == 'account.move' else None,
            'pagero_attachment_ids': [Command.create(file)],
            'pagero_classification_code': '44',
            'pagero_classification_list': 'TST',
            'pagero_tax_currency_id': self.env.ref('base.EUR').id,
            'partner_bank_id': self.other_account.id,
            'partner_id': self.place.id,
            'partner_shipping_id': self.place.id,
            'sequence': 999,
            'tax_ids': [Command.set(self.vat_12.ids)],
        }
