"""Uninstalling leaves a quiet log, and nothing that refers to us."""

import pytest
from rough_place import POLL, RECEIVE, SEND, RoughPlace
from setup import databases
from setup.processes import wait_until


NEIGHBOURS = [(), databases.NEIGHBOURS]
OURS = '%pagero%'


@pytest.fixture(scope='module', params=NEIGHBOURS, ids=['alone', 'beside_peppol'])
def uninstalled(environment, tmp_path_factory, request):
    """Two companies that used everything, after the addon was uninstalled from one of them."""
    ids = request.getfixturevalue('base_beside_peppol' if request.param else 'base')
    folder = tmp_path_factory.mktemp('uninstall')
    place = RoughPlace(environment, 'uninstall', folder, ids, *request.param)
    place.open().connect()
    place.sent = place.post_and_send()
    place.run(POLL)
    place.xml = place.sandbox.get('files')[0]
    place.settings(receives=True)
    [place.received] = place.sandbox.post('supplier_documents', {'number': 'L-77'})
    place.run(RECEIVE)
    refer_to_us_everywhere(place)
    place.waiting = place.post('routing')
    place.run(SEND)
    uninstall(place)
    yield place
    place.close()


def uninstall(place, module='pagero_connector'):
    """Press the button; core refuses it while a scheduled action runs."""
    idle = (
        'SELECT count(*) = (SELECT count(*) FROM ir_cron)'
        ' FROM (SELECT FROM ir_cron FOR UPDATE SKIP LOCKED) AS free'
    )
    wait_until(lambda: place.odoo.query(idle) == [(True,)], 60, 'no scheduled action runs')
    wanted = [('name', '=', module)]
    [found] = place.admin.search_read('ir.module.module', wanted, 'state')
    place.admin.call('ir.module.module', 'button_immediate_uninstall', [found['id']])


def refer_to_us_everywhere(place):
    """Sending method, format and defaults, in this company and in one nobody is logged in to."""
    admin = place.admin
    other = admin.create('res.company', {'name': 'Dotter AB'})
    admin.call('res.users', 'write', [admin.uid], {'company_ids': [(4, other)]})
    ours = {'invoice_sending_method': 'pagero', 'invoice_edi_format': 'pagero_bis3'}
    partners = [place.ids['municipality'], place.ids['untagged']]
    for company in (place.ids['company'], other):
        here = {'allowed_company_ids': [company]}
        admin.call('res.partner', 'write', partners, ours, context=here)
        for name, value in ours.items():
            admin.call('ir.default', 'set', 'res.partner', name, value, False, company)
    kept = {'allowed_company_ids': [other]}
    theirs = {'invoice_sending_method': 'email'}
    admin.call('res.partner', 'write', [place.ids['routing']], theirs, context=kept)
    place.other = other


def test_the_uninstallation_is_quiet(uninstalled):
    assert uninstalled.odoo.complaints() == []


def test_no_customer_refers_to_us_in_any_company(uninstalled):
    left = uninstalled.odoo.query(
        'SELECT name, invoice_sending_method, invoice_edi_format_store FROM res_partner'
        ' WHERE invoice_sending_method::text LIKE %s OR invoice_edi_format_store::text LIKE %s',
        (OURS, OURS),
    )
    assert left == []
    defaults = 'SELECT id FROM ir_default WHERE json_value LIKE %s'
    assert uninstalled.odoo.query(defaults, (OURS,)) == []


def test_what_is_not_ours_is_kept(uninstalled):
    [(methods,)] = uninstalled.odoo.query(
        'SELECT invoice_sending_method FROM res_partner WHERE id = %s',
        (uninstalled.ids['routing'],),
    )
    assert methods == {str(uninstalled.other): 'email'}


def test_the_sent_xml_stays_with_its_invoice(uninstalled):
    domain = [('res_model', '=', 'account.move'), ('res_id', '=', uninstalled.sent)]
    found = uninstalled.admin.search_read('ir.attachment', domain, 'name', 'raw', 'mimetype')
    [xml] = [each for each in found if each['name'].endswith('.xml')]
    assert uninstalled.xml['number'] in xml['raw']


def test_what_was_received_stays_as_a_file(uninstalled):
    domain = [('name', '=', f'{uninstalled.received["number"]}.xml')]
    [kept] = uninstalled.admin.search_read('ir.attachment', domain, 'raw', 'res_model')
    assert 'L-77' in kept['raw']
    assert not kept['res_model']


def test_nothing_of_ours_is_left_in_the_database(uninstalled):
    query = uninstalled.odoo.query
    assert query("SELECT tablename FROM pg_tables WHERE tablename LIKE 'pagero%%'") == []
    columns = query(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name LIKE 'pagero%%'"
    )
    assert columns == []
    assert query("SELECT id FROM ir_model_data WHERE module = 'pagero_connector'") == []
    assert query('SELECT id FROM ir_cron WHERE cron_name ILIKE %s', (OURS,)) == []
    assert query('SELECT id FROM ir_attachment WHERE res_model LIKE %s', (OURS,)) == []
    assert query("SELECT id FROM mail_activity WHERE res_model LIKE 'pagero%%'") == []
    assert query("SELECT id FROM mail_message WHERE model LIKE 'pagero%%'") == []
    assert query('SELECT id FROM mail_template WHERE name::text ILIKE %s', (OURS,)) == []


def test_odoo_works_on(uninstalled):
    """Invoices are shown, printed, posted and sent as if we had never been there."""
    place = uninstalled
    session = place.odoo.session()
    for invoice_id in (place.sent, place.waiting):
        page = session.http.get(f'{place.odoo.url}/report/html/account.report_invoice/{invoice_id}')
        assert page.status_code == 200
        assert 'Kaffe' in page.text
    values = {'move_type': 'out_invoice', 'partner_id': place.ids['municipality']}
    line = {'product_id': place.ids['product'], 'quantity': 1, 'price_unit': 10}
    invoice_id = session.create('account.move', {**values, 'invoice_line_ids': [(0, 0, line)]})
    session.call('account.move', 'action_post', [invoice_id])
    session.call('account.move', 'get_views', [[False, 'form'], [False, 'list']])
    session.call('res.partner', 'get_views', [[False, 'form']])
    session.call('account.move', 'button_draft', [place.sent])
    assert place.odoo.complaints() == []
