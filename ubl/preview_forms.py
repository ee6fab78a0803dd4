"""Numbers, days and codes of an invoice as a person reads them, in Swedish or English."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from . import words_sv
from .words import is_swedish


NARROW = '\N{NO-BREAK SPACE}'
# UN/ECE Recommendation 20, those that people meet; another code is shown as it is.
UNITS = {
    'C62': "pcs",
    'EA': "pcs",
    'H87': "pcs",
    'NAR': "pcs",
    'HUR': "h",
    'MIN': "min",
    'DAY': "days",
    'WEE': "weeks",
    'MON': "months",
    'ANN': "years",
    'KGM': "kg",
    'GRM': "g",
    'TNE': "t",
    'MTR': "m",
    'CMT': "cm",
    'MMT': "mm",
    'KMT': "km",
    'MTK': "m²",
    'MTQ': "m³",
    'LTR': "l",
    'KWH': "kWh",
    'XBX': "boxes",
    'XPK': "packages",
    'DZN': "dozens",
    'P1': "%",
}
KINDS = {  # UNCL1001
    '380': "Invoice",
    '381': "Credit note",
    '383': "Debit note",
    '384': "Corrected invoice",
    '386': "Prepayment invoice",
    '389': "Self-billed invoice",
    '261': "Self-billed credit note",
    '527': "Self-billed debit note",
    '326': "Partial invoice",
    '393': "Factored invoice",
    '396': "Factored credit note",
}
MEANS = {  # UNCL4461
    '1': "Not defined",
    '10': "Cash",
    '30': "Credit transfer",
    '31': "Debit transfer",
    '42': "Bank account",
    '48': "Card",
    '49': "Direct debit",
    '54': "Credit card",
    '55': "Debit card",
    '57': "Standing agreement",
    '58': "SEPA credit transfer",
    '59': "SEPA direct debit",
    '97': "Clearing between partners",
    'ZZZ': "Mutually defined",
}
CATEGORIES = {  # UNCL5305
    'S': "VAT",
    'Z': "Zero rate",
    'E': "Exempt from VAT",
    'AE': "Reverse charge",
    'K': "Sale within the EU",
    'G': "Export",
    'O': "Not subject to VAT",
    'L': "IGIC",
    'M': "IPSI",
}

MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()


def label(text: str, language: str | None) -> str:
    """One of this module's, or the preview's, English words in the reader's language."""
    return words_sv.LABELS.get(text, text) if is_swedish(language) else text


def number(text: str, language: str | None, decimals: int | None = None) -> str:
    """'1250.5' → '1 250,5' or '1,250.5'; what isn't a number comes as it is.

    >>> number('1250.50', 'sv_SE').replace(NARROW, ' '), number('-1250.5', 'en_US', 2)
    ('1 250,5', '-1,250.50')
    """
    try:
        value = Decimal(text)
        written = f'{value:,.{decimals}f}' if decimals is not None else f'{_plain(value):,f}'
    except (InvalidOperation, ValueError):
        return text
    if is_swedish(language):
        written = written.replace(',', NARROW).replace('.', ',')
    return written


def _plain(value: Decimal) -> Decimal:
    """Without zeros at the end: 2.50 → 2.5, 100 → 100."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def day(text: str, language: str | None) -> str:
    """'2026-11-29' → '29 Nov 2026'; in Swedish it is written as it stands.

    >>> day('2026-11-29', 'en_GB'), day('2026-11-29', 'sv_SE'), day('soon', 'en_GB')
    ('29 Nov 2026', '2026-11-29', 'soon')
    """
    if is_swedish(language):
        return text
    try:
        written = date.fromisoformat(text)
    except ValueError:
        return text
    return f'{written.day} {MONTHS[written.month - 1]} {written.year}'


def amount(text: str, currency: str, language: str | None) -> str:
    """An amount with its currency, two decimals or more where there are more."""
    decimals = max(2, len(text.partition('.')[2])) if text else 2
    return f'{number(text, language, decimals)}{NARROW}{currency}'.rstrip()


def quantity(text: str, unit: str, language: str | None) -> str:
    """'7.5', 'HUR' → '7,5 h'."""
    return f'{number(text, language)}{NARROW}{label(UNITS.get(unit, unit), language)}'.rstrip()


def size(characters: int) -> str:
    """The size of a file from the length of its Base64."""
    kilobytes = characters * 3 / 4 / 1024
    return f'{kilobytes / 1024:.1f} MB' if kilobytes > 1000 else f'{max(kilobytes, 1):.0f} kB'


def coded(code: str, names: dict[str, str], language: str | None) -> str:
    """A code's name, or the code where it has none here."""
    return label(names[code], language) if code in names else code
