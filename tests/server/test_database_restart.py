"""PostgreSQL restarts under a threaded Odoo: its scheduled actions run no more, the web goes on."""

import pytest
from browsing import log_in, open_action, open_record
from cluster_place import ClusterPlace
from rough_place import POLL, SEND


STANDS = 'text=/schemalagda åtgärder har inte körts sedan .*starta om Odoo-servern/'


@pytest.fixture(scope='module')
def place(environment, base, tmp_path_factory):
    opened = ClusterPlace(environment, 'restarted', tmp_path_factory.mktemp('restarted'), base)
    opened.open().begin()
    yield opened
    opened.close()


def test_a_queue_that_stands_is_told_where_people_look_until_odoo_is_restarted(place, page):
    place.post_and_send()
    unsent = place.post(pagero_choice='no')
    place.admin.call('account.move', 'write', [unsent], {'pagero_choice': 'yes'})
    place.restart_database_server()

    invoice_ids = [place.post() for _number in range(3)]
    place.half_an_hour_passes()

    assert {place.document(each)['state'] for each in invoice_ids} == {'queued'}
    become_a_swede_with_a_layout(place)
    log_in(page, place.odoo)
    for is_told in (True, False):
        look_around(place, page, invoice_ids[0], unsent, is_told)
        if is_told:
            place.odoo.restart()
            place.run(SEND, POLL)
    for invoice_id in invoice_ids:
        assert place.document(invoice_id)['state'] == 'delivered'
        assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


def become_a_swede_with_a_layout(place):
    """The administrator, who sees *Health*; core asks for a layout before the Send dialog."""
    [me] = place.admin.search_read('res.users', [('login', '=', 'admin')], 'id')
    place.admin.call('res.users', 'write', [me['id']], {'lang': 'sv_SE'})
    layout = {'external_report_layout_id': place.admin.reference('web.external_layout_standard')}
    place.admin.call('res.company', 'write', [place.ids['company']], layout)


def look_around(place, page, queued, unsent, is_told):
    """The dashboard, *Health*, the invoice, and the Send dialog of another one."""
    page.goto(f'{place.odoo.url}/odoo/pagero')
    page.wait_for_selector('.o_pagero_dashboard')
    expect(page, is_told)
    open_action(page, place.odoo, place.admin, 'pagero_health_open_action')
    page.wait_for_selector('.o_form_view [name=line_ids]')
    expect(page, is_told)
    open_record(page, place.odoo, 'account.move', queued)
    expect(page, is_told)
    open_record(page, place.odoo, 'account.move', unsent)
    page.click('.o_form_view button[name=action_invoice_sent]:visible')
    page.wait_for_selector('.modal [name=pagero_send_mode]')
    expect(page, is_told)


def expect(page, is_told):
    if is_told:
        page.locator(f'{STANDS} >> visible=true').first.wait_for()
    else:
        assert not page.locator(STANDS).count()
