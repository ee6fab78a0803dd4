"""Schemes of identifiers: Peppol's list of them, and what is known of those that people meet.

>>> SCHEMES[GLN].name, SCHEME_OF_COUNTRY['FI'], SCHEMES[FINNISH_OVT].before
('GLN', '0216', '0037')
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


# Peppol BIS Billing 3.0, rule PEPPOL-EN16931-CL008 (May 2026). Narrower than the CEF list:
# 0037, 0213, 0193 and others left with this release, 9955 left in 2023.
EAS_RELEASE = '3.0.21'
_EAS = (
    '0002 0007 0009 0060 0088 0096 0097 0106 0130 0135 0142 0151 0183 0184 0188 0190 0191 '
    '0192 0195 0196 0198 0199 0200 0201 0204 0208 0209 0210 0211 0216 0218 0221 0225 0230 '
    '0235 0240 0242 0244 0245 0246 0248 '
    '9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 '
    '9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 9946 9947 9948 '
    '9949 9950 9951 9952 9953 9957 9959'
)
EAS_CODES = frozenset(_EAS.split())
# Schemes that come back with a later release, from the day on which it is in force.
EAS_RETURNS = {'0158': date(2027, 2, 24)}

SWEDISH_ORGNR, GLN = '0007', '0088'
NORWEGIAN_ORGNR, DANISH_CVR, BELGIAN_NUMBER, FINNISH_OVT = '0192', '0184', '0208', '0216'
FINNISH_BUSINESS_ID = '0212'  # no scheme of electronic addresses: those are OVT codes

# What a withdrawn scheme became: old code → (new code, what its value is).
EAS_SUCCESSORS = {
    '9955': (SWEDISH_ORGNR, "organisation number"),
    '0037': (FINNISH_OVT, "OVT code"),
    '0213': (FINNISH_OVT, "OVT code"),
}


@dataclass(frozen=True)
class Scheme:
    """A scheme whose numbers are looked at closely; patterns are regular expressions.

    ``pattern`` is how the compact value looks and ``words`` how a person would say it; ``rule`` is
    how its last digits follow from the others. A scheme of one ``country`` holds its organisation
    numbers, with ``before`` in front; ``around`` is what people type around one, ``in_vat`` a VAT
    number that is made of one.
    """

    code: str
    name: str
    pattern: str
    words: str
    rule: str
    country: str = ''
    before: str = ''
    around: str = ''
    in_vat: str = ''


SCHEMES = {
    scheme.code: scheme
    for scheme in (
        Scheme(
            SWEDISH_ORGNR,
            "Swedish organisation number",
            pattern='[0-9]{10}',
            words="10 digits",
            rule='luhn',
            country='SE',
            in_vat='SE([0-9]{10})[0-9]{2}',
        ),
        Scheme(GLN, "GLN", pattern='[0-9]{13}', words="13 digits", rule='gs1'),
        Scheme(
            NORWEGIAN_ORGNR,
            "Norwegian organisation number",
            pattern='[0-9]{9}',
            words="9 digits",
            rule='mod11',
            country='NO',
            around='(?:NO)*([0-9]+)(?:MVA)*',
            in_vat='NO([0-9]{9})(?:MVA)?',
        ),
        Scheme(
            DANISH_CVR,
            "Danish CVR number",
            pattern='[0-9]{8}',
            words="8 digits",
            rule='mod11',
            country='DK',
            around='(?:DK)*([0-9]+)',
            in_vat='DK([0-9]{8})',
        ),
        Scheme(
            BELGIAN_NUMBER,
            "Belgian enterprise number",
            pattern='[01][0-9]{9}',
            words="10 digits that begin with 0 or 1",
            rule='mod97',
            country='BE',
            around='(?:BE)*([0-9]+)',
            in_vat='BE([0-9]{10})',
        ),
        Scheme(
            FINNISH_OVT,
            "Finnish OVT code",
            pattern='0037[0-9]{8}[0-9A-Z]{0,5}',
            words="0037, 8 digits and at most 5 more characters",
            rule='mod11',
            country='FI',
            before='0037',
            around='(?:FI)*([0-9]{8})',
            in_vat='FI([0-9]{8})',
        ),
    )
}
# Those whose value is the organisation number of a country, by country.
SCHEME_OF_COUNTRY = {scheme.country: scheme.code for scheme in SCHEMES.values() if scheme.country}


def country_of(code: str) -> str:
    """The country whose organisation numbers a scheme holds, or ''."""
    return SCHEMES[code].country if code in SCHEMES else ''


@dataclass(frozen=True)
class Register:
    """A country's register of companies; its number is group 1 of ``pattern`` in plain writing.

    Plain are capital letters and digits alone. ``written`` is how the document has the number.
    """

    scheme: str
    pattern: str
    written: str = '{0}'


# Whose numbers name a company in law (BT-30, BT-47), as far as ISO 6523 has a scheme for them.
REGISTERS = {
    'AU': (Register('0151', '([0-9]{11})'),),
    'BE': (Register(BELGIAN_NUMBER, '(?:BE)?([01][0-9]{9})'),),
    'CH': (Register('0183', '(CHE[0-9]{9})'),),
    'DK': (Register(DANISH_CVR, '(?:DK|CVR|NR)*([0-9]{8})', 'DK{0}'),),
    'EE': (Register('0191', '(?:EE)?([0-9]{8})'),),
    'FI': (Register(FINNISH_BUSINESS_ID, '(?:FI)?([0-9]{8})', '{0:.7}-{0[7]}'),),
    'FR': (Register('0009', '([0-9]{14})'), Register('0002', '([0-9]{9})')),  # SIRET, SIREN
    'IS': (Register('0196', '([0-9]{10})'),),
    'IT': (Register('0210', '([0-9]{11}|[0-9A-Z]{16})'),),
    'LT': (Register('0200', '([0-9]{7}|[0-9]{9})'),),
    'LV': (Register('0218', '(?:LV)?([0-9]{11})'),),
    'NL': (Register('0106', '(?:KVK)?([0-9]{8})'), Register('0190', '([0-9]{20})')),
    'NO': (Register(NORWEGIAN_ORGNR, '(?:NO)*([0-9]{9})(?:MVA)?'),),
    'SE': (Register(SWEDISH_ORGNR, '(?:16|19|20)?([0-9]{10})'),),
}
# The scheme of an electronic address that is a VAT number, by the country that begins it.
_VAT_SCHEMES = (
    'AD9922 AL9923 AT9914 BA9924 BE9925 BG9926 CH9927 CY9928 CZ9929 DE9930 EE9931 EL9933 ES9920 '
    'FR9957 GB9932 HR9934 HU9910 IE9935 IT0211 LI9936 LT9937 LU9938 LV9939 MC9940 ME9941 MK9942 '
    'MT9943 NL9944 PL9945 PT9946 RO9947 RS9948 SI9949 SK9950 SM9951 TR9952 VA9953'
)
VAT_SCHEME_OF_COUNTRY = {each[:2]: each[2:] for each in _VAT_SCHEMES.split()}
