"""An accountant's full invoice, in the browser: what is on it arrives at the recipient."""

import base64

from browsing import log_in, open_record


LINES = '.o_field_widget[name=pagero_line_ids]'


def opened(page, name):
    """The dialog that this button opens."""
    page.click(f'button[name={name}]:visible >> nth=0')
    return page.wait_for_selector('.modal .o_form_view')


def confirmed(page, button='button[name=action_confirm]'):
    """Press the dialog's button and see it go."""
    page.click(f'.modal {button}')
    page.wait_for_selector('.modal', state='detached')


def chosen(page, field, label):
    """Choose from a list, whatever it is made of."""
    page.click(f'{field} input')
    page.click(f':is(.o_select_menu_item, .o-autocomplete--dropdown-item):has-text("{label}")')


def give_and_take(page):
    """An allowance on the line, a charge on the whole invoice."""
    opened(page, 'action_add_pagero_allowance')
    chosen(page, '.modal [name=line_id]', "Kaffebönor")
    page.fill('.modal [name=amount] input', '15')
    confirmed(page)
    opened(page, 'action_add_pagero_charge')
    page.fill('.modal [name=amount] input', '40')
    confirmed(page)


def fill_in_header(page):
    """A field on demand, and an address for this invoice only."""
    chosen(page, '[name=pagero_add_field]', "Avtalsnummer")
    page.fill('[name=pagero_contract_reference] input', 'RAM-7')
    opened(page, 'action_change_delivery_address')
    page.fill('.modal [name=street] input', "Lastkajen 3")
    confirmed(page)


def fill_in_lines(page):
    """A field on all lines and one on one line; then both are hidden."""
    opened(page, 'action_add_pagero_detail')
    chosen(page, '.modal [name=detail]', "Köparens kontering")
    page.fill('.modal [name=text] input', 'KST 210')
    confirmed(page)
    page.wait_for_selector(f'{LINES} >> text=KST 210')
    opened(page, 'action_open_pagero_details')
    page.fill('.modal [name=pagero_buyer_item] input', 'THEIR-1')
    confirmed(page, '.o_form_button_save')
    page.wait_for_selector(f'{LINES} >> text=THEIR-1')
    page.click('button[name=action_hide_pagero_details]:visible')
    page.wait_for_selector(f'{LINES} >> text=KST 210', state='detached')


def test_a_full_invoice_arrives_as_it_was_made(place, page):
    invoice_id = place.draft()
    log_in(page, place.odoo, 'ekonom')
    open_record(page, place.odoo, 'account.move', invoice_id)

    give_and_take(page)
    page.click('a[name=pagero]')
    fill_in_header(page)
    fill_in_lines(page)
    page.click('button[name=action_post]:visible')

    document = place.wait(invoice_id)
    assert document['state'] == 'delivered', document
    stored = place.admin.read('pagero.document', document['id'], 'xml_file')['xml_file']
    xml = base64.b64decode(stored).decode()
    for text in ('RAM-7', "Lastkajen 3", 'KST 210', 'THEIR-1'):
        assert text in xml
    total = place.admin.read('account.move', invoice_id, 'amount_total')['amount_total']
    assert total == (190 - 15 + 40) * 1.25
    assert f'<cbc:PayableAmount currencyID="SEK">{total:.2f}<' in xml
