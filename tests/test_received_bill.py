from decimal import Decimal
from pathlib import Path

from odoo.tests import tagged

from ..en16931.booking import booked_total, is_contrary
from ..en16931.invoice import SELF_BILLING
from ..ubl.billing.reader import read
from .common import BUYER
from .test_pagero_received_document import ReceiveCommon


GOLDEN = Path(__file__).parent / 'golden'
VENDOR = {
    'name': "Granbergs Bygg AB",
    'is_company': True,
    'company_registry': '556036-0793',
    'vat': 'SE556036079301',
}
NUMBERS = ('vat', 'company_registry', 'peppol_eas', 'peppol_endpoint')


class BillCommon(ReceiveCommon):
    """We are the buyer of the golden files; their seller is a vendor of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write(dict.fromkeys(NUMBERS, False))
        cls.company.partner_id.write({name: BUYER[name] for name in NUMBERS})
        cls.vendor = cls.env['res.partner'].create(
            {**VENDOR, 'country_id': cls.env.ref('base.se').id}
        )
        cls.account.makes_bills = False  # each test makes its own

    def _golden(self, name):
        return (GOLDEN / f'{name}.xml').read_bytes()

    def _receive_ours(self, content, **values):
        """Received, and taken back where it is addressed to another company."""
        received = self._receive(content, **values)
        if received.state == 'set_aside':
            received.action_take_back()
        return received

    def _book(self, content, **values):
        received = self._receive_ours(content, **values)
        received._make_bills()
        return received

    def _create_vendor_of(self, content):
        """A partner with the electronic id of the sender alone, where we know none."""
        invoice = read(content).invoice
        sender = invoice.buyer if invoice.process == SELF_BILLING else invoice.seller
        if sender.endpoint.value not in ('5560360793', BUYER['peppol_endpoint']):
            values = {
                'peppol_eas': sender.endpoint.scheme,
                'peppol_endpoint': sender.endpoint.value,
            }
            self.env['res.partner'].create({'name': sender.name, 'is_company': True, **values})

    def _codes(self, received):
        return [remark['code'] for remark in received.bill_remarks or ()]


@tagged('post_install', '-at_install')
class TestRoundTrip(BillCommon):
    """What we send, received by another company: amounts are equal to the cent."""

    def _assert_equal_amounts(self, content, received):
        invoice, move = read(content).invoice, received.move_id
        sign = -1 if is_contrary(invoice) else 1
        self.assertEqual(Decimal(f'{move.amount_total:.2f}'), sign * booked_total(invoice))
        lines = move.invoice_line_ids.sorted(lambda line: (line.sequence, line.id))
        nets = [Decimal(f'{line.price_subtotal:.2f}') for line in lines]
        stated = [sign * line.net for line in invoice.lines]
        stated += [sign * each.signed for each in invoice.allowance_charges]
        stated += [sign * invoice.totals.rounding] if invoice.totals.rounding else []
        if 'unknown_tax' in self._codes(received):  # that of another country
            stated += [sign * group.amount for group in invoice.vat]
        self.assertEqual(nets, stated)

    def test_each_golden_file(self):
        self.env['res.currency'].with_context(active_test=False).search([]).active = True
        for number, path in enumerate(sorted(GOLDEN.glob('*.xml'))):
            with self.subTest(path.stem):
                content = path.read_bytes()
                self._create_vendor_of(content)
                received = self._book(content, network_id=f'golden-{number}')
                self.assertEqual(received.state, 'booked', received.bill_remark_words)
                self._assert_equal_amounts(content, received)
