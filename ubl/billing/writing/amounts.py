"""Allowances, charges, VAT and totals (BG-20 to BG-23, BG-27, BG-28).

``currency`` is the attribute of an amount in the currency of the invoice, as ``in_currency``
gives it.
"""

from __future__ import annotations

from ....en16931.amounts import AllowanceCharge, Totals, VatCategory, VatGroup
from ....en16931.invoice import Invoice
from .markup import attribute, element, group, groups, number


def in_currency(code: str) -> str:
    """The attribute of an amount."""
    return attribute('currencyID', code)


def allowance_charge(one: AllowanceCharge, currency: str) -> str:
    """Content of cac:AllowanceCharge."""
    return ''.join(
        (
            '<cbc:ChargeIndicator>true</cbc:ChargeIndicator>'
            if one.is_charge
            else '<cbc:ChargeIndicator>false</cbc:ChargeIndicator>',
            element('AllowanceChargeReasonCode', one.reason_code),
            element('AllowanceChargeReason', one.reason),
            number('MultiplierFactorNumeric', one.percentage),
            number('Amount', one.amount, currency),
            number('BaseAmount', one.base, currency),
            vat_category('TaxCategory', one.vat),
        )
    )


def vat_category(tag: str, category: VatCategory | None, reasons: str = '') -> str:
    """A category with its rate, and why no VAT is charged."""
    if category is None:
        return ''
    return group(
        tag,
        f'{element("ID", category.code)}{number("Percent", category.rate)}{reasons}'
        f'{group("TaxScheme", element("ID", category.scheme))}',
    )


def tax_totals(invoice: Invoice, currency: str) -> str:
    """BG-23 and BT-110, and after them BT-111 in a total of its own."""
    totals = invoice.totals
    subtotals = groups('TaxSubtotal', [_subtotal(each, currency) for each in invoice.vat])
    own = number('TaxAmount', totals.vat_in_tax_currency, in_currency(invoice.tax_currency))
    return group('TaxTotal', number('TaxAmount', totals.vat, currency) + subtotals) + group(
        'TaxTotal', own
    )


def _subtotal(one: VatGroup, currency: str) -> str:
    reasons = element('TaxExemptionReasonCode', one.reason_code)
    reasons += element('TaxExemptionReason', one.reason)
    return (
        number('TaxableAmount', one.taxable, currency)
        + number('TaxAmount', one.amount, currency)
        + vat_category('TaxCategory', one.category, reasons)
    )


def monetary_total(totals: Totals, currency: str) -> str:
    """BG-22."""
    amounts = (
        number('LineExtensionAmount', totals.lines, currency),
        number('TaxExclusiveAmount', totals.without_vat, currency),
        number('TaxInclusiveAmount', totals.with_vat, currency),
        number('AllowanceTotalAmount', totals.allowances, currency),
        number('ChargeTotalAmount', totals.charges, currency),
        number('PrepaidAmount', totals.prepaid, currency),
        number('PayableRoundingAmount', totals.rounding, currency),
        number('PayableAmount', totals.payable, currency),
    )
    return group('LegalMonetaryTotal', ''.join(amounts))
