"""One received document makes one bill, whoever asks at once and whenever the server dies."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from rough_place import BILLS, RECEIVE, at_once
from setup.processes import wait_until


SOON = 30  # seconds in which a cron thread comes to where a test waits for it
VENDOR = {
    'name': 'Älvdalens Grossist AB',
    'is_company': True,
    'company_registry': '559912-4004',
    'vat': 'SE559912400401',
}
BILL = """SELECT document.state, move.state, move.amount_total
            FROM pagero_received_document document LEFT JOIN account_move move ON move.id = move_id
           ORDER BY document.id"""


@pytest.fixture
def office(inbox):
    """An inbox whose supplier is a vendor, and that has no bills yet."""
    admin = inbox.place.admin
    if not admin.search_read('res.partner', [('vat', '=', VENDOR['vat'])], 'id'):
        admin.create('res.partner', {**VENDOR, 'country_id': admin.reference('base.se')})
    old = admin.search_read(
        'account.move', [('move_type', 'in', ('in_invoice', 'in_refund'))], 'id'
    )
    admin.call('account.move', 'unlink', [each['id'] for each in old])
    return inbox


def bills(office) -> int:
    [(count,)] = office.place.odoo.query(
        "SELECT count(*) FROM account_move WHERE move_type IN ('in_invoice', 'in_refund')"
    )
    return count


def ids(office) -> list[int]:
    return [each for [each] in office.stored('id')]


def test_what_comes_is_booked_by_itself(office):
    office.place.settings(makes_bills=True)
    office.supply(count=5, kinds=['invoice', 'credit_note'], attachments=1)
    office.fetch()
    wait_until(lambda: bills(office) == 5, SOON, 'the bills are made')

    assert {(state, bill) for state, bill, _amount in office.place.odoo.query(BILL)} == {
        ('booked', 'draft')
    }


def test_ten_documents_of_which_three_are_none_of_ours(office):
    office.place.settings(makes_bills=True)
    office.supply(count=7)
    office.supply(kind='cut')
    office.supply(send_mode='Test')
    office.supply(buyer={'name': 'Grannbolaget AB', 'org_number': '5569993404', 'vat_number': ''})
    office.fetch()
    wait_until(lambda: bills(office) == 7, SOON, 'the bills are made')
    office.place.run(BILLS)

    assert bills(office) == 7
    others = [each for each in office.documents() if each['state'] != 'booked']
    assert len(others) == 3
    assert all(each['remark_words'] for each in others)


def test_ten_at_once_make_one_bill(office):
    office.supply()
    office.fetch()
    [document] = ids(office)

    def ask():
        office.place.admin.call('pagero.received.document', 'action_create_bill', [document])

    refusals = [each for each in at_once([ask] * 10) if each]
    assert bills(office) == 1
    assert all(refusal.kind == 'UserError' for refusal in refusals), refusals
    assert [state for state, _bill, _amount in office.place.odoo.query(BILL)] == ['booked']


def test_two_bills_of_a_new_account_at_the_same_moment(office):
    """Both write down the account that the vendor states; whoever is second sees the first."""
    office.supply(count=2)
    office.fetch()
    office.place.odoo.query('DELETE FROM pagero_payee_account')
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation ="
        " 'pagero_payee_account'::regclass"
    )
    sessions = [office.place.odoo.session() for _number in range(2)]
    lock = 'LOCK TABLE pagero_payee_account IN SHARE ROW EXCLUSIVE MODE'
    with ThreadPoolExecutor(2) as pool:
        with office.place.locked(lock):
            asked = [
                pool.submit(
                    session.call, 'pagero.received.document', 'action_create_bill', [document]
                )
                for session, document in zip(sessions, ids(office), strict=True)
            ]
            wait_until(lambda: office.place.odoo.query(waiting) == [(2,)], SOON, 'both wait')
        for each in asked:
            each.result(timeout=SOON)

    assert bills(office) == 2
    assert [state for _id, state in office.stored()] == ['booked'] * 2


def test_killed_between_the_bill_and_its_commit(office):
    office.supply(count=3)
    office.fetch()
    office.place.odoo.query('UPDATE pagero_received_document SET is_bill_due = TRUE')
    with office.place.locked('LOCK TABLE ir_attachment IN SHARE ROW EXCLUSIVE MODE') as is_waited:
        office.place.wake(BILLS)
        wait_until(is_waited, SOON, 'the bills are made and their files are about to be')
        office.place.odoo.kill()
    assert bills(office) == 0
    assert [state for _id, state in office.stored()] == ['stored'] * 3

    office.place.odoo.start()
    office.place.run(BILLS)
    office.place.run(BILLS)

    assert bills(office) == 3
    assert [state for _id, state in office.stored()] == ['booked'] * 3


def test_killed_right_after_the_file_was_stored(office):
    """The bill is due from the moment on that the file is here."""
    office.place.settings(makes_bills=True)
    office.supply()
    with office.place.locked('LOCK TABLE account_move IN SHARE ROW EXCLUSIVE MODE') as is_waited:
        office.place.wake(RECEIVE)
        wait_until(is_waited, SOON, 'the bill is about to be made')
        office.place.odoo.kill()
    assert bills(office) == 0

    office.place.odoo.start()
    office.place.run(BILLS)

    assert bills(office) == 1


def test_a_vendor_that_comes_later(office):
    office.supply(supplier={'name': 'Nykomlingen AB', 'org_number': '5599124566'}, count=2)
    office.fetch()
    admin, [first, second] = office.place.admin, ids(office)
    office.place.odoo.query('UPDATE pagero_received_document SET is_bill_due = TRUE')
    office.place.run(BILLS)
    assert bills(office) == 0

    action = admin.call('pagero.received.document', 'action_create_vendor', [first])
    dialog = admin.create('pagero.received.vendor', {}, **action['context'])
    admin.call('pagero.received.vendor', 'action_confirm', [dialog])
    office.place.run(BILLS)

    assert bills(office) == 2
    assert second in ids(office)
