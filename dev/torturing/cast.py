"""Who takes part in a run: facts for Odoo and for the sandbox."""

from setup.demo_facts import COMPANY, SANDBOX_COMPANY


COMPANIES = {
    'north': {
        'id': SANDBOX_COMPANY,
        'name': COMPANY['name'],
        'number': COMPANY['company_registry'].replace('-', ''),
    },
    'south': {
        'id': '22222222-2222-4222-8222-222222222222',
        'name': 'Sydsken Te AB',
        'number': '5569992208',
        'bankgiro': '5050-1055',
    },
    'west': {
        'id': '33333333-3333-4333-8333-333333333333',
        'name': 'Västsken Kakao AB',
        'number': '5569994402',
        'bankgiro': '991-2346',
    },
}
# The sandbox's usual supplier.
VENDOR = {
    'name': 'Älvdalens Grossist AB',
    'is_company': True,
    'company_registry': '559912-4004',
    'vat': 'SE559912400401',
}
GROUPS = (
    'base.group_user',
    'account.group_account_invoice',
    'base.group_partner_manager',
    'pagero_connector.group_user',
)


def sandbox_companies() -> list[dict]:
    """Our companies as the sandbox's control interface takes them."""
    return [
        {
            'id': facts['id'],
            'name': facts['name'],
            'org_number': facts['number'],
            'vat_number': f'SE{facts["number"]}01',
        }
        for facts in COMPANIES.values()
    ]
