"""Codes that Peppol restricts: reasons, currencies, attachments, periods, VAT categories.

Source: rules PEPPOL-EN16931-CL001 … CL007 and P0104 … P0112 of Peppol BIS Billing 3.0.21; the
lists are UNCL 5189, 7161 and 2005 (D.16B), ISO 4217 and a part of IANA's media types.
"""

from __future__ import annotations

from ...identification.sentence import said
from ..finding import FATAL
from .common import AMOUNTS, REPORT
from .countries import Countries, normal
from .document import Document, find_all, raw, text
from .registry import BEFORE_3_0_22, RELEASE_3_0_22, Breach, Breaches, rule


MEDIA_TYPES = frozenset(
    {
        'application/pdf',
        'image/png',
        'image/jpeg',
        'text/csv',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'application/vnd.oasis.opendocument.spreadsheet',
    }
)
_DISCOUNT_REASONS = '41 42 60 62 63 64 65 66 67 68 70 71 88 95 100 102 103 104 105'
DISCOUNT_REASONS = frozenset(_DISCOUNT_REASONS.split())
_CHARGE_REASONS = (
    'AA AAA AAC AAD AAE AAF AAH AAI AAS AAT AAV AAY AAZ ABA ABB ABC ABD ABF ABK ABL ABN ABR ABS '
    'ABT ABU ACF ACG ACH ACI ACJ ACK ACL ACM ACS ADC ADE ADJ ADK ADL ADM ADN ADO ADP ADQ ADR ADT '
    'ADW ADY ADZ AEA AEB AEC AED AEF AEH AEI AEJ AEK AEL AEM AEN AEO AEP AES AET AEU AEV AEW AEX '
    'AEY AEZ AJ AU CA CAB CAD CAE CAF CAI CAJ CAK CAL CAM CAN CAO CAP CAQ CAR CAS CAT CAU CAV CAW '
    'CAX CAY CAZ CD CG CS CT DAB DAC DAD DAF DAG DAH DAI DAJ DAK DAL DAM DAN DAO DAP DAQ DL EG EP '
    'ER FAA FAB FAC FC FH FI GAA HAA HD HH IAA IAB ID IF IR IS KO L1 LA LAA LAB LF MAE MI ML NAA '
    'OA PA PAA PC PL PRV RAB RAC RAD RAF RE RF RH RV SA SAA SAD SAE SAI SG SH SM SU TAB TAC TT TV '
    'V1 V2 WH XAA YY ZZZ'
)
CHARGE_REASONS = frozenset(_CHARGE_REASONS.split())
PERIOD_CODES = frozenset({'3', '35', '432'})
_CURRENCIES = (
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN '
    'BZD CAD CDF CHE CHF CHW CLF CLP CNH CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB '
    'EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD '
    'JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP '
    'MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR '
    'RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND '
    'TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XBA XBB '
    'XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG'
)
CURRENCIES = frozenset(_CURRENCIES.split())
# Exemption reasons that fit one VAT category only.
CATEGORY_OF_REASON = {
    'P0104': ('VATEX-EU-G', 'G'),
    'P0105': ('VATEX-EU-O', 'O'),
    'P0106': ('VATEX-EU-IC', 'K'),
    'P0107': ('VATEX-EU-AE', 'AE'),
    'P0108': ('VATEX-EU-D', 'E'),
    'P0109': ('VATEX-EU-F', 'E'),
    'P0110': ('VATEX-EU-I', 'E'),
    'P0111': ('VATEX-EU-J', 'E'),
}


@rule(
    'PEPPOL-EN16931-CL001',
    FATAL,
    "An attachment is of a type that Peppol doesn't carry.",
    "Attach a PDF, PNG, JPEG, CSV, XLSX or ODS file instead.",
)
def media_type_is_unknown(document: Document) -> Breaches:
    """BT-125-1."""
    for node in document.all('cbc:EmbeddedDocumentBinaryObject'):
        if node.get('mimeCode') is not None and node.get('mimeCode') not in MEDIA_TYPES:
            yield Breach(node, node.get('mimeCode', ''))


@rule('PEPPOL-EN16931-CL002', FATAL, "The reason code of a discount isn't in the list.", REPORT)
def discount_reason_is_unknown(document: Document) -> Breaches:
    """BT-98, BT-140."""
    return _unknown_reasons(document, 'false', DISCOUNT_REASONS)


@rule('PEPPOL-EN16931-CL003', FATAL, "The reason code of a charge isn't in the list.", REPORT)
def charge_reason_is_unknown(document: Document) -> Breaches:
    """BT-105, BT-145."""
    return _unknown_reasons(document, 'true', CHARGE_REASONS)


@rule('PEPPOL-EN16931-CL006', FATAL, "The code of an invoicing period isn't 3, 35 or 432.", REPORT)
def period_code_is_unknown(document: Document) -> Breaches:
    """BT-8."""
    for period in document.all('cac:InvoicePeriod'):
        for node in find_all(period, 'cbc:DescriptionCode'):
            if text(node) not in PERIOD_CODES:
                yield node


@rule(
    'PEPPOL-EN16931-CL007',
    FATAL,
    "The currency of an amount isn't a code of ISO 4217.",
    "Choose another currency on the invoice.",
)
def currency_is_unknown(document: Document) -> Breaches:
    """BT-5 and BT-6, as they stand on each amount."""
    for node in document.all(*AMOUNTS, 'cbc:TaxAmount'):
        if node.get('currencyID') not in CURRENCIES:
            yield Breach(node, node.get('currencyID', ''))


def _register_category(number: str, reason: str, category: str) -> None:
    @rule(
        f'PEPPOL-EN16931-{number}',
        FATAL,
        said(
            "The exemption reason {reason} needs the VAT category {category}.",
            reason=reason,
            category=category,
        ),
        "Open the tax that is used and correct its category code or its exemption reason.",
    )
    def category_does_not_fit(document: Document) -> Breaches:
        for node in document.all('cac:TaxCategory'):
            given = raw(node, 'cbc:TaxExemptionReasonCode')
            if given.upper() == reason and text(node, 'cbc:ID') != category:
                yield Breach(node, text(node, 'cbc:ID'), 'cbc:ID')


for _number, (_reason, _category) in CATEGORY_OF_REASON.items():
    _register_category(_number, _reason, _category)


@rule(
    'PEPPOL-EN16931-P0112',
    FATAL,
    "The invoice types 326 and 384 are for German companies among themselves only.",
    REPORT,
    key='PEPPOL-EN16931-P0112-3.0.21',
    until=BEFORE_3_0_22,
)
def invoice_type_is_german(document: Document) -> Breaches:
    """BT-3."""
    return _types_abroad(document, {'326': {'DE'}, '384': {'DE'}})


@rule(
    'PEPPOL-EN16931-P0112',
    FATAL,
    "The invoice types 326 and 389 are for German companies among themselves only, 384 for German "
    "or Slovak ones.",
    REPORT,
    since=RELEASE_3_0_22,
)
def invoice_type_is_national(document: Document) -> Breaches:
    """BT-3 from 3.0.22 on."""
    return _types_abroad(document, {'326': {'DE'}, '389': {'DE'}, '384': {'DE', 'SK'}})


def _types_abroad(document: Document, homes: dict[str, set[str]]) -> Breaches:
    if document.is_self_billed:
        return  # the rule isn't among those of self-billing
    countries = Countries.of(document)
    seller, buyer = normal(countries.seller_address), normal(countries.buyer_address)
    for node in document.all('cbc:InvoiceTypeCode'):
        home = homes.get(text(node))
        if home is not None and not (seller == buyer and seller in home):
            yield node


def _unknown_reasons(document: Document, indicator: str, known: frozenset[str]) -> Breaches:
    for change in document.all('cac:AllowanceCharge'):
        if raw(change, 'cbc:ChargeIndicator') == indicator:
            yield from (
                node
                for node in find_all(change, 'cbc:AllowanceChargeReasonCode')
                if text(node) not in known
            )
