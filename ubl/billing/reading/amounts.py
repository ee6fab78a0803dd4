"""Allowances, charges, VAT and totals (BG-20 to BG-23, BG-27, BG-28)."""

from __future__ import annotations

from ....en16931.amounts import AllowanceCharge, VatCategory, VatGroup
from ...peppol_rules.document import clark
from .binding import Choice, Group, Taking, Values
from .conversion import Context, Element
from .rows import (
    amount,
    amount_in_tax_currency,
    below,
    elsewhere,
    group,
    indicator,
    number,
    steps,
    text,
)


_category = {
    'code': text('cbc:ID'),
    'rate': number('cbc:Percent'),
    'scheme': text('cac:TaxScheme/cbc:ID'),
}
VAT_CATEGORY = Group(VatCategory, _category)
ALLOWANCE_CHARGE = Group(
    AllowanceCharge,
    {
        'is_charge': indicator('cbc:ChargeIndicator'),
        'amount': amount('cbc:Amount'),
        'reason': text('cbc:AllowanceChargeReason'),
        'reason_code': text('cbc:AllowanceChargeReasonCode'),
        'percentage': number('cbc:MultiplierFactorNumeric'),
        'base': amount('cbc:BaseAmount'),
        'vat': group('cac:TaxCategory', VAT_CATEGORY),
    },
)
VAT_GROUP = Group(
    VatGroup,
    {
        **below('cac:TaxCategory', _category, 'category'),
        'taxable': amount('cbc:TaxableAmount'),
        'amount': amount('cbc:TaxAmount'),
        'reason': text('cac:TaxCategory/cbc:TaxExemptionReason'),
        'reason_code': text('cac:TaxCategory/cbc:TaxExemptionReasonCode'),
    },
    parts={'category': VatCategory},
)
_TOTALS = {
    'lines': amount('cbc:LineExtensionAmount'),
    'without_vat': amount('cbc:TaxExclusiveAmount'),
    'with_vat': amount('cbc:TaxInclusiveAmount'),
    'payable': amount('cbc:PayableAmount'),
    'allowances': amount('cbc:AllowanceTotalAmount'),
    'charges': amount('cbc:ChargeTotalAmount'),
    'prepaid': amount('cbc:PrepaidAmount'),
    'rounding': amount('cbc:PayableRoundingAmount'),
}
TOTALS = {
    **below('cac:LegalMonetaryTotal', _TOTALS, 'totals'),
    'totals.vat': elsewhere(None),
    'totals.vat_in_tax_currency': elsewhere(None),
}
_TOTAL = steps(
    {
        'totals.vat': amount('cbc:TaxAmount'),
        'vat': group('cac:TaxSubtotal', VAT_GROUP, many=True),
    }
)
_TOTAL_IN_TAX_CURRENCY = steps(
    {'totals.vat_in_tax_currency': amount_in_tax_currency('cbc:TaxAmount')}
)


def _tax_total(node: Element, context: Context, values: Values) -> Taking:
    """BT-110 with BG-23, or BT-111."""
    said = node.find(clark('cbc:TaxAmount'))
    currency = context.currency if said is None else said.get('currencyID', '').strip()
    is_other = currency != context.currency or _TOTAL in values
    if is_other and currency == context.tax_currency:
        return _TOTAL_IN_TAX_CURRENCY
    return _TOTAL


TAX_TOTAL = Choice(_tax_total)
