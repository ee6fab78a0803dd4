"""Invoices of suppliers to us, written with the model of EN 16931, and the bills of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from ..en16931.amounts import VatCategory
from ..en16931.invoice import SELF_BILLING, References
from ..en16931.line import Item, Line, Price
from ..en16931.sums import Vat, invoice_of, net_of
from ..en16931.values import CENT, ZERO, rounded
from ..ubl.billing.reader import read
from ..ubl.billing.writer import write
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
STANDARD, LOWER = VatCategory('S', Decimal(25)), VatCategory('S', Decimal(12))


def line(number=1, price='100', quantity='1', *, vat=STANDARD, name="Plank", **terms):
    """A line (BG-25); ``terms`` are those of the line, and of its item."""
    item = {key: terms.pop(key) for key in tuple(terms) if key in Item.__slots__}
    row = Line(
        identifier=str(number),
        quantity=Decimal(quantity),
        unit=terms.pop('unit', 'C62'),
        net=terms.pop('net', None),
        item=Item(name=name, vat=vat, **item),
        price=Price(Decimal(price)),
        **terms,
    )
    return row if row.net is not None else replace(row, net=net_of(row))


def invoice(*lines, **terms):
    """An invoice of Granbergs to us with the VAT that its lines make; ``terms`` replace others."""
    parties = read((GOLDEN / 'invoice.xml').read_bytes()).invoice
    lines = lines or (line(),)
    adjustments = terms.get('allowance_charges', ())
    nets = {}
    for vat, net in (
        *((each.item.vat, each.net) for each in lines),
        *((each.vat, each.signed) for each in adjustments),
    ):
        nets[vat] = nets.get(vat, ZERO) + net
    standard = {
        'number': 'F-1',
        'issue_date': date(2026, 10, 1),
        'due_date': date(2026, 10, 31),
        'type_code': '381' if terms.get('is_credit_note') else '380',
        'currency': 'SEK',
        'seller': parties.seller,
        'buyer': parties.buyer,
        'lines': lines,
        'references': References(buyer_reference='ANNA01'),
        'payment_means': parties.payment_means[:1],
        'vat': [
            Vat(vat, rounded(net * (vat.rate or 0) / 100), 'Reason' if not vat.rate else '')
            for vat, net in nets.items()
            if vat
        ],
    }
    return invoice_of(**{**standard, **terms})


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
        cls.tax_25 = cls.company.account_purchase_tax_id

    # === RECEIVE AND BOOK === #

    def _receive_ours(self, content=None, **values):
        """Received, and taken back where it is addressed to another company."""
        content = content if isinstance(content, bytes) else write(content or invoice())
        received = self._receive(content, **values)
        if received.set_aside_reason == 'other_company':
            received.action_take_back()
        return received

    def _book(self, content=None, **values):
        """An invoice of the model, or bytes."""
        received = self._receive_ours(content, **values)
        received._make_bills()
        return received

    def _make_due_bills(self):
        """What the scheduled action does, which commits."""
        self.received.search([('is_bill_due', '=', True)])._make_bills()

    def _post_earlier_bill(self, partner=None, **line_values):
        """A bill of the vendor from which the next one is guessed."""
        return self._create_invoice(
            move_type='in_invoice',
            partner_id=(partner or self.vendor).id,
            invoice_date='2026-09-01',
            invoice_line_ids=[
                (0, 0, {'name': "Plank", 'price_unit': 10.0, 'quantity': 1, **line_values})
            ],
            post=True,
        )

    def _create_vendor_of(self, content):
        """A partner with the electronic id of the sender alone, where we know none."""
        read_invoice = read(content).invoice
        is_ours = read_invoice.process == SELF_BILLING
        sender = read_invoice.buyer if is_ours else read_invoice.seller
        if sender.endpoint.value not in ('5560360793', BUYER['peppol_endpoint']):
            address = {
                'peppol_eas': sender.endpoint.scheme,
                'peppol_endpoint': sender.endpoint.value,
            }
            self.env['res.partner'].create({'name': sender.name, 'is_company': True, **address})

    # === LOOK === #

    def _codes(self, received):
        return [remark['code'] for remark in received.bill_remarks or ()]

    def _rows(self, move):
        return move.invoice_line_ids.sorted(lambda each: (each.sequence, each.id))

    def _nets(self, move):
        return [_decimal(each.price_subtotal) for each in self._rows(move)]

    def _vat(self, move):
        """{rate: VAT} of the tax lines."""
        taxed = move.line_ids.filtered('tax_line_id').grouped('tax_line_id')
        return {
            tax.amount: _decimal(move.direction_sign * sum(lines.mapped('amount_currency')))
            for tax, lines in taxed.items()
        }


def _decimal(amount):
    return Decimal(repr(amount)).quantize(CENT)
