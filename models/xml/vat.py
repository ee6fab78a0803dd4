"""VAT: one group for each category and rate, and why no VAT is charged (BG-23, BT-120, BT-121)."""

from typing import NamedTuple

from odoo import models

from ..tools.labels import labels_of
from . import nodes


EXEMPT, EXPORT, NOT_SUBJECT = 'E', 'G', 'O'  # UNCL5305
BESIDE_OTHERS = '_pagero_beside_others'  # what stands for NOT_SUBJECT in this document
NEEDS_REASON = ('AE', EXEMPT, 'G', 'K', NOT_SUBJECT)
# Core gives no reason where a tax has its category but no code (BR-AE-10, BR-O-10); VATEX list.
EXEMPTION_CODES = {'AE': 'VATEX-EU-AE', NOT_SUBJECT: 'VATEX-EU-O'}
# These codes stand in their own category only (PEPPOL-EN16931-P0104 to P0107); all others in E.
CATEGORY_OF_CODE = {
    'VATEX-EU-AE': 'AE',
    'VATEX-FR-AE': 'AE',
    'VATEX-EU-G': 'G',
    'VATEX-EU-IC': 'K',
    'VATEX-EU-O': NOT_SUBJECT,
}


class Reason(NamedTuple):
    """Why no VAT is charged; each may be ''."""

    code: str
    text: str


class AccountEdiXmlPagero(models.AbstractModel):
    """``_once`` is of ``memory``."""

    _inherit = 'account.edi.xml.pagero'

    # === GROUPS === #

    def _ubl_default_tax_category_grouping_key(self, base_line, tax_data, vals, currency):
        """One group for each category and rate (BR-E-01, BR-AE-01); the reasons come after.

        Core makes a group of every reason, which no category but S may have.
        """
        key = super()._ubl_default_tax_category_grouping_key(base_line, tax_data, vals, currency)
        if not key:
            return key
        code = '' if key['percent'] else self._own_reason(base_line).code
        category = CATEGORY_OF_CODE.get(code, EXEMPT) if code else key['tax_category_code']
        if category == NOT_SUBJECT:
            category = vals.get(BESIDE_OTHERS) or NOT_SUBJECT
        nothing = {'tax_exemption_reason': None, 'tax_exemption_reason_code': None}
        return {**key, 'tax_category_code': category, **nothing}

    def _note_beside_others(self, vals):
        """For the groups of this document, which core asks for one by one."""
        vals[BESIDE_OTHERS] = self._beside_others(vals)

    def _beside_others(self, vals):
        """A document with something subject to VAT can't have category O (BR-O-11 to BR-O-14).

        Beside exports it is written as one, beside anything else as exempt, with its own words.
        """
        found = {
            CATEGORY_OF_CODE.get(self._own_reason(line).code) or tax.ubl_cii_tax_category_code
            for line in vals['base_lines']
            for tax in line['tax_ids']
        }
        others = found - {NOT_SUBJECT}
        if NOT_SUBJECT not in found or not others:
            return None
        return EXPORT if others == {EXPORT} else EXEMPT

    def _own_reason(self, base_line):
        """What the line says, else what the invoice says for all its lines."""
        line = base_line.get('record')
        if not line or line._name != 'account.move.line':
            return Reason('', '')
        has_own = line.pagero_exemption_code or line.pagero_exemption_reason
        source = line if has_own else line.move_id
        return Reason(source.pagero_exemption_code or '', source.pagero_exemption_reason or '')

    # === REASONS === #

    def _correct_vat(self, document, vals):
        """Each group's reason; what isn't subject to VAT names no rate and no VAT numbers."""
        self._add_reasons(document, vals)
        categories = list(nodes.tax_categories(document))
        outside = [node for node in categories if nodes.text(node, 'cbc:ID') == NOT_SUBJECT]
        for category in outside:
            nodes.put(category, 'cbc:Percent', None)  # BR-O-05
        if outside:
            for role in ('supplier', 'customer'):
                nodes.drop_vat_number(nodes.party(document, role))  # BR-O-02
        self._correct_taxable_amounts(document, vals['currency_id'])
        self._correct_vat_currency(document, vals)

    def _correct_taxable_amounts(self, document, currency):
        """BT-116 is the sum of what has that VAT (BR-E-08, BR-IC-08 …); core sees to S only."""
        sums = nodes.nets_by_category(document)
        for total in nodes.get_list(document, 'cac:TaxTotal'):
            for subtotal in nodes.get_list(total, 'cac:TaxSubtotal'):
                key = nodes.category_key(nodes.get(subtotal, 'cac:TaxCategory'))
                if key in sums:
                    subtotal['cbc:TaxableAmount'] = nodes.money(sums[key], currency)

    def _add_reasons(self, document, vals):
        reasons = self._reasons(vals)
        for category in nodes.breakdown_categories(document):
            found = list(reasons.get(nodes.text(category, 'cbc:ID'), {}))
            codes = {reason.code for reason in found}
            texts = dict.fromkeys(reason.text for reason in found if reason.text)
            nodes.put(
                category, 'cbc:TaxExemptionReasonCode', codes.pop() if len(codes) == 1 else None
            )
            nodes.put(category, 'cbc:TaxExemptionReason', '; '.join(texts))
        self._note_reasons(document, reasons)

    def _note_reasons(self, document, reasons):
        """A group has one reason; where its lines have several, each line says its own (BT-127)."""
        texts = {
            line: reason.text
            for found in reasons.values()
            if len(found) > 1
            for reason, lines in found.items()
            for line in lines
        }
        for node in nodes.lines(document):
            if text := texts.get(node.get(nodes.RECORD)):
                note = nodes.text(node, 'cbc:Note')
                nodes.put(node, 'cbc:Note', '\n'.join(filter(None, (note, text))))

    def _reasons(self, vals):
        """{category: {reason: [lines]}} of what is sold without VAT."""
        reasons = {}
        for base_line in vals['base_lines']:
            for tax_data in base_line['tax_details']['taxes_data'] or [None]:
                key = self._ubl_default_tax_category_grouping_key(
                    base_line, tax_data, vals, vals['currency_id']
                )
                if key and key['tax_category_code'] in NEEDS_REASON:
                    category = key['tax_category_code']
                    reason = self._reason_of(base_line, tax_data, category, vals)
                    lines = reasons.setdefault(category, {}).setdefault(reason, [])
                    lines.append(base_line['record'])
        return reasons

    def _reason_of(self, base_line, tax_data, category, vals):
        own = self._own_reason(base_line)
        if own.code:
            named = own if own.text else own._replace(text=self._name_of_reason(own.code))
            return _fitting(named, category)
        tax = tax_data['tax'] if tax_data else self.env['account.tax']
        customer = vals['customer'].commercial_partner_id
        usual = self._get_tax_exemption_reason(customer, vals['supplier'], tax)
        reason = Reason(
            usual['tax_exemption_reason_code'] or EXEMPTION_CODES.get(category, ''),
            own.text or usual['tax_exemption_reason'] or '',
        )
        return _fitting(reason, category)

    def _name_of_reason(self, code):
        """The words of the list, without the code before them."""
        return self._once(('reason name', code), self._read_name_of_reason, code)

    def _read_name_of_reason(self, code):
        names = labels_of(self.env['account.tax'], 'ubl_cii_tax_exemption_reason_code')
        name = names.get(code, code)
        return name.removeprefix(f'{code} - ')

    def _get_tax_exemption_reason(self, customer, supplier, tax):
        """The tax's own words come before those of its code."""
        reason = super()._get_tax_exemption_reason(customer, supplier, tax)
        category = self._get_tax_category_code(customer, supplier, tax)
        if not any(reason.values()) and category in EXEMPTION_CODES:
            reason = {
                'tax_exemption_reason': self._exemption_reason(category),
                'tax_exemption_reason_code': EXEMPTION_CODES[category],
            }
        if tax and tax.pagero_exemption_reason:
            reason = {**reason, 'tax_exemption_reason': tax.pagero_exemption_reason}
        return reason

    def _exemption_reason(self, category):
        if category == NOT_SUBJECT:
            return self.env._("Not subject to VAT")
        return self.env._("Reverse charge")

    # === CURRENCY === #

    def _correct_vat_currency(self, document, vals):
        """BT-6, BT-111: the VAT in the currency that it is booked in, or another on demand."""
        invoice, currency = vals['invoice'], vals['currency_id']
        wanted = invoice.pagero_tax_currency_id
        usual = invoice.company_id.currency_id
        if not wanted or (wanted == usual and wanted != currency):
            return  # core's own
        totals = [
            node
            for node in nodes.get_list(document, 'cac:TaxTotal')
            if nodes.get(node, 'cbc:TaxAmount').get('currencyID') == currency.name
        ]
        document['cac:TaxTotal'] = totals
        nodes.put(document, 'cbc:TaxCurrencyCode', None)
        if wanted != currency:
            nodes.put(document, 'cbc:TaxCurrencyCode', wanted.name)
            day = invoice.invoice_date or invoice.date
            amount = sum(nodes.text(node, 'cbc:TaxAmount') or 0.0 for node in totals)
            converted = currency._convert(amount, wanted, invoice.company_id, day)
            totals.append({'cbc:TaxAmount': nodes.money(converted, wanted)})


def _fitting(reason, category):
    """Without its code where that belongs to another category."""
    fits = CATEGORY_OF_CODE.get(reason.code, category) == category
    return reason if fits else reason._replace(code='')
