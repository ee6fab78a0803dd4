"""Companies of the network that tests and the demo can rely on; all invented.

Each is an object as the assumed API shows it, with two members more: 'peppol' (the Peppol
Directory and the SMP know it) and 'network' (the network itself knows it).
"""

from typing import Any


INVOICES = ('Invoice', 'CreditNote')
USUAL = {
    'serviceProvider': {'id': '-1', 'name': 'Pagero'},
    'status': 'Active',
    'acceptance': 'Automatic',
    'requirements': None,
    'acceptsTests': True,
    'peppol': True,
    'network': True,
}


def _company(
    number: int,
    name: str,
    org_number: str,
    town: str,
    *,
    country: str = 'SE',
    scheme: str = '0007:',
    vat: str = 'SE{}01',
    gln: str = '',
    takes: tuple[str, ...] = INVOICES,
    connection_type: str = 'Direct',
    **more: Any,
) -> dict[str, Any]:
    ids = {'ORGNR': org_number, 'VAT': vat.format(org_number)} | ({'GLN': gln} if gln else {})
    address = {'street': 'Storgatan 1', 'postCode': '199 01', 'town': town}
    return {
        'id': str(number),
        'name': name,
        'countryCode': country,
        'address': address | {'countryCode': country},
        'ids': [{'idType': kind, 'value': value} for kind, value in ids.items()],
        'electronicIds': [scheme + org_number, *([f'0088:{gln}'] if gln else [])],
        'capabilities': [
            {'documentType': document, 'direction': 'Receive', 'connectionType': connection_type}
            for document in takes
        ],
        **USUAL,
        **more,
    }


ACCEPTS_BY_ITSELF = _company(
    7100001, 'Granviks kommun', '2120009101', 'Granvik', gln='7359910000017'
)
WITH_REQUIREMENTS = _company(
    7100002,
    'Region Norrskog',
    '2321009108',
    'Norrskog',
    gln='7359910000024',
    acceptance='ByRequest',
    connection_type='ByRequest',
    requirements={
        'items': [
            {
                'id': 'order',
                'question': "Which order number do you refer to?",
                'field': 'order_reference',
                'kind': 'pattern',
                'value': r'^\d{8}$',
                'message': "The order number has 8 digits.",
            },
            {
                'id': 'reference',
                'question': "Who is your contact with us?",
                'field': 'buyer_reference',
                'kind': 'mandatory',
                'value': '',
                'message': "Every invoice needs our reference.",
            },
            {
                'id': 'account',
                'question': "Which of our accounts is it for?",
                'field': 'accounting_cost',
                'kind': 'list',
                'value': '4010;4020;5410',
                'message': "The account is 4010, 4020 or 5410.",
            },
        ]
    },
)
BY_REQUEST = _company(
    7100003,
    'Hedlunda Bygg AB',
    '5599101002',
    'Hedlunda',
    acceptance='ByRequest',
    connection_type='ByRequest',
)
NEEDS_ROUTING = _company(
    7100004,
    'Stenfors Papper AB',
    '5599102000',
    'Stenfors',
    acceptance='Routing',
    connection_type='ByRouting',
    serviceProvider={'id': '501', 'name': 'Nordbud E-operatör', 'email': 'routing@nordbud.example'},
)
INACTIVE = _company(
    7100005, 'Nedlagda Kvarnen AB', '5599103008', 'Kvarnby', status='Inactive', peppol=False
)
ONLY_IN_DIRECTORY = _company(
    7100006,
    'Åkerbo Trädgård AB',
    '5599104006',
    'Åkerbo',
    network=False,
    serviceProvider={
        'id': '502',
        'name': 'Fakturaströmmen',
        'email': 'rutt@fakturastrommen.example',
    },
)
NO_INVOICES = _company(
    7100007,
    'Ordermottagningen i Lillhamn AB',
    '5599105003',
    'Lillhamn',
    takes=('Order', 'PaymentReminder'),
)
NO_TESTS = _company(7100008, 'Skarpa Lägen AB', '5599106001', 'Svanholm', acceptsTests=False)
SAME_NAME = (
    _company(7100009, 'Rönnholms Åkeri AB', '5599107009', 'Rönnholm'),
    _company(
        7100010,
        'Rönnholms Åkeri AB',
        '5599108007',
        'Tallvik',
        acceptance='ByRequest',
        connection_type='ByRequest',
    ),
)
NOT_LATIN = _company(7100011, 'Кафе Берёзка & Ελιά AB', '5599109005', 'Björkhamn')
MIXED = _company(
    7100012,
    'Långsjö Mekaniska AB',
    '5599109104',
    'Långsjö',
    capabilities=[
        {'documentType': 'Invoice', 'direction': 'Receive', 'connectionType': 'Direct'},
        {'documentType': 'CreditNote', 'direction': 'Receive', 'connectionType': 'Direct'},
        {'documentType': 'OrderResponse', 'direction': 'Receive', 'connectionType': 'ByRequest'},
        {'documentType': 'Order', 'direction': 'Send', 'connectionType': 'ByRequest'},
    ],
)
NORWEGIAN = _company(
    7100013,
    'Fjellvik Trelast AS',
    '878100018',
    'Fjellvik',
    country='NO',
    scheme='0192:',
    vat='NO{}MVA',
)
DANISH = _company(
    7100014, 'Skovby Møbler A/S', '97100004', 'Skovby', country='DK', scheme='0184:', vat='DK{}'
)
FINNISH = _company(
    7100015,
    'Koivurannan Konepaja Oy',
    '98100017',
    'Koivuranta',
    country='FI',
    scheme='0216:0037',
    vat='FI{}',
)

ODD_REQUIREMENTS = _company(
    7100016,
    'Underliga Krav AB',
    '5599199006',
    'Kvarnby',
    acceptance='ByRequest',
    connection_type='ByRequest',
    requirements={
        'items': [
            {
                'id': 'ahead',
                'question': "Which order number do you refer to?",
                'field': 'order_reference',
                'kind': 'pattern',
                'value': r'^(?=\d)\d{8}$',
                'message': "The order number has 8 digits.",
            },
            {
                'id': 'limits',
                'question': "Which of our accounts is it for?",
                'field': 'accounting_cost',
                'kind': 'range',
                'value': '1999..1000',
                'message': "Our accounts lie between 1000 and 1999.",
            },
        ]
    },
)
KNOWN_COMPANIES = (
    ACCEPTS_BY_ITSELF,
    WITH_REQUIREMENTS,
    BY_REQUEST,
    NEEDS_ROUTING,
    INACTIVE,
    ONLY_IN_DIRECTORY,
    NO_INVOICES,
    NO_TESTS,
    *SAME_NAME,
    NOT_LATIN,
    MIXED,
    NORWEGIAN,
    DANISH,
    FINNISH,
    ODD_REQUIREMENTS,
)
