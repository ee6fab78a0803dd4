"""The company's people at Pagero and their licences, in a browser in Swedish (W3, W12.4-5)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from browsing import fill_in, log_in, open_action, open_record, press
from setup.demo_facts import SANDBOX_COMPANY
from setup.rpc import OdooError


KIND = 'Additional Pagero Network User'


@pytest.fixture
def swedish(place):
    """A Swedish administrator whose agreement gives an API; two licences, one of them free."""
    admin, account = place.admin, [place.ids['account']]
    before = admin.read('res.users', admin.uid, 'lang')['lang']
    admin.call('res.users', 'write', [admin.uid], {'lang': 'sv_SE'})
    admin.call('pagero.account', 'write', account, {'gateway': 'partner'})
    place.sandbox.post('network/licences', {'companyId': SANDBOX_COMPANY, 'quantity': 2})
    admin.call('pagero.user', 'action_refresh', [])
    add(place, 'Bo')
    yield place
    admin.call('pagero.account', 'write', account, {'gateway': 'public'})
    admin.call('res.users', 'write', [admin.uid], {'lang': before})


def add(place, name):
    """A user, added over HTTP as the form does."""
    [licence] = licences(place)
    values = {'name': name, 'email': f'{name.lower()}@norrsken.example'}
    values |= {'account_id': place.ids['account'], 'licence_id': licence['id']}
    return place.admin.create('pagero.user', values)


def licences(place):
    return place.admin.search_read('pagero.licence', [], 'quantity', 'holder_count', 'quote_state')


def test_users_and_licences(swedish, page):
    log_in(page, swedish.odoo)

    leave_without_inviting(swedish, page)
    take_the_free_licence(swedish, page)
    be_refused_a_third(swedish, page)
    see_that_the_quote_is_open(swedish, page)
    change_the_role(swedish, page)
    delete_after_a_second_question(swedish, page)
    do_it_by_hand_where_there_is_no_api(swedish, page)
    nobody_else_may(swedish)
    two_people_share_the_last_licence(swedish)


def leave_without_inviting(place, page):
    """Only the button invites: neither another menu nor a closed tab does."""
    fill_new_user(place, page, 'Eva Ek', 'eva@norrsken.example')
    page.click('.modal-footer button.btn-secondary')
    page.wait_for_selector('.modal', state='detached')
    fill_new_user(place, page, 'Eva Ek', 'eva@norrsken.example')
    page.goto(f'{place.odoo.url}/odoo/pagero')
    page.wait_for_selector('.o_pagero_dashboard')
    assert place.admin.search_read('pagero.user', [('name', '=', 'Eva Ek')], 'id') == []
    assert licences(place)[0]['holder_count'] == 1


def take_the_free_licence(place, page):
    """W3.1: the licence is taken here and at Pagero, which mails the activation link."""
    new_user(place, page, 'Anna Andersson', 'anna.andersson@norrsken.example')
    page.wait_for_selector('.modal', state='detached')
    assert licences(place)[0]['holder_count'] == 2
    [anna] = place.admin.search_read(
        'pagero.user', [('name', '=', 'Anna Andersson')], 'state', 'network_id'
    )
    assert anna['state'] == 'invited'
    assert anna['network_id']


def new_user(place, page, name, email):
    fill_new_user(place, page, name, email)
    page.click('.modal-footer button[name=action_invite]')


def fill_new_user(place, page, name, email):
    open_action(page, place.odoo, place.admin, 'pagero_user_open_action')
    page.get_by_role('button', name='Lägg till ny användare').click()
    page.wait_for_selector('.modal .o_form_view [name=email]')
    fill_in(page, 'name', name)
    fill_in(page, 'email', email)


def be_refused_a_third(place, page):
    """W3.2-3: refused with the number, and with the way to another licence."""
    new_user(place, page, 'Cia Carlsson', 'cia@norrsken.example')
    page.locator('.modal').filter(has_text='används: 2').wait_for()
    page.locator('.modal-footer').last.get_by_role('button', name='Begär offert').click()
    page.wait_for_selector('.modal [name=salesperson_email]')
    fill_in(page, 'quantity', '1')
    fill_in(page, 'salesperson_name', 'Sara Säljare')
    fill_in(page, 'salesperson_email', 'sara@pagero.example')
    page.click('.modal button[name=action_send]')
    page.wait_for_selector('.modal [name=salesperson_email]', state='detached')
    [mail] = place.admin.search_read(
        'mail.mail', [('model', '=', 'pagero.licence')], 'email_to', 'subject', 'body_html'
    )
    assert mail['email_to'] == 'sara@pagero.example'
    assert KIND in mail['body_html']
    assert f'1 \u00d7 {KIND}' in mail['subject']


def see_that_the_quote_is_open(place, page):
    """W3.3: pressing again shows that it was asked for."""
    open_record(page, place.odoo, 'pagero.licence', licences(place)[0]['id'])
    page.locator('.alert-info:visible').filter(has_text='fortfarande öppen').wait_for()
    press(page, 'action_request_quote')
    page.locator('.modal .alert-info').filter(has_text='fortfarande öppen').wait_for()
    assert page.locator('.modal button[name=action_send]:visible').count() == 0


def change_the_role(place, page):
    """W3.4: the new role is there after a reload, and at Pagero."""
    [anna] = place.admin.search_read('pagero.user', [('name', '=', 'Anna Andersson')], 'id')
    open_record(page, place.odoo, 'pagero.user', anna['id'])
    page.locator('[name=role] .o_radio_item').nth(1).locator('input').check()
    page.click('.o_form_button_save')
    page.locator('.o_form_status_indicator_buttons.invisible').wait_for(state='attached')
    page.reload()
    page.wait_for_selector('.o_form_view')
    assert page.locator('[name=role] .o_radio_item').nth(1).locator('input').is_checked()
    place.admin.call('pagero.user', 'action_refresh', [])
    assert place.admin.read('pagero.user', anna['id'], 'role')['role'] == 'administrator'


def delete_after_a_second_question(place, page):
    """W3.5: Keep changes nothing; Delete frees the licence."""
    press(page, 'action_remove')
    page.locator('.modal-footer').get_by_role('button', name='Behåll').click()
    page.wait_for_selector('.modal', state='detached')
    assert licences(place)[0]['holder_count'] == 2
    press(page, 'action_remove')
    page.locator('.modal-footer').get_by_role('button', name='Ta bort').click()
    page.wait_for_selector('button[name=action_invite_again]')
    assert licences(place)[0]['holder_count'] == 1


def do_it_by_hand_where_there_is_no_api(place, page):
    """W3.1, W3.5: what to paste, the way there, *Mark as Done*; the licence is counted alike."""
    account = [place.ids['account']]
    place.admin.call('pagero.account', 'write', account, {'gateway': 'public'})
    new_user(place, page, 'Dan Dahl', 'dan@norrsken.example')
    to_do = page.locator('.o_form_view .alert-warning:visible')
    to_do.filter(has_text='Lägg till användaren i Pagero Online').wait_for()
    page.locator('[name=email] .o_clipboard_button').click()
    assert page.evaluate('navigator.clipboard.readText()') == 'dan@norrsken.example'
    with page.context.expect_page() as opened:
        press(page, 'action_open_in_pagero_online')
    assert opened.value.url.startswith(f'{place.sandbox.url}/network')
    opened.value.close()
    press(page, 'action_done_by_hand')
    to_do.wait_for(state='hidden')
    assert licences(place)[0]['holder_count'] == 2
    press(page, 'action_remove')
    page.locator('.modal-footer').get_by_role('button', name='Ta bort').click()
    to_do.filter(has_text='Ta bort användaren').wait_for()
    press(page, 'action_done_by_hand')
    to_do.wait_for(state='hidden')
    assert licences(place)[0]['holder_count'] == 1
    place.admin.call('pagero.account', 'write', account, {'gateway': 'partner'})


def nobody_else_may(place):
    """W3.6: an accountant is refused over HTTP as well."""
    accountant = place.accountant()
    [bo] = place.admin.search_read('pagero.user', [('name', '=', 'Bo')], 'id')
    for method in ('action_remove', 'read', 'action_refresh'):
        with pytest.raises(OdooError) as refusal:
            accountant.call('pagero.user', method, [bo['id']])
        assert refusal.value.kind == 'AccessError'


def two_people_share_the_last_licence(place):
    """Both press Save at once: the contract is not exceeded, and nobody sees a fault."""
    sessions = [place.odoo.session('admin', 'admin') for _number in range(4)]
    [licence] = licences(place)

    def save(number):
        values = {'name': f'Nr {number}', 'email': f'nr{number}@norrsken.example'}
        values |= {'account_id': place.ids['account'], 'licence_id': licence['id']}
        try:
            return sessions[number].create('pagero.user', values)
        except OdooError as error:
            return error.kind

    with ThreadPoolExecutor(len(sessions)) as pool:
        outcomes = list(pool.map(save, range(len(sessions))))

    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert set(outcomes) - {o for o in outcomes if isinstance(o, int)} == {'RedirectWarning'}
    assert licences(place)[0]['holder_count'] == 2
