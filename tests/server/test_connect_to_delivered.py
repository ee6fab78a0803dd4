"""The journey from *Connect* to *Delivered* in a browser, in Swedish (W2.1-5, W8.1-2)."""

import pytest
from browsing import allow, log_in, log_in_at_pagero, open_record, press


CONNECTED = 'Anslutning till Pagero är klar. Det går bra att stänga fliken nu.'
SEND = 'pagero_connector.ir_cron_pagero_send'


@pytest.fixture
def swedish_place(own_place):
    """A company whose administrator reads Swedish."""
    own_place.admin.call('res.users', 'write', [own_place.admin.uid], {'lang': 'sv_SE'})
    return own_place


def test_connect_then_post_and_see_it_delivered(swedish_place, page):
    log_in(page, swedish_place.odoo)

    tab = go_to_pagero(swedish_place, page)
    be_refused_with_a_wrong_password(swedish_place, tab)
    connect_with_the_right_one(tab)
    see_that_it_is_connected(swedish_place, page)
    be_refused_a_second_time(swedish_place, tab)
    invoice_id = post_while_the_network_is_off(swedish_place, page)
    see_it_delivered(swedish_place, page, invoice_id)


def go_to_pagero(place, page):
    """W2.1: *Connect* opens Pagero's login."""
    open_record(page, place.odoo, 'pagero.account', place.ids['account'])
    with page.context.expect_page() as opened:
        press(page, 'action_connect')
    tab = opened.value
    tab.wait_for_selector('input[name=password]')
    assert tab.url.startswith(f'{place.sandbox.url}/oauth/v2/oauth-authorize')
    return tab


def be_refused_with_a_wrong_password(place, tab):
    """W2.2: the browser stays at Pagero, Odoo is not connected."""
    log_in_at_pagero(tab, password='wrong')
    assert tab.locator('[role=alert]').is_visible()
    assert place.account('state')['state'] == 'draft'


def connect_with_the_right_one(tab):
    """W2.3: Odoo's page says what the source says, word for word."""
    log_in_at_pagero(tab)
    allow(tab)
    assert CONNECTED in tab.inner_text('body')


def see_that_it_is_connected(place, page):
    """W2.4: after a reload the expiry is shown, and no secret."""
    page.reload()
    page.wait_for_selector('button[name=action_disconnect]')
    assert page.locator('[name=token_expires_at]').inner_text().strip()
    assert 'sandbox-secret' not in page.content()
    assert place.account('client_secret')['client_secret'] is False


def be_refused_a_second_time(place, tab):
    """W2.5: the callback's address works once."""
    assert tab.reload().status == 400
    assert place.account('state')['state'] == 'connected'


def post_while_the_network_is_off(place, page):
    """W8.1: the invoice is posted at once and queued."""
    press(page, 'action_go_live', confirm=True)
    page.wait_for_selector('button[name=action_back_to_test]')
    place.connect()
    place.sandbox.post('settings', {'network_off': True})
    invoice_id = place.draft()
    open_record(page, place.odoo, 'account.move', invoice_id)
    press(page, 'action_post')
    page.wait_for_selector('button[name=action_open_pagero_documents]')
    assert place.admin.read('account.move', invoice_id, 'state')['state'] == 'posted'
    place.wait(invoice_id, 'queued')
    assert place.arrived(invoice_id) == 0
    return invoice_id


def see_it_delivered(place, page, invoice_id):
    """W8.2: the network is back; the invoice shows states and times, and arrived once."""
    place.sandbox.post('settings', {'network_off': False})
    place.forget_waiting_times()
    place.odoo.wake(SEND)
    place.wait(invoice_id, 'delivered')
    open_record(page, place.odoo, 'account.move', invoice_id)
    press(page, 'action_open_pagero_documents')
    page.wait_for_selector('[name=history] tbody tr')
    assert page.locator('[name=history] tbody tr').count() >= 4
    assert place.arrived(invoice_id) == 1
