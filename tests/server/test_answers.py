"""What recipients answer reaches the invoice once, in whatever order, whenever the server dies."""

from datetime import datetime, timedelta

import pytest
from browsing import log_in, open_record, press
from inbox_place import LIST, MARK
from rough_place import POLL, READ, RECEIVE, SEND
from setup.processes import wait_until


SOON = 30  # seconds in which a cron thread comes to where a test waits for it
TOLD = ('code', 'business_status', 'label', 'notes', 'move_id', 'trouble_words', 'attachment_ids')
# One for each element of an answer that people see.
WHOLE = {
    'code': 'RE',
    'reasons': ['PRI'],
    'actions': ['NIN'],
    'note': "Priset är fel",
    'clarifications': [{'Code': 'BT-146', 'TypeCode': 'EXPECTED', 'Value': '90.00'}],
    'attachments': 1,
}


@pytest.fixture
def delivered(inbox):
    """An invoice that has reached its recipient."""
    invoice = inbox.place.post()
    inbox.place.time_passes(SEND, POLL)
    assert inbox.place.document(invoice)['state'] == 'delivered'
    return invoice


def copy_of(place, invoice):
    """The recipient's copy of an invoice."""
    number = place.number(invoice)
    return next(
        each['id']
        for each in place.sandbox.get('documents')
        if each['number'] == number and each['recipient_id']
    )


def answer(inbox, invoice, **wish):
    path = f'documents/{copy_of(inbox.place, invoice)}/answer'
    return inbox.place.sandbox.post(path, wish)['ids']


def hear(inbox):
    """The scheduled actions run, as if time had passed."""
    inbox.fetch()
    inbox.place.run(READ)


def answers(inbox, invoice):
    domain = [('move_id', '=', invoice)]
    return inbox.place.admin.search_read('pagero.response', domain, *TOLD, order='id')


def shown(inbox, invoice):
    """What the invoice itself says."""
    names = ('pagero_answer', 'pagero_answer_text', 'pagero_answer_needs_person')
    return inbox.place.admin.read('account.move', invoice, *names)


def test_an_answer_with_everything_stands_on_the_invoice(inbox, delivered):
    answer(inbox, delivered, **WHOLE)

    hear(inbox)

    [row] = answers(inbox, delivered)
    assert (row['code'], row['business_status'], row['notes']) == (
        'RE',
        'rejected',
        "Priset är fel",
    )
    assert len(row['attachment_ids']) == 1
    said = shown(inbox, delivered)
    assert said['pagero_answer_needs_person'] is True
    assert "Priset är fel" in said['pagero_answer_text']
    assert '90.00' in said['pagero_answer_text']
    assert len(inbox.place.activities('account.move', delivered)) == 1
    inbox.place.run(RECEIVE)
    assert all(entry['is_fetched'] for entry in inbox.ledger().values())


@pytest.mark.parametrize('match', ['uuid', 'interchange', 'number'])
def test_by_whatever_it_names_the_invoice(inbox, delivered, match):
    answer(inbox, delivered, code='AP', match=match)

    hear(inbox)

    assert [row['business_status'] for row in answers(inbox, delivered)] == ['accepted']


def test_several_that_come_in_the_wrong_order(inbox, delivered):
    now = datetime.now().replace(microsecond=0)
    for hours, code in ((1, 'AP'), (3, 'AB'), (2, 'UQ'), (0, 'TELEPORTED')):
        issued = (now - timedelta(hours=hours)).isoformat()
        answer(inbox, delivered, code=code, issued_at=issued)

    hear(inbox)

    assert len(answers(inbox, delivered)) == 4
    assert inbox.place.document(delivered)['business_status'] == 'accepted'
    assert inbox.place.activities('account.move', delivered) == []


def test_many_are_read_page_by_page_and_each_once(inbox, delivered):
    ids = answer(inbox, delivered, code='IP', count=230)

    hear(inbox)
    inbox.place.run(READ)

    assert len(answers(inbox, delivered)) == len(ids)
    hear(inbox)
    assert len(answers(inbox, delivered)) == len(ids)


def test_another_mode_another_number_and_a_stranger(inbox, delivered):
    answer(inbox, delivered, code='RE', send_mode='Test')
    answer(inbox, delivered, code='RE', match='number', number='INV/0')
    stranger = {'name': "Främmande AB", 'numbers': ['5569993404']}
    answer(inbox, delivered, code='RE', match='number', buyer=stranger)

    hear(inbox)

    assert answers(inbox, delivered) == []
    alone = inbox.place.admin.search_read('pagero.response', [], *TOLD)
    assert len(alone) == 3
    assert all(row['trouble_words'] for row in alone)
    assert shown(inbox, delivered)['pagero_answer'] is False


def test_an_account_that_receives_nothing_hears_answers_and_marks_none(inbox, delivered):
    inbox.place.settings(receives=False)
    inbox.supply(count=2)
    answer(inbox, delivered, code='RE')
    inbox.place.sandbox.delete('calls')

    hear(inbox)

    assert [row['business_status'] for row in answers(inbox, delivered)] == ['rejected']
    assert not any(entry['marks'] for entry in inbox.ledger().values())
    assert len(inbox.documents()) == 1
    inbox.place.sandbox.delete('calls')
    hear(inbox)
    lists = [call for call in inbox.place.sandbox.get('calls') if 'documents' in call['path']]
    assert len(lists) == 1, lists


def test_killed_between_the_file_and_the_invoice(inbox, delivered):
    answer(inbox, delivered, code='RE', count=3)
    with inbox.place.locked('LOCK TABLE pagero_response IN SHARE MODE') as is_waited:
        inbox.fetch()
        inbox.place.wake(READ)
        wait_until(is_waited, SOON, 'the answers are about to be written')
        inbox.place.odoo.kill()
    assert [state for _id, state in inbox.stored()] == ['stored'] * 3

    inbox.restart()
    inbox.place.run(READ)

    assert_three_once(inbox, delivered)


def test_killed_between_the_invoice_and_the_chatter(inbox, delivered):
    answer(inbox, delivered, code='RE', count=3)
    with inbox.place.locked('LOCK TABLE mail_message IN SHARE MODE') as is_waited:
        inbox.fetch()
        inbox.place.wake(READ)
        wait_until(is_waited, SOON, 'people are about to be told')
        inbox.place.odoo.kill()
    assert inbox.place.odoo.query('SELECT count(*) FROM pagero_response') == [(0,)]

    inbox.restart()
    inbox.place.run(READ)

    assert_three_once(inbox, delivered)


def test_killed_while_they_are_marked(inbox, delivered):
    answer(inbox, delivered, code='RE', count=3)
    hear(inbox)
    inbox.fault('timeout_before', MARK)
    inbox.place.wake(RECEIVE)
    wait_until(inbox.place.is_met, SOON, 'the mark is on its way')
    inbox.place.odoo.kill()

    inbox.restart()
    inbox.place.run(READ)

    assert_three_once(inbox, delivered)
    assert all(entry['is_fetched'] for entry in inbox.ledger().values())


def test_a_list_that_breaks_is_read_again(inbox, delivered):
    answer(inbox, delivered, code='AP')
    inbox.fault('cut_body', LIST)
    inbox.fetch()

    hear(inbox)

    assert [row['business_status'] for row in answers(inbox, delivered)] == ['accepted']


def assert_three_once(inbox, invoice):
    """Three answers, three lines in the chatter, one question."""
    assert len(answers(inbox, invoice)) == 3
    domain = [('model', '=', 'account.move'), ('res_id', '=', invoice), ('body', 'ilike', '<b>')]
    assert len(inbox.place.admin.search_read('mail.message', domain, 'body')) == 3
    assert len(inbox.place.activities('account.move', invoice)) == 1
    assert {each['state'] for each in inbox.documents()} == {'linked'}


# === THE JOURNEY, IN SWEDISH === #


@pytest.mark.usefixtures('swedish')
def test_reject_at_the_recipient_and_credit_here(inbox, delivered, page):
    """W14.1, W14.2, W12.1: the recipient's page → status, reason and activity → credit note."""
    reject_on_the_page_of_the_recipient(inbox, delivered, page)
    hear(inbox)

    log_in(page, inbox.place.odoo)
    open_record(page, inbox.place.odoo, 'account.move', delivered)
    banner = page.locator('[name=pagero_answer].alert')
    banner.wait_for()
    assert 'Avvisad' in banner.inner_text()
    assert 'Priset är fel' in banner.inner_text()
    assert banner.locator('button[name=action_correct_rejected]').is_visible()
    chatter = page.locator('.o-mail-Chatter')
    chatter.locator('text=Avvisad av mottagaren').first.wait_for()  # the activity
    chatter.locator('.o-mail-Message:has-text("Priset är fel")').first.wait_for()

    press(page, 'action_credit_rejected')
    reason = page.locator('.modal [name=reason] input')
    reason.wait_for()
    assert 'Priset är fel' in reason.input_value()
    page.click('.modal button[name=refund_moves]')
    page.wait_for_selector('.modal', state='detached')
    press(page, 'action_post')
    page.wait_for_selector('.o_arrow_button_current[data-value=posted]')

    assert shown(inbox, delivered)['pagero_answer_needs_person'] is False
    assert inbox.place.activities('account.move', delivered) == []


@pytest.fixture
def swedish(inbox):
    """The administrator reads Swedish, until the test is over."""
    admin = inbox.place.admin
    admin.call('res.users', 'write', [admin.uid], {'lang': 'sv_SE'})
    yield
    admin.call('res.users', 'write', [admin.uid], {'lang': 'en_US'})


def reject_on_the_page_of_the_recipient(inbox, invoice, page):
    place = inbox.place
    copy = copy_of(place, invoice)
    recipient = next(
        each['recipient_id'] for each in place.sandbox.get('documents') if each['id'] == copy
    )
    page.goto(f'{place.sandbox.url}/recipients/{recipient}?lang=sv')
    form = page.locator(f'form[action$="{copy}/answer"]')
    form.locator('[name=note]').fill("Priset är fel")
    form.locator('button[value=RE]').click()
    page.wait_for_selector('text=Avvisad')
