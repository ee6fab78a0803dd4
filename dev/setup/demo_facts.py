"""The demo's cast, all invented: a company, its customers, how the sandbox knows them."""

SANDBOX_LOGIN = {'username': 'anna@example.com', 'password': 'anna'}
SANDBOX_CLIENT = {'client_id': 'sandbox-client', 'client_secret': 'sandbox-secret'}
SANDBOX_COMPANY = '11111111-1111-4111-8111-111111111111'

COMPANY = {
    'name': 'Norrsken Kaffe AB',
    'street': 'Hamngatan 4',
    'zip': '972 31',
    'city': 'Luleå',
    'phone': '+46 920 12 34 56',
    'email': 'faktura@norrsken.example',
    'company_registry': '556999-1200',
    'vat': 'SE556999120001',
}
BANKGIRO = '991-2346'
IBAN = 'SE35 5000 0000 0549 1000 0003'
BIC = 'ESSESESS'

# How the sandbox connects each of them, and whether an invoice to them is caught by tag or method.
CUSTOMERS = {
    'municipality': {
        'partner': {
            'name': 'Björkdals kommun',
            'street': 'Rådhustorget 1',
            'zip': '123 45',
            'city': 'Björkdal',
            'email': 'faktura@bjorkdal.example',
            'company_registry': '212000-9986',
            'vat': 'SE212000998601',
            'peppol_eas': '0007',
            'peppol_endpoint': '2120009986',
        },
        'connection': 'connected',
    },
    'routing': {
        'partner': {
            'name': 'Sundvik Handel AB',
            'street': 'Strandvägen 12',
            'zip': '234 56',
            'city': 'Sundvik',
            'email': 'faktura@sundvik.example',
            'company_registry': '556999-3404',
            'vat': 'SE556999340401',
            'peppol_eas': '0007',
            'peppol_endpoint': '5569993404',
        },
        'connection': 'routing_needed',
    },
    'unknown': {
        'partner': {
            'name': 'Okänd Kund AB',
            'street': 'Skogsvägen 7',
            'zip': '345 67',
            'city': 'Skogby',
            'email': 'faktura@okand.example',
            'company_registry': '559001-2349',
            'vat': 'SE559001234901',
            'peppol_eas': '0007',
            'peppol_endpoint': '5590012349',
        },
        'connection': None,  # the sandbox has never heard of it
    },
    'untagged': {
        'partner': {
            'name': 'Pappersgatan Bokhandel AB',
            'street': 'Pappersgatan 3',
            'zip': '456 78',
            'city': 'Björkdal',
            'email': 'faktura@bokhandel.example',
            'company_registry': '556888-7714',
            'vat': 'SE556888771401',
            'peppol_eas': '0007',
            'peppol_endpoint': '5568887714',
        },
        'connection': 'connected',
    },
}


def invoice_values(partner_id: int, product_id: int, quantity: float, price: float) -> dict:
    """A customer invoice that a Swedish authority would take."""
    line = {'product_id': product_id, 'quantity': quantity, 'price_unit': price}
    return {
        'move_type': 'out_invoice',
        'partner_id': partner_id,
        'pagero_buyer_reference': 'ANNA01',
        'invoice_line_ids': [(0, 0, line)],
    }


def sandbox_company() -> dict:
    """Our company as the sandbox's control interface takes it: suppliers write to its numbers."""
    return {
        'id': SANDBOX_COMPANY,
        'name': COMPANY['name'],
        'org_number': COMPANY['company_registry'].replace('-', ''),
        'vat_number': COMPANY['vat'],
    }


def sandbox_recipients() -> list[dict]:
    """The customers as the sandbox's control interface takes them."""
    return [
        {
            'name': customer['partner']['name'],
            'org_number': customer['partner']['peppol_endpoint'],
            'vat_number': customer['partner']['vat'],
            'endpoint': f'0007:{customer["partner"]["peppol_endpoint"]}',
            'connection': customer['connection'],
        }
        for customer in CUSTOMERS.values()
        if customer['connection']
    ]
