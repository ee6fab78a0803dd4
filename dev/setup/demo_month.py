"""The month that the demo's company is in the middle of, made over HTTP as people make it."""

from datetime import date

from . import demo_dates, scenario
from .demo_cast import network_companies
from .demo_facts import sandbox_company
from .demo_inbox import DemoInbox
from .demo_network import DemoNetwork
from .demo_place import CHASE, DemoPlace
from .demo_sales import DemoSales
from .demo_states import DemoStates
from .server import OdooServer, SandboxServer


# The region's order number, its reference and its account come from the network; these by hand.
DEMAND = {
    'field_key': 'buyer_reference',
    'kind': 'pattern',
    'pattern': r'[A-Z]{4}\d{2}',
    'message': "Kommunens referens är fyra bokstäver och två siffror, till exempel INKA07.",
}
COLLEAGUES = (
    ("Elin Ekström", 'ekonom@norrsken.example', 'normal'),
    ("Sara Sundin", 'saljare@norrsken.example', 'normal'),
)
TEMPLATES = {'granvik': "Månadsleverans kommunhuset", 'hotel': "Hotellets veckobeställning"}


def live(odoo: OdooServer, sandbox: SandboxServer, ids: dict) -> None:
    """From the login to today; the days of the past are written at the end."""
    today = date.today()
    sandbox.post('settings', {'checks': 'off'})
    sandbox.post('companies', sandbox_company())
    sandbox.post('network/companies', network_companies())
    place = DemoPlace(odoo, sandbox, ids)
    demo_dates.trusted_long_ago(odoo)
    _go_live(place)
    network, sales, inbox = DemoNetwork(place), DemoSales(place, today), DemoInbox(place, today)
    network.connect_regular_customers()
    sales.sell_for_half_a_year()
    sales.be_paid(sales.credit())
    sales.be_answered()
    network.connect_other_customers()
    DemoStates(place, today).make_all(network.let_fate_strike)
    inbox.receive()
    inbox.work()
    inbox.be_asked()
    _keep_templates(place, sales)
    _have_demands(place)
    _invite_colleagues(place)
    demo_dates.grow_older(odoo)
    odoo.run(CHASE)
    sandbox.post('settings', {'checks': 'full'})


def _go_live(place: DemoPlace) -> None:
    scenario.connect(place.admin, place.ids['account']).raise_for_status()
    place.admin.call('pagero.account', 'action_go_live', [place.ids['account']])


def _keep_templates(place: DemoPlace, sales: DemoSales) -> None:
    """What two customers buy again and again."""
    dialog = 'pagero.invoice.template.save'
    for customer, name in TEMPLATES.items():
        invoice = next(id_ for id_, sold_to, _day in reversed(sales.sold) if sold_to == customer)
        id_ = place.accountant.create(dialog, {'move_id': invoice, 'name': name})
        place.accountant.call(dialog, 'action_save', [id_])


def _have_demands(place: DemoPlace) -> None:
    values = {**DEMAND, 'partner_id': place.customer('granvik')}
    place.accountant.create('pagero.recipient.rule', values)


def _invite_colleagues(place: DemoPlace) -> None:
    """Two of the three licences are taken; one person has followed the link."""
    admin = place.admin
    admin.call('pagero.user', 'action_refresh', [])
    [licence] = admin.search_read('pagero.licence', [], 'id', limit=1)
    linked = {'account_id': place.ids['account'], 'licence_id': licence['id']}
    for name, email, role in COLLEAGUES:
        dialog = admin.create(
            'pagero.user.add', {'name': name, 'email': email, 'role': role, **linked}
        )
        admin.call('pagero.user.add', 'action_invite', [dialog])
    domain = [('email', '=', COLLEAGUES[0][1])]
    [user] = admin.search_read('pagero.user', domain, 'network_id')
    place.sandbox.post(f'network/users/{user["network_id"]}', {'state': 'Active'})
    admin.call('pagero.user', 'action_refresh', [])
