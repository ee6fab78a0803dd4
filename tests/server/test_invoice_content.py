"""An accountant's full invoice, in the browser: what is on it arrives at the recipient."""

import base64

import pytest
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

    xml = delivered_xml(place, invoice_id)
    for text in ('RAM-7', "Lastkajen 3", 'KST 210', 'THEIR-1'):
        assert text in xml
    total = place.admin.read('account.move', invoice_id, 'amount_total')['amount_total']
    assert total == (190 - 15 + 40) * 1.25
    assert f'<cbc:PayableAmount currencyID="SEK">{total:.2f}<' in xml


def test_an_empty_file_is_refused_by_its_name(place, page, tmp_path):
    """W9.8: where several files are chosen at once; what is chosen next is taken."""
    for name, content in (('tom.pdf', ''), ('rader.csv', 'a;b')):
        (tmp_path / name).write_text(content)
    log_in(page, place.odoo, 'ekonom')
    open_record(page, place.odoo, 'account.move', place.draft())
    page.click('a[name=pagero]')
    opened(page, 'action_add_pagero_files')
    files = page.locator('.modal input[type=file]')

    files.set_input_files([tmp_path / 'tom.pdf', tmp_path / 'rader.csv'])
    page.wait_for_selector('.o_notification:has-text("”tom.pdf” är tom (0 byte).")')
    assert page.locator('.modal .o_attachment, .o_error_dialog').count() == 0

    files.set_input_files([tmp_path / 'rader.csv'])
    page.wait_for_selector('.modal .o_attachment >> text=rader.csv')
    confirmed(page)
    page.wait_for_selector('[name=pagero_attachment_ids] >> text=rader.csv')


# === VAT, CURRENCY AND ACCOUNTS === #

OCR = '1234566'  # its last digit is the check digit


@pytest.fixture
def nothing(place):
    """A VAT of 0 %, for what is exempt."""
    values = {'name': "0 % momsfritt", 'amount': 0.0, 'type_tax_use': 'sale'}
    return place.admin.create('account.tax', values)


def test_an_exempt_line_and_several_accounts(place, page, nothing):
    """W9.4: refused with 25 %, refused without VAT, right with 0 %. W9.7: both accounts, OCR."""
    invoice_id = place.draft(payment_reference=OCR)
    log_in(page, place.odoo, 'ekonom')
    open_record(page, place.odoo, 'account.move', invoice_id)
    page.click('a[name=pagero]')

    exempt_the_line(page)
    assert "momsbefriad" in checked(page)
    give_vat(place, page, invoice_id)
    assert "saknar moms" in checked(page)
    give_vat(place, page, invoice_id, nothing)
    assert checked(page) == ''
    page.click('button[name=action_post]:visible')

    xml = delivered_xml(place, invoice_id)
    for text in ('>E</cbc:ID>', 'VATEX-EU-132-1I', "Undervisning i latte art"):
        assert text in xml
    for text in ('9912346', 'SE3550000000054910000003'):
        assert xml.count(f'>{text}<') == 1
    assert xml.count(f'>{OCR}</cbc:PaymentID>') == 2


def exempt_the_line(page):
    """The reason from the list, and words of one's own."""
    opened(page, 'action_open_pagero_details')
    chosen(page, '.modal [name=pagero_exemption_code]', 'VATEX-EU-132-1I')
    page.fill('.modal [name=pagero_exemption_reason] input', "Undervisning i latte art")
    confirmed(page, '.o_form_button_save')
    page.wait_for_selector(f'{LINES} >> text=Undervisning i latte art')


def checked(page):
    """Press *Check*: the findings about the first line, '' where there are none."""
    page.click('.o_form_view button[name=action_check_for_pagero]:visible')
    page.wait_for_selector('.modal .alert:visible')
    table = page.locator('.modal [name=findings_table]')
    found = table.inner_text() if table.count() else ''
    confirmed(page, '.modal-footer .btn-primary')
    return found


def give_vat(place, page, invoice_id, *taxes):
    """Another VAT on the line, or none."""
    domain = [('move_id', '=', invoice_id), ('display_type', '=', 'product')]
    [line] = place.admin.search_read('account.move.line', domain, 'id')
    values = {'tax_ids': [(6, 0, taxes)]}
    place.admin.call('account.move.line', 'write', [line['id']], values)
    open_record(page, place.odoo, 'account.move', invoice_id)
    page.click('a[name=pagero]')


def delivered_xml(place, invoice_id):
    """What the recipient got."""
    document = place.wait(invoice_id)
    assert document['state'] == 'delivered', document
    stored = place.admin.read('pagero.document', document['id'], 'xml_file')['xml_file']
    return base64.b64decode(stored).decode()


def test_an_invoice_in_euro_rounded_to_whole_ones(place, page):
    """W9.6: the VAT in kronor too, the amount to pay rounded; the preview says both."""
    invoice_id = place.draft(currency_id=euro(place), invoice_cash_rounding_id=rounding(place))
    log_in(page, place.odoo, 'ekonom')
    open_record(page, place.odoo, 'account.move', invoice_id)
    page.click('.o_form_view button[name=action_preview_for_pagero]:visible')
    paper = page.wait_for_selector('.o_pagero_paper').inner_text()
    assert page.locator('.o_pagero_finding').count() == 0
    for text in ('EUR', '238,00', '0,50', '475,00'):
        assert text in paper.replace('\xa0', ' '), paper

    place.admin.call('account.move', 'action_post', [invoice_id])

    xml = delivered_xml(place, invoice_id)
    assert '<cbc:TaxCurrencyCode>SEK<' in xml
    for tag, currency, amount in (
        ('TaxAmount', 'EUR', '47.50'),
        ('TaxAmount', 'SEK', '475.00'),
        ('PayableRoundingAmount', 'EUR', '0.50'),
        ('PayableAmount', 'EUR', '238.00'),
    ):
        assert f'<cbc:{tag} currencyID="{currency}">{amount}</cbc:{tag}>' in xml


def euro(place):
    """One euro is ten kronor."""
    currency = place.admin.reference('base.EUR')
    place.admin.call('res.currency', 'write', [currency], {'active': True})
    values = {'currency_id': currency, 'name': '2020-01-01', 'rate': 0.1}
    place.admin.create('res.currency.rate', {**values, 'company_id': place.ids['company']})
    return currency


def rounding(place):
    """To whole ones, the difference on a line of its own."""
    domain = [('account_type', '=', 'income')]
    [income] = place.admin.search_read('account.account', domain, 'id', limit=1)
    values = {'name': "Hela", 'rounding': 1.0, 'strategy': 'add_invoice_line'}
    account = {'profit_account_id': income['id'], 'loss_account_id': income['id']}
    return place.admin.create('account.cash.rounding', {**values, **account})
