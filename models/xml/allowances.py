"""Allowances and charges of the document and of its lines (BG-20, BG-21, BG-27, BG-28)."""

from odoo import models

from odoo.addons.account_edi_ubl_cii.models.account_edi_common import FloatFmt

from ...ubl.allowance_reasons import ALLOWANCES, CHARGES
from . import nodes


TOLERANCE = 0.02  # PEPPOL-EN16931-R040: amount against base and percentage


class AccountEdiXmlPagero(models.AbstractModel):
    """``_once`` is of ``memory``."""

    _inherit = 'account.edi.xml.pagero'

    def _correct_allowances(self, document, vals):
        """Lines that are allowances or charges become such, on the line above or the document.

        They are lines with their tax in Odoo, so core's VAT breakdown counts them already.
        """
        written, kept = nodes.lines(document), []
        for node in written:
            record = node.get(nodes.RECORD)
            if not record or not record.pagero_allowance:
                kept.append(node)
            elif record.pagero_on_line and kept:
                self._add_to_line(kept[-1], node, record)
            else:
                self._add_to_document(document, node, record)
        if len(kept) < len(written):
            self._replace_lines(document, kept)
        if vals['currency_id'].decimal_places < 2:
            for node in kept:
                self._settle_rounding(node, vals['currency_id'])

    def _replace_lines(self, document, kept):
        for tag in nodes.LINES:
            if nodes.get_list(document, tag):
                document[tag] = kept
        for number, node in enumerate(kept, start=1):
            nodes.put(node, 'cbc:ID', number)

    def _add_to_line(self, line, node, record):
        amount, net = (nodes.get(each, 'cbc:LineExtensionAmount') for each in (node, line))
        line['cac:AllowanceCharge'] = [
            *nodes.get_list(line, 'cac:AllowanceCharge'),
            self._allowance_node(amount, record),
        ]
        total = net['_text'] + amount['_text']
        line['cbc:LineExtensionAmount'] = nodes.money(total, record.currency_id)

    def _add_to_document(self, document, node, record):
        category = nodes.get(node, 'cac:Item', 'cac:ClassifiedTaxCategory')
        allowance = self._allowance_node(nodes.get(node, 'cbc:LineExtensionAmount'), record)
        parts = ('cbc:ID', 'cbc:Percent', 'cac:TaxScheme')
        allowance['cac:TaxCategory'] = [{tag: category.get(tag) for tag in parts}]
        document['cac:AllowanceCharge'] = [
            *nodes.get_list(document, 'cac:AllowanceCharge'),
            allowance,
        ]

    def _settle_rounding(self, line, currency):
        """Without cents Odoo rounds each line to a whole, where Peppol wants cents (R040, R120)."""
        for node in nodes.get_list(line, 'cac:AllowanceCharge'):
            _drop_rounded_percentage(node)
        difference = nodes.text(line, 'cbc:LineExtensionAmount') - _counted(line)
        if abs(difference) < TOLERANCE:
            return
        line['cac:AllowanceCharge'] = [
            *nodes.get_list(line, 'cac:AllowanceCharge'),
            {
                'cbc:ChargeIndicator': {'_text': 'true' if difference > 0 else 'false'},
                'cbc:AllowanceChargeReason': {'_text': self.env._("Rounding")},
                'cbc:Amount': {
                    '_text': FloatFmt(abs(difference), min_dp=2, max_dp=2),
                    'currencyID': currency.name,
                },
            },
        ]

    def _allowance_node(self, amount, record):
        """By its sign an allowance or a charge, whatever it was entered as."""
        value = amount['_text']
        is_charge = value > 0 or (not value and record.pagero_allowance == 'charge')
        code = record.pagero_allowance_code
        return {
            'cbc:ChargeIndicator': {'_text': 'true' if is_charge else 'false'},
            'cbc:AllowanceChargeReasonCode': {
                '_text': code if code in (CHARGES if is_charge else ALLOWANCES) else None
            },
            'cbc:AllowanceChargeReason': {'_text': record.name},
            **self._base_of(record, abs(value)),
            'cbc:Amount': nodes.money(abs(value), record.currency_id),
        }

    def _base_of(self, record, amount):
        """Base and percentage (BT-93, BT-94), as long as they make the amount."""
        base = abs(self._bases_of(record.move_id)[record]) if record.pagero_percent else 0.0
        if not base or abs(base * record.pagero_percent / 100 - amount) > TOLERANCE:
            return {}
        return {
            'cbc:MultiplierFactorNumeric': {'_text': record.pagero_percent},
            'cbc:BaseAmount': nodes.money(base, record.currency_id),
        }

    def _bases_of(self, invoice):
        return self._once(('allowance bases', invoice.id), invoice._allowance_bases)


def _counted(line):
    """What a reader makes of quantity, price, allowances and charges of a line."""
    quantities = (nodes.text(line, tag) for tag in nodes.QUANTITIES)
    quantity = next(filter(None, quantities), 0.0)
    amount = quantity * (nodes.text(line, 'cac:Price', 'cbc:PriceAmount') or 0.0)
    for node in nodes.get_list(line, 'cac:AllowanceCharge'):
        is_charge = nodes.text(node, 'cbc:ChargeIndicator') == 'true'
        amount += (nodes.text(node, 'cbc:Amount') or 0.0) * (1 if is_charge else -1)
    return amount


def _drop_rounded_percentage(node):
    """The amount alone stays of a percentage that doesn't make it."""
    percent = nodes.text(node, 'cbc:MultiplierFactorNumeric')
    base = nodes.text(node, 'cbc:BaseAmount')
    if None in (percent, base):
        return
    if abs(base * percent / 100 - nodes.text(node, 'cbc:Amount')) > TOLERANCE:
        nodes.put(node, 'cbc:MultiplierFactorNumeric', None)
        nodes.put(node, 'cbc:BaseAmount', None)
