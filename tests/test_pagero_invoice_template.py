import base64

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.invoice.references import PAGERO_REFERENCE_FIELDS
from .common import PageroCommon


PDF = base64.b64encode(b'%PDF-')
# Days are new on every invoice, and a credit note is no template.
DAYS = ('pagero_period_start', 'pagero_period_end', 'delivery_date')
NOT_ON_INVOICES = ('pagero_credited_number', 'pagero_credited_date')
KEPT = (
    *(name for name in PAGERO_REFERENCE_FIELDS if name not in (*DAYS, *NOT_ON_INVOICES)),
    *('ref', 'narration', 'pagero_send_mode', 'partner_id', 'currency_id'),
    *('invoice_payment_term_id', 'journal_id'),
)
KEPT_OF_LINE = (
    *('name', 'product_id', 'quantity', 'price_unit', 'discount', 'tax_ids', 'display_type'),
    *('product_uom_id', 'account_id', 'analytic_distribution'),
)


@tagged('post_install', '-at_install')
class TestPageroInvoiceTemplate(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = cls.product_a.taxes_id
        cls.invoice = cls._create_full_invoice()
        cls.template = cls._save(cls.invoice, name="Månadsfaktura")

    @classmethod
    def _create_full_invoice(cls, **values):
        product = {'product_id': cls.product_a.id, 'price_unit': 95.125, 'discount': 12.5}
        accounts = cls.company.partner_id.bank_ids
        plan = cls.env['account.analytic.plan'].create({'name': "Plan"})
        analytic = cls.env['account.analytic.account'].create({'name': "A", 'plan_id': plan.id})
        invoice = cls._create_customer_invoice(
            invoice_date='2026-03-01',
            delivery_date='2026-02-28',
            ref="Kundens referens",
            narration="<p>Tack för köpet</p>",
            pagero_order_reference='4711',
            pagero_contract_reference='RAM-7',
            pagero_project_reference='P12',
            pagero_accounting_cost='KST 210',
            pagero_customer_number='10042',
            pagero_tender_reference='ANB-7',
            pagero_despatch_advice='F-100',
            pagero_receiving_advice='M-200',
            pagero_invoiced_object='735999',
            pagero_invoiced_object_scheme='AVE',
            pagero_sales_order='S00012',
            pagero_note="Ring Anna",
            pagero_period_start='2026-02-01',
            pagero_payment_terms="30 dagar netto",
            pagero_mandate_reference='M-1',
            pagero_exemption_code='VATEX-EU-132',
            pagero_exemption_reason="Vård",
            pagero_tax_currency_id=cls.company.currency_id.id,
            pagero_send_mode='Certification',
            pagero_payment_account_ids=[Command.set(accounts.ids)],
            invoice_line_ids=[
                Command.create({'display_type': 'line_section', 'name': "Mars", 'sequence': 1}),
                Command.create(
                    {
                        **product,
                        'quantity': 2.5,
                        'name': "Kaffe\nmörkrost",
                        'sequence': 2,
                        'analytic_distribution': {str(analytic.id): 100},
                    }
                ),
                Command.create(
                    {'name': "Frakt", 'price_unit': 0, 'tax_ids': [Command.clear()], 'sequence': 3}
                ),
                Command.create({'display_type': 'line_note', 'name': "Tack", 'sequence': 4}),
            ],
            **values,
        )
        invoice.pagero_attachment_ids = [
            Command.create({'name': 'avtal.pdf', 'data': PDF, 'kind': 'order'})
        ]
        return invoice

    @classmethod
    def _save(cls, invoice, **values):
        wizards = cls.env['pagero.invoice.template.save']
        wizards.create({'move_id': invoice.id, **values}).action_save()
        domain = [('partner_id', '=', invoice.commercial_partner_id.id)]
        return cls.env['pagero.invoice.template'].search(domain, order='id DESC', limit=1)

    def _use(self, template=None):
        action = (template or self.template).action_create_invoice()
        action = action.get('params', {}).get('next', action)
        return self.env['account.move'].browse(action['params']['record_id'])

    def _plain(self, record, names):
        return {name: getattr(record[name], 'ids', record[name]) for name in names}

    # === EVERYTHING COMES BACK === #

    def test_everything_comes_back_but_number_and_dates(self):
        self.invoice.action_post()

        new = self._use()

        kept = self._plain(self.invoice, KEPT)
        self.assertTrue(all(kept[name] for name in KEPT if name.startswith('pagero_')), kept)
        self.assertEqual(self._plain(new, KEPT), kept)
        self.assertFalse(any(new[name] for name in DAYS))
        old_lines, new_lines = (each.invoice_line_ids.sorted() for each in (self.invoice, new))
        for old, line in zip(old_lines, new_lines, strict=True):
            self.assertEqual(self._plain(line, KEPT_OF_LINE), self._plain(old, KEPT_OF_LINE))
        self.assertEqual(new.amount_total, self.invoice.amount_total)
        self.assertRecordValues(
            new.pagero_attachment_ids, [{'name': 'avtal.pdf', 'kind': 'order', 'size': 5}]
        )
        self.assertRecordValues(
            new, [{'state': 'draft', 'name': False, 'invoice_date': False, 'delivery_date': False}]
        )

    def test_it_can_be_posted_and_sent(self):
        new = self._use()
        new.invoice_date = fields.Date.today()
        new.invoice_line_ids.filtered(lambda line: line.name == "Frakt").tax_ids = self.taxes

        new.action_post()

        self.assertEqual(new.pagero_document_id.send_mode, 'Certification')

    def test_changing_the_invoice_leaves_the_template_alone(self):
        new = self._use()
        new.invoice_line_ids[1].price_unit = 1
        new.pagero_order_reference = 'other'
        self.invoice.invoice_line_ids[1].price_unit = 2
        new.pagero_attachment_ids.unlink()

        again = self._use()

        self.assertEqual(again.invoice_line_ids.sorted()[1].price_unit, 95.125)
        self.assertEqual(again.pagero_order_reference, '4711')
        self.assertEqual(again.pagero_attachment_ids.name, 'avtal.pdf')

    def test_changing_the_template_changes_what_is_made_of_it(self):
        with Form(self.template) as form, form.line_ids.edit(1) as line:
            line.price_unit = 99.0

        self.assertEqual(self._use().invoice_line_ids.sorted()[1].price_unit, 99.0)

    def _change_address(self, invoice, kind, street):
        """For this invoice only, as the dialog does it."""
        edits = self.env['pagero.address.edit'].with_context(
            default_move_id=invoice.id, default_kind=kind
        )
        edits.create({'street': street}).action_confirm()

    def test_addresses_of_one_invoice_come_back(self):
        invoice = self._create_customer_invoice()
        self._change_address(invoice, 'delivery', "Hamnen 1")
        self._change_address(invoice, 'invoice', "Box 1")
        template = self._save(invoice, name="Annan")
        draft = self._create_customer_invoice()
        self.assertEqual(template.action_create_invoice()['params']['model'], 'account.move')

        self.assertEqual(template._fill(draft), [])

        for new in (self._use(template), draft):
            self.assertEqual(new.partner_id.street, "Box 1")
            self.assertEqual(new.partner_shipping_id.street, "Hamnen 1")

    def test_an_archived_contact_is_named(self):
        contact = self.env['res.partner'].create({'name': "Anna", 'parent_id': self.customer.id})
        template = self._save(self._create_customer_invoice(partner_id=contact.id), name="Annas")
        contact.active = False

        action = template.action_create_invoice()

        self.assertIn("Anna", action['params']['message'])
        new = self.env['account.move'].browse(action['params']['next']['params']['record_id'])
        self.assertEqual(new.partner_id, self.customer)

    def test_fields_of_other_modules_come_along(self):
        """By rule, not by name: whatever a copy of the invoice would have."""
        self.assertIn('fiscal_position_id', self.env['account.move']._fields)
        position = self.env['account.fiscal.position'].create({'name': "Utland"})
        invoice = self._create_customer_invoice(fiscal_position_id=position.id)

        new = self._use(self._save(invoice, name="Annan"))

        self.assertEqual(new.fiscal_position_id, position)

    # === OFFERED === #

    def test_it_is_offered_to_its_own_recipient_only(self):
        other = self._create_customer(name="Någon annan")
        mine, others = (
            self._create_customer_invoice(partner_id=partner.id)
            for partner in (self.customer, other)
        )

        self.assertTrue(mine.has_pagero_templates)
        self.assertFalse(others.has_pagero_templates)
        with self.assertRaisesRegex(UserError, "is a template for"):
            self.template._fill(others)

    def test_a_draft_is_filled_after_a_choice(self):
        second = self._save(self._create_customer_invoice(), name="Kort")
        draft = self._create_customer_invoice(invoice_line_ids=[])
        action = draft.action_fill_from_template()
        wizards = self.env[action['res_model']].with_context(action['context'])

        with Form(wizards) as form:
            self.assertEqual(form.template_id, second)  # the first by name
        form.record.action_use()

        self.assertEqual(len(draft.invoice_line_ids), 1)
        wizards.create({'template_id': self.template.id}).action_use()
        self.assertEqual(len(draft.invoice_line_ids), 4)

    def test_the_partner_makes_the_only_one_at_once_and_asks_among_several(self):
        made = self.customer.action_create_invoice_from_template()
        self._save(self._create_customer_invoice(), name="Kort")
        asked = self.customer.action_create_invoice_from_template()

        self.assertEqual(made['params']['model'], 'account.move')
        self.assertEqual(asked['res_model'], 'pagero.invoice.template.use')
        self.assertEqual(self.customer.pagero_template_count, 2)

    def test_an_invoice_saved_over_a_template_replaces_it(self):
        invoice = self._create_customer_invoice(pagero_order_reference='0815')
        self._save(invoice, template_id=self.template.id)

        new = self._use()

        self.assertEqual(new.pagero_order_reference, '0815')
        self.assertEqual(len(new.invoice_line_ids), 1)
        self.assertFalse(new.pagero_attachment_ids)
        self.assertEqual(self.template.name, "Månadsfaktura")

    def test_it_is_archived_with_its_recipient(self):
        old = self._save(self._create_customer_invoice(), name="Gammal")
        old.active = False
        self.customer.active = False
        self.assertFalse(self.template.active)
        self.customer.active = True
        self.assertTrue(self.template.active)
        self.assertFalse(old.active)  # by hand, before

    # === WHAT IS GONE === #

    def test_an_archived_product_and_tax_are_named_and_the_rest_is_usable(self):
        self.product_a.active = False
        self.taxes.active = False

        action = self.template.action_create_invoice()

        message = action['params']['message']
        self.assertIn(f"because it is archived: Product “{self.product_a.display_name}”", message)
        self.assertIn(f"because it is archived: Taxes “{self.taxes[:1].display_name}”", message)
        self.assertEqual(len(message.splitlines()), len(set(message.splitlines())))
        new = self.env['account.move'].browse(action['params']['next']['params']['record_id'])
        line = new.invoice_line_ids.sorted()[1]
        self.assertFalse(line.product_id)
        self.assertFalse(line.tax_ids)
        self.assertEqual((line.name, line.price_unit), ("Kaffe\nmörkrost", 95.125))
        self.assertIn(self.product_a.name, ''.join(new.message_ids.mapped('body')))

    def test_what_was_deleted_is_named_too(self):
        self.template.sudo().header = {**self.template.header, 'fiscal_position_id': 2_000_000_000}

        message = self.template.action_create_invoice()['params']['message']

        self.assertIn("because it was deleted: Fiscal Position.", message)

    def test_a_field_that_no_longer_exists_is_forgotten(self):
        self.template.sudo().header = {**self.template.header, 'x_gone': 1}

        self.assertTrue(self._use())

    def test_a_file_that_is_too_large_now_is_named(self):
        large = base64.b64encode(b'%PDF-' + bytes(2 * 1024 * 1024))
        self.template.attachment_ids = [Command.create({'name': 'stor.pdf', 'data': large})]
        self.account.attachment_megabytes = 1

        action = self.template.action_create_invoice()

        self.assertIn('stor.pdf', action['params']['message'])

    # === RIGHTS === #

    def test_an_invoicing_user_saves_and_uses_them(self):
        user = self._create_user('invoicer')
        invoice = self.invoice.with_user(user)
        wizard = self.env['pagero.invoice.template.save'].with_user(user)
        wizard.create({'move_id': invoice.id, 'name': "Min"}).action_save()
        template = wizard.env['pagero.invoice.template'].search([('name', '=', "Min")])

        self.assertTrue(template.action_create_invoice())

    def test_another_company_neither_sees_nor_offers_them(self):
        other = self._create_other_company()
        stranger = self._create_user('stranger', company=other)
        partner = self.customer.with_user(stranger).with_company(other)

        self.assertFalse(partner._pagero_templates(other))
        self.assertEqual(partner.pagero_template_count, 0)
        with self.assertRaises(AccessError):
            self.template.with_user(stranger).read(['name'])

    def test_the_template_says_what_else_it_keeps(self):
        words = self.template.header_words

        for text in ('RAM-7', 'KST 210', "Tack för köpet", "Certification"):
            self.assertIn(text, words)
        self.assertFalse({'id', 'create_uid', 'write_uid'} & set(self.template.header))
