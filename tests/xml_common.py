"""A Swedish company with giros, its customers, and ways to look into the XML of an invoice."""

import os
import re
from datetime import date
from pathlib import Path

from freezegun import freeze_time
from lxml import etree

from odoo import Command

from odoo.addons.pagero_connector.ubl.check import check

from .prepared_companies import SwedishCommon


GOLDEN = Path(__file__).parent / 'golden'
SAVE = 'SAVE_XML'  # set in the environment: write the golden files instead of comparing
BANKGIRO, PLUSGIRO = '5050-1055', '28 65 43-4'
IBAN, BIC = 'SE45 5000 0000 0583 9825 7466', 'ESSESESS'
TODAY = date(2026, 10, 1)
SELLER, BUYER = 'AccountingSupplierParty/Party', 'AccountingCustomerParty/Party'


class XmlCommon(SwedishCommon):
    """Invoices of 'Granbergs Bygg AB' to 'Björkdals kommun', as XML.

    They are made on ``TODAY``: what Odoo fills in by itself is the same on every day.
    """

    @classmethod
    def setUpClass(cls):
        clock = freeze_time(f'{TODAY} 12:00', tick=True)
        clock.start()
        cls.addClassCleanup(clock.stop)
        super().setUpClass()
        cls.company = cls.company_data['company']
        cls.company.write({'name': "Granbergs Bygg AB", 'pagero_f_tax': True})
        cls.company.partner_id.write(
            {
                'street': "Storgatan 1",
                'zip': "111 22",
                'city': "Stockholm",
                'vat': 'SE556036079301',
                'company_registry': '556036-0793',
                'email': 'faktura@granbergs.example',
                'phone': "+46 8 123 45 67",
            }
        )
        cls.ordinary_account = cls._create_account('6000-123 456 789')
        cls.customer = cls._create_customer()
        cls.hours = cls.env.ref('uom.product_uom_hour')
        cls.vat_25 = cls._tax('sale_tax_25_services')
        cls.vat_12 = cls._tax('sale_tax_12_goods')
        cls.builder = cls.env['account.edi.xml.pagero']

    @classmethod
    def _tax(cls, name):
        return cls.env['account.chart.template'].with_company(cls.company).ref(name)

    @classmethod
    def _create_customer(cls, **values):
        return cls.env['res.partner'].create(
            {
                'name': "Björkdals kommun",
                'is_company': True,
                'street': "Rådhustorget 1",
                'zip': "123 45",
                'city': "Björkdal",
                'country_id': cls.env.ref('base.se').id,
                'vat': 'SE212000998601',
                'company_registry': '212000-9986',
                'pagero_buyer_reference': 'ZZ1234',
                **values,
            }
        )

    @classmethod
    def _create_account(cls, number, **values):
        return cls._create_trusted_account(cls.company.partner_id, number, **values)

    @classmethod
    def _create_accounts(cls):
        """Bankgiro, Plusgiro and IBAN, all on every invoice and in that order."""
        bank = cls.env['res.bank'].create({'name': "Norrbanken", 'bic': BIC})
        usual = {'pagero_on_every_invoice': True}
        return (
            cls._create_account(BANKGIRO, sequence=1, **usual)
            + cls._create_account(PLUSGIRO, sequence=2, **usual)
            + cls._create_account(IBAN, sequence=3, bank_id=bank.id, **usual)
        )

    @classmethod
    def _line(cls, name="Work", price=100.0, quantity=1.0, tax=None, **values):
        taxes = cls.vat_25 if tax is None else tax
        return Command.create(
            {
                'name': name,
                'price_unit': price,
                'quantity': quantity,
                'tax_ids': [Command.set(taxes.ids)],
                **values,
            }
        )

    @classmethod
    def _invoice(cls, *lines, post=True, **values):
        """A posted invoice of one line, unless others are given."""
        move = cls.env['account.move'].create(
            {
                'move_type': 'out_invoice',
                'partner_id': cls.customer.id,
                'invoice_date': TODAY,
                'invoice_date_due': date(2026, 10, 31),
                'invoice_payment_term_id': False,
                'payment_reference': '20261012',
                'invoice_line_ids': list(lines) or [cls._line()],
                **values,
            }
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def _refund(cls, invoice, **values):
        return cls._reverse_invoice(invoice, post=True, date=TODAY, reason="Wrong price", **values)

    def _confirm_customer_number(self, number):
        """Somebody has seen the number at Pagero; only such a one is sent."""
        account = self.env['pagero.account'].create({'company_id': self.company.id})
        values = {'account_id': account.id, 'partner_id': self.customer.id, 'state': 'connected'}
        connection = self.env['pagero.connection'].sudo().create(values)
        connection.number_ids = [Command.create({'name': number, 'is_confirmed': True})]

    def _create_branch(self, **values):
        branch = self._create_company(name="Granbergs Norr", parent_id=self.company.id)
        address = {'street': "Hamngatan 4", 'zip': "972 31", 'city': "Luleå"}
        branch.partner_id.write({**address, **values})
        return branch

    def _branch_invoice(self, branch):
        self.ordinary_account.pagero_on_every_invoice = True  # of the parent's only these
        self.env.user.company_id = branch
        invoice = (
            self.env['account.move']
            .with_company(branch)
            .create(
                {
                    'move_type': 'out_invoice',
                    'company_id': branch.id,
                    'partner_id': self.customer.id,
                    'invoice_date': TODAY,
                    'invoice_line_ids': [self._line()],
                }
            )
        )
        invoice.action_post()
        return invoice

    # === LOOKING AT XML === #

    def _xml(self, move, fatal=()):
        """The document's root; its fatal findings must be those given, and nobody objects."""
        xml, errors = self.builder._export_invoices(move)[move.id]
        self.assertEqual(list(errors), [])
        findings = check(xml, on=TODAY)
        found = sorted({finding.rule for finding in findings if finding.is_fatal})
        self.assertEqual(found, sorted(fatal), findings)
        return etree.fromstring(xml)

    def _texts(self, root, path):
        """The contents of all elements at the path, which has no prefixes."""
        return [element.text for element in self._all(root, path)]

    def _text(self, root, path):
        texts = self._texts(root, path)
        self.assertLessEqual(len(texts), 1, path)
        return texts[0] if texts else None

    def _all(self, root, path):
        return root.findall(re.sub(r'\w+', r'{*}\g<0>', path))

    def _assert_golden(self, root, name):
        """The document is the one in tests/golden, spaces and prefixes apart."""
        parser = etree.XMLParser(remove_blank_text=True)
        tree = etree.fromstring(etree.tostring(root), parser)
        etree.indent(tree)
        etree.cleanup_namespaces(tree)
        written = etree.tostring(tree, encoding='unicode') + '\n'
        file = GOLDEN / f'{name}.xml'
        if os.environ.get(SAVE):
            file.write_text(written, encoding='utf-8')
        self.assertEqual(written.splitlines(), file.read_text(encoding='utf-8').splitlines())
