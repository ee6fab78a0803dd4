"""Beside core's own Peppol access point: one delivery of an invoice, never two."""

import os
import shlex

import pytest
from rough_place import POLL, SEND, RoughPlace
from setup import databases
from setup.rpc import OdooError


WIZARD = 'account.move.send.wizard'
PRINTER = """#!/bin/sh
# Answers as wkhtmltopdf does, and prints every page blank: its last argument names the file.
for last; do :; done
case "$last" in
    --version) echo 'wkhtmltopdf 0.12.6 (with patched qt)' ;;
    *) cp {blank} "$last" ;;
esac
"""


@pytest.fixture(scope='module')
def printer(tmp_path_factory):
    """Core's Peppol wants a PDF, and not every machine has the program that makes one."""
    pypdf = pytest.importorskip('pypdf')
    folder = tmp_path_factory.mktemp('printer')
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(folder / 'blank.pdf')
    program = folder / 'wkhtmltopdf'
    program.write_text(PRINTER.format(blank=shlex.quote(str(folder / 'blank.pdf'))))
    program.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv('PATH', f'{folder}{os.pathsep}{os.environ["PATH"]}')
        yield


@pytest.fixture(scope='module')
def registered(environment, base_beside_peppol, printer, tmp_path_factory):
    """A company that is a Peppol participant too, by core's demo mode: it calls nobody."""
    ids = base_beside_peppol
    folder = tmp_path_factory.mktemp('beside')
    place = RoughPlace(environment, 'beside', folder, ids, *databases.NEIGHBOURS).open()
    place.connect()
    register(place)
    for customer in ('municipality', 'untagged'):
        values = {'invoice_edi_format': 'ubl_bis3'}
        place.admin.call('res.partner', 'write', [ids[customer]], values)
    yield place
    place.close()


def register(place):
    here = {'default_company_id': place.ids['company']}
    wizard = place.admin.create('peppol.registration', {}, **here)
    contact = {'contact_email': 'faktura@norrsken.example', 'phone_number': '+46920123456'}
    place.admin.call('peppol.registration', 'write', [wizard], contact)
    place.admin.call('peppol.registration', 'button_register_peppol_participant', [wizard])
    company = place.admin.read('res.company', place.ids['company'], 'account_peppol_proxy_state')
    assert company['account_peppol_proxy_state'] == 'receiver'


@pytest.fixture
def place(registered):
    registered.begin()
    return registered


def post_uncaught(place, customer='municipality'):
    """Posted, and left for a person to send."""
    invoice_id = place.draft(customer, pagero_choice='no')
    place.admin.call('account.move', 'action_post', [invoice_id])
    place.admin.call('account.move', 'write', [invoice_id], {'pagero_choice': False})
    assert place.documents(invoice_id) == []
    return invoice_id


def open_dialog(place, invoice_id):
    return place.admin.create(WIZARD, {'move_id': invoice_id}, active_ids=[invoice_id])


def boxes(place, wizard):
    values = place.admin.read(WIZARD, wizard, 'sending_method_checkboxes')
    return values['sending_method_checkboxes']


def send_by(place, invoice_id, *methods):
    """Tick exactly these boxes of the Send dialog and press Send."""
    wizard = open_dialog(place, invoice_id)
    offered = boxes(place, wizard)
    ticked = {name: {**box, 'checked': name in methods} for name, box in offered.items()}
    ticked |= {name: {'checked': True} for name in methods if name not in ticked}
    place.admin.call(WIZARD, 'write', [wizard], {'sending_method_checkboxes': ticked})
    place.admin.call(WIZARD, 'action_send_and_print', [wizard])
    place.run(SEND, POLL)


def over_peppol(place, invoice_id):
    move = place.admin.read('account.move', invoice_id, 'peppol_move_state', 'peppol_message_uuid')
    return move['peppol_move_state'] in ('to_send', 'processing', 'done') or bool(
        move['peppol_message_uuid']
    )


def test_the_dialog_ticks_one_way_only(place):
    invoice_id = post_uncaught(place)

    offered = boxes(place, open_dialog(place, invoice_id))

    assert offered['pagero']['checked']
    assert offered['peppol']['checked'] is False


def test_a_posted_invoice_goes_over_pagero_alone(place):
    invoice_id = place.post_and_send()
    place.run(POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert not over_peppol(place, invoice_id)
    with_peppol = boxes(place, open_dialog(place, invoice_id)).get('peppol', {})
    assert not with_peppol.get('checked')


def test_what_is_over_pagero_is_not_sent_over_peppol(place):
    invoice_id = place.post_and_send()

    with pytest.raises(OdooError, match='twice'):
        send_by(place, invoice_id, 'peppol')

    assert not over_peppol(place, invoice_id)
    assert place.uploads(invoice_id) == 1


def test_both_ticked_is_refused(place):
    invoice_id = post_uncaught(place)

    with pytest.raises(OdooError, match='twice'):
        send_by(place, invoice_id, 'pagero', 'peppol')

    assert place.documents(invoice_id) == []
    assert not over_peppol(place, invoice_id)


def test_both_ordered_by_another_module_is_one_delivery(place):
    """Whoever calls core's sending without the dialog gets one delivery too."""
    invoice_id = post_uncaught(place)
    both = {'sending_methods': ['pagero', 'peppol'], 'invoice_edi_format': 'ubl_bis3'}
    data = {**both, 'author_user_id': place.admin.uid, 'author_partner_id': place.ids['company']}
    place.admin.call('account.move', 'write', [invoice_id], {'sending_data': data})
    place.run('account.ir_cron_account_move_send', SEND, POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert place.arrived(invoice_id) == 1
    assert not over_peppol(place, invoice_id)


def test_what_is_over_peppol_is_not_sent_over_pagero(place):
    invoice_id = post_uncaught(place)
    send_by(place, invoice_id, 'peppol')
    assert over_peppol(place, invoice_id)
    assert place.documents(invoice_id) == []

    with pytest.raises(OdooError, match='Peppol'):
        place.admin.call('account.move', 'action_send_with_pagero', [invoice_id])
    with pytest.raises(OdooError, match='twice'):
        send_by(place, invoice_id, 'pagero')

    assert place.documents(invoice_id) == []
    assert place.uploads(invoice_id) == 0


def test_a_customer_of_core_s_peppol_is_left_to_it(place):
    customer = place.ids['untagged']
    place.admin.call('res.partner', 'write', [customer], {'invoice_sending_method': 'peppol'})
    invoice_id = place.post('untagged')

    send_by(place, invoice_id, 'peppol')

    assert over_peppol(place, invoice_id)
    assert place.documents(invoice_id) == []


def test_many_at_once_in_the_batch_dialog(place):
    """Each customer's own way, and for nobody two."""
    ours, core_s = post_uncaught(place), place.post('untagged')
    wizard = place.admin.create(
        'account.move.send.batch.wizard',
        {'move_ids': [(6, 0, [ours, core_s])]},
        active_model='account.move',
        active_ids=[ours, core_s],
    )
    place.admin.call('account.move.send.batch.wizard', 'action_send_and_print', [wizard])
    place.run('account.ir_cron_account_move_send', SEND, POLL)

    assert place.arrived(ours) == 1
    assert not over_peppol(place, ours)
    assert place.document(ours)['state'] == 'delivered'
    assert over_peppol(place, core_s)
    assert place.documents(core_s) == []


def test_back_to_draft(place):
    delivered = place.post_and_send()
    with pytest.raises(OdooError, match='sent over Pagero'):
        place.admin.call('account.move', 'button_draft', [delivered])

    place.sandbox.post('settings', {'network_off': True})
    queued = place.post_and_send()
    place.admin.call('account.move', 'button_draft', [queued])

    assert place.document(queued)['state'] == 'cancelled'
    assert place.admin.read('account.move', queued, 'state')['state'] == 'draft'
