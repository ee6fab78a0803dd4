"""Whom the demo's company deals with, all invented: people, goods, customers and suppliers."""

from typing import NamedTuple

from pagero_sandbox import known_companies

from .demo_facts import COMPANY, CUSTOMERS


class Person(NamedTuple):
    """A user of Odoo; the password is the login."""

    login: str
    name: str
    role: str
    groups: tuple[str, ...]
    language: str = 'sv_SE'


ACCOUNTING = ('base.group_user', 'account.group_account_invoice', 'base.group_partner_manager')
ADMINISTRATION = (
    *('base.group_user', 'base.group_system', 'account.group_account_manager'),
    *('base.group_partner_manager', 'pagero_connector.group_admin'),
    'pagero_connector.group_payee_approver',
)
SELLING = ('base.group_user', 'base.group_partner_manager', 'pagero_connector.group_sales')
PEOPLE = (
    Person('admin', "Anna Lindqvist", "administrator", ADMINISTRATION),
    Person('ekonom', "Elin Ekström", "accountant", ACCOUNTING),
    Person('saljare', "Sara Sundin", "salesperson", SELLING),
    Person('english', "Emma English", "administrator, in English", ADMINISTRATION, 'en_US'),
)


class Good(NamedTuple):
    """What is sold; ``vat`` is 'food', or the rate and whether it is goods or a service."""

    swedish: str
    english: str
    code: str
    price: float
    vat: str = 'food'
    unit: str = 'uom.product_uom_unit'


GOODS = {
    'dark': Good("Kaffebönor Mörkrost, 1 kg", "Coffee beans, dark roast, 1 kg", 'KB-101', 189.0),
    'medium': Good("Bryggkaffe Mellanrost, 500 g", "Ground coffee, 500 g", 'BK-205', 74.5),
    'espresso': Good("Espressobönor Norrsken, 1 kg", "Espresso beans, 1 kg", 'EB-110', 219.0),
    'tea': Good("Te Earl Grey, 100 påsar", "Earl Grey tea, 100 bags", 'TE-310', 96.0),
    'filter': Good("Kaffefilter 1x4, 100 st", "Coffee filters", 'KF-402', 24.9, '25_goods'),
    'cups': Good("Pappersmugg 25 cl, 1 000 st", "Paper cups", 'PM-410', 640.0, '25_goods'),
    'rent': Good("Månadshyra kaffemaskin", "Coffee machine, rent", 'HY-900', 895.0, '25_services'),
    'service': Good(
        "Service av kaffemaskin", "Service of coffee machine", 'SV-910', 780.0, '25_services',
        'uom.product_uom_hour',
    ),
    'freight': Good("Frakt", "Freight", 'FR-999', 149.0, '25_services'),
}  # fmt: skip


class Customer(NamedTuple):
    """``acceptance`` is how the network lets it be reached; ``reference`` is who orders there."""

    name: str
    number: str
    street: str
    zip: str
    city: str
    reference: str
    acceptance: str = 'Automatic'
    buys: tuple[str, ...] = ('dark', 'medium', 'filter')
    known: dict | None = None  # a company that the sandbox has anyway

    @property
    def orgnr(self) -> str:
        return self.number.replace('-', '')


def _of_sandbox(company: dict, reference: str, buys: tuple[str, ...]) -> Customer:
    number, address = company['ids'][0]['value'], company['address']
    return Customer(
        name=company['name'],
        number=f'{number[:6]}-{number[6:]}',
        street=address['street'],
        zip=address['postCode'],
        city=address['town'],
        reference=reference,
        acceptance=company['acceptance'],
        buys=buys,
        known=company,
    )


# They have bought for half a year, and are connected.
REGULAR = {
    'granvik': _of_sandbox(
        known_companies.ACCEPTS_BY_ITSELF, "INKA07", ('dark', 'medium', 'tea', 'rent', 'freight')
    ),
    'region': _of_sandbox(
        known_companies.WITH_REQUIREMENTS, "REGN12", ('medium', 'filter', 'rent', 'service')
    ),
    'mechanics': _of_sandbox(known_companies.MIXED, "Per Åström", ('medium', 'cups', 'filter')),
    'haulier': _of_sandbox(known_companies.SAME_NAME[0], "Trafikledningen", ('medium', 'filter')),
    'hotel': Customer(
        "Fjällgläntans Hotell AB", '559810-1177', "Storgatan 41", '932 10', "Granvik",
        "Reception", buys=('espresso', 'dark', 'tea', 'cups', 'service'),
    ),
    'bakery': Customer(
        "Sjöbergs Bageri & Konditori AB", '559812-2140', "Bagargränd 3", '972 34', "Luleå",
        "Mia Sjöberg", buys=('espresso', 'dark', 'filter'),
    ),
    'office': Customer(
        "Nordanvik Kontorshotell AB", '559814-3112', "Skeppsbrogatan 18", '972 38', "Luleå",
        "Kontorsservice", buys=('dark', 'tea', 'rent', 'cups'),
    ),
    'care': Customer(
        "Björkbackens Vård och Omsorg AB", '559816-4084', "Parkvägen 9", '961 35', "Björkdal",
        "Köket", buys=('medium', 'tea', 'filter', 'freight'),
    ),
    'restaurant': Customer(
        "Restaurang Granen AB", '559818-5055', "Kungsgatan 6", '972 35', "Luleå",
        "Jonas Wik", buys=('espresso', 'tea', 'service'),
    ),
    'harbour': Customer(
        "Hamnkrogen i Sundvik AB", '559820-6026', "Kajen 2", '944 31', "Sundvik",
        "Baren", buys=('espresso', 'dark', 'cups'),
    ),
    'housing': Customer(
        "Björkdals Bostäder AB", '559822-6990', "Torggatan 14", '961 31', "Björkdal",
        "Fastighetsskötsel", buys=('medium', 'filter', 'rent'),
    ),
    'sawmill': Customer(
        "Vitåfors Såg AB", '559824-7962', "Sågvägen 1", '955 92', "Vitåfors",
        "Best.nr på följesedel", acceptance='Routing', buys=('medium', 'cups', 'freight'),
    ),
}  # fmt: skip

# One for each state in which a connection can be, beside the connected ones.
OTHERS = {
    'asked_long_ago': _of_sandbox(known_companies.BY_REQUEST, "Platschefen", ('medium', 'rent')),
    'asked': Customer(
        "Tallviks Fastigheter AB", '559826-8935', "Tallvägen 22", '946 32', "Tallvik",
        "Kundtjänst", 'ByRequest',
    ),
    'rejecting': Customer(
        "Bergströms Livs AB", '559828-9907', "Byvägen 5", '954 31', "Granvik",
        "Butiken", 'ByRequest',
    ),
    'withdrawn': Customer(
        "Sävbergets Lanthandel AB", '559830-0878', "Sävbergsvägen 1", '956 91', "Sävberget",
        "Kassan", 'ByRequest',
    ),
    'routed': _of_sandbox(known_companies.NEEDS_ROUTING, "Personalrummet", ('medium', 'filter')),
    'ordered': Customer(
        "Kvarnbergs Tryckeri AB", '559832-1841', "Industrigatan 8", '973 45', "Luleå",
        "Lager", 'Routing',
    ),
    'vanished': Customer(
        "Elgströms Event AB", '559834-2813', "Teatergatan 12", '972 33', "Luleå",
        "Projekt Vinterfest",
    ),
    'closed': Customer(
        "Gamla Konditoriet i Sundvik AB", '559836-3785', "Prästgatan 4", '944 32', "Sundvik",
        "Ägaren",
    ),
    'renumbered': Customer(
        "Norrhedens Mejeri AB", '559838-4757', "Mejerivägen 2", '945 32', "Norrheden", "Mejeriet",
    ),
    'no_tests': _of_sandbox(known_companies.NO_TESTS, "Inköp", ('dark', 'tea')),
    'bookshop': Customer(
        "Pappersgatan Bokhandel AB", '556888-7714', "Pappersgatan 3", '961 32', "Björkdal",
        "Bokcafét",
    ),
}  # fmt: skip
# README, "Try it": its draft is confirmed, and it is connected on the way.
MUNICIPALITY = Customer(
    *(CUSTOMERS['municipality']['partner'][name] for name in ('name', 'company_registry')),
    *(CUSTOMERS['municipality']['partner'][name] for name in ('street', 'zip', 'city')),
    "ANNA01",
)
EVERY_CUSTOMER = {'municipality': MUNICIPALITY, **REGULAR, **OTHERS}
SWEDISH_DEMANDS = {
    'order': {
        'question': "Vilket ordernummer gäller det?",
        'message': "Ordernumret har åtta siffror.",
    },
    'reference': {
        'question': "Vem är er kontakt hos oss?",
        'message': "Varje faktura ska ha vår referens.",
    },
    'account': {
        'question': "Vilket av våra konton ska belastas?",
        'message': "Kontot är 4010, 4020 eller 5410.",
    },
}
NEW_NUMBER = '559840-5727'  # of the dairy, once it has become another company

FIRST_ID = 7_300_000  # of our own companies in the network


def network_companies() -> list[dict]:
    """The customers that the sandbox doesn't have anyway, as its control interface takes them.

    The region that it has asks its questions in Swedish here.
    """
    region = REGULAR['region'].known or {}
    items = [{**item, **SWEDISH_DEMANDS[item['id']]} for item in region['requirements']['items']]
    return [
        {**region, 'requirements': {'items': items}},
        *(
            _network_company(str(FIRST_ID + place), customer)
            for place, customer in enumerate(EVERY_CUSTOMER.values())
            if not customer.known
        ),
    ]


def network_company(name: str, **other) -> dict:
    """One of them again, with something else in it."""
    orgnr = EVERY_CUSTOMER[name].orgnr
    found = next(each for each in network_companies() if each['ids'][0]['value'] == orgnr)
    return {**found, **other}


def _network_company(company_id: str, customer: Customer) -> dict:
    address = {'street': customer.street, 'postCode': customer.zip, 'town': customer.city}
    values = {'ORGNR': customer.orgnr, 'VAT': f'SE{customer.orgnr}01'}
    company = {
        'id': company_id,
        'name': customer.name,
        'countryCode': 'SE',
        'address': {**address, 'countryCode': 'SE'},
        'ids': [{'idType': kind, 'value': value} for kind, value in values.items()],
        'electronicIds': [f'0007:{customer.orgnr}'],
        'acceptance': customer.acceptance,
        'capabilities': [
            {'documentType': kind} for kind in ('Invoice', 'CreditNote', 'PaymentReminder')
        ],
    }
    if customer.acceptance == 'Routing':
        operator = {'id': '501', 'name': "Nordbud E-operatör", 'email': 'routing@nordbud.example'}
        company['serviceProvider'] = operator
    return company


class Supplier(NamedTuple):
    """``bankgiro`` is the account that we know and trust; '' for one whom we don't know yet."""

    name: str
    number: str
    city: str
    bankgiro: str = ''

    @property
    def orgnr(self) -> str:
        return self.number.replace('-', '')

    def as_sender(self) -> dict:
        """As the sandbox's control interface takes who writes a document."""
        vat_number = f'SE{self.orgnr}01'
        return {
            'name': self.name,
            'org_number': self.orgnr,
            'vat_number': vat_number,
            'city': self.city,
        }


SUPPLIERS = {
    'coffee': Supplier("Råkaffe Import i Göteborg AB", '559842-6699', "Göteborg", '992-1008'),
    'power': Supplier("Norrälvens Energi AB", '559844-7661', "Luleå", '993-3128'),
    'landlord': Supplier("Fastighets AB Hamnmagasinet", '559846-8634', "Luleå", '994-5270'),
    'haulage': Supplier("Norrfrakt Åkeri AB", '559848-9606', "Piteå", '995-0031'),
    'stationer': Supplier("Kontorsvaror i Norr AB", '559850-0576', "Boden"),
    'packaging': Supplier("Papp & Påse Förpackningar AB", '559852-1549', "Umeå"),
}
ASKING = {
    'id': str(FIRST_ID + 900),
    'name': "Ismaskiner i Norrland AB",
    'countryCode': 'SE',
    'address': {'street': "Kylvägen 7", 'postCode': '973 47', 'town': "Luleå", 'countryCode': 'SE'},
    'ids': [
        {'idType': 'ORGNR', 'value': '5598542511'},
        {'idType': 'VAT', 'value': 'SE559854251101'},
    ],
    'electronicIds': ['0007:5598542511'],
    'capabilities': [{'documentType': 'Invoice'}],
}
SELLER = COMPANY['name']
