"""A full invoice in a browser, in Swedish: what a recipient demands, files, preview (W9, W10.1)."""

import pytest
from browsing import log_in, open_record, press


ORDER = 'pagero_order_reference'
RULES = 'pagero.recipient.rule'
FILES = '[name=pagero_attachment_ids]'


@pytest.fixture
def customer(place):
    """A customer of this test alone, so that its demands bother nobody else."""
    facts = place.admin.read('res.partner', place.ids['municipality'], 'country_id')
    return place.admin.create(
        'res.partner',
        {
            'name': "Älvdalens kommun",
            'is_company': True,
            'street': "Ågatan 1",
            'zip': '123 46',
            'city': "Älvdalen",
            'country_id': facts['country_id'][0],
            'company_registry': '212000-9986',
            'peppol_eas': '0007',
            'peppol_endpoint': '2120009986',
            'lang': 'sv_SE',
        },
    )


@pytest.fixture
def invoice(place, customer):
    """A draft that lacks what the customer will demand."""
    invoice_id = place.draft(pagero_choice='yes', pagero_buyer_reference=False, quantity=12)
    place.admin.call('account.move', 'write', [invoice_id], {'partner_id': customer})
    return invoice_id


def test_what_a_recipient_demands_is_marked_listed_and_cured(place, page, customer, invoice):
    log_in(page, place.odoo, 'ekonom')

    apply_the_set_of_municipalities(place, page, customer)
    demand_eight_digits_and_few_pieces(place, customer)
    see_what_is_missing(place, page, invoice)
    see_it_all_in_one_list(page)
    go_from_the_preview_to_the_field(page)
    cure_it(place, page, invoice)
    add_files(page)
    see_the_file_in_the_preview(place, page, invoice)


def apply_the_set_of_municipalities(place, page, customer):
    """The organisation number tells which ready-made requirements these are."""
    open_record(page, place.odoo, 'res.partner', customer)
    page.click('.nav-link[name=pagero_requirements]')
    press(page, 'action_apply_requirement_set')
    page.wait_for_selector('[name=pagero_rule_ids] .o_data_row')
    assert "Köparens referens eller ordernummer" in page.inner_text('[name=pagero_rule_ids]')


def demand_eight_digits_and_few_pieces(place, customer):
    """W9.3: an order number of 8 digits, at most 3 pieces."""
    url, of = 'http://127.0.0.1/krav', {'partner_id': customer}
    digits = {'field_key': 'order_reference', 'kind': 'pattern', 'pattern': r'^\d{8}$'}
    place.admin.create(RULES, {**of, **digits, 'url': url, 'message': "Åtta siffror, tack."})
    place.admin.create(RULES, {**of, 'field_key': 'order_reference', 'kind': 'mandatory'})
    few = {'field_key': 'quantity', 'kind': 'range', 'minimum_number': 1, 'maximum_number': 3}
    place.admin.create(RULES, {**of, **few})


def see_what_is_missing(place, page, invoice):
    """W9.1: a red asterisk at what is mandatory, and a short list of what is missing."""
    open_record(page, place.odoo, 'account.move', invoice)
    page.click('.nav-link[name=pagero]')
    label = page.locator(f'label[for^={ORDER}]')
    assert '*' in label.evaluate("it => getComputedStyle(it, '::before').content")
    assert 'o_pagero_missing' in page.get_attribute(f'[name={ORDER}]', 'class')
    listed = page.inner_text('[name=pagero_to_do]')
    assert "Köparens referens eller ordernummer" in listed
    assert "Rad 1: Antal" in listed


def see_it_all_in_one_list(page):
    """W9.3: official rules and the recipient's own, each with its page."""
    page.fill(f'[name={ORDER}] input', '4711')
    press(page, 'action_check_for_pagero')
    page.wait_for_selector('.modal [name=findings_table] tr')
    table = page.inner_text('.modal [name=findings_table]')
    assert "Åtta siffror, tack." in table
    assert "4711" in table
    assert "Fakturarad 1" in table
    assert page.get_attribute('.modal a:has-text("Mottagarens krav")', 'href').endswith('/krav')
    page.click('.modal-footer .btn-primary')
    page.wait_for_selector('.modal', state='detached')


def go_from_the_preview_to_the_field(page):
    """W10.1: drawn from the XML, what is wrong beside it, a click leads to the field."""
    press(page, 'action_preview_for_pagero')
    paper = page.wait_for_selector('.o_pagero_paper').inner_text()
    for text in ("Faktura", "Norrsken Kaffe AB", "Älvdalens kommun", "4711", "Att betala"):
        assert text in paper
    assert page.locator('.o_pagero_finding').count() == 2
    finding = page.locator('.o_pagero_finding:has-text("Åtta siffror")')
    finding.click()
    assert page.inner_text('.o_pagero_paper .o_pagero_pointed') == "4711"
    finding.locator('.o_pagero_cure').click()
    page.wait_for_function(f"document.activeElement.closest('[name={ORDER}]') !== null")


def cure_it(place, page, invoice):
    """The list grows shorter while one types, and goes when nothing is left to do."""
    page.keyboard.press('Control+A')
    page.keyboard.type('20260001')
    page.keyboard.press('Tab')
    page.wait_for_selector('[name=pagero_to_do]:not(:has-text("Åtta siffror"))')
    save(page)
    domain = [('move_id', '=', invoice), ('display_type', '=', 'product')]
    [line] = place.admin.search_read('account.move.line', domain, 'id')
    place.admin.call('account.move.line', 'write', [line['id']], {'quantity': 2})
    open_record(page, place.odoo, 'account.move', invoice)
    page.wait_for_selector('[name=pagero_to_do]', state='detached')


def add_files(page):
    """W9.8: an empty file and a forbidden one are refused by name, a good one stays."""
    page.click('.nav-link[name=pagero]')
    for name, content in (('tom.pdf', b''), ('film.mp4', b'....')):
        choose_file(page, name, content)
        page.wait_for_selector(f'.modal:has-text("{name}"), .o_notification:has-text("{name}")')
        dismiss(page)
    choose_file(page, 'Tidrapport år 2026 отчёт.pdf', b'%PDF-1.7 rapport')
    page.wait_for_selector(f'{FILES} .o_selected_row .o_clear_file_button')
    save(page)
    add_two_at_once(page)


def add_two_at_once(page):
    """In the dialog for several files."""
    press(page, 'action_add_pagero_files')
    two = [
        {'name': name, 'mimeType': 'text/csv', 'buffer': b'dag;8'} for name in ('1.csv', '2.csv')
    ]
    page.set_input_files('.modal [name=file_ids] input[type=file]', two)
    page.wait_for_selector('.modal .o_attachment:has-text("2.csv")')
    page.click('.modal button[name=action_confirm]')
    page.wait_for_selector('.modal', state='detached')
    page.wait_for_selector(f'{FILES} .o_data_row:nth-child(3)')


def save(page):
    """Save what was typed, and wait until that is done."""
    page.click('.o_form_button_save')
    page.wait_for_selector('.o_form_button_save', state='hidden')


def choose_file(page, name, content):
    """In the open row of the list, or in a new one."""
    if not page.locator(f'{FILES} .o_selected_row').count():
        page.click(f'{FILES} .o_field_x2many_list_row_add a')
    file = {'name': name, 'mimeType': 'application/octet-stream', 'buffer': content}
    page.set_input_files(f'{FILES} .o_selected_row input[type=file]', file)


def dismiss(page):
    """Close what tells of a refusal."""
    while page.locator('.modal .btn-primary, .o_notification_close').count():
        page.locator('.modal .btn-primary, .o_notification_close').first.click()
        page.wait_for_timeout(200)


def see_the_file_in_the_preview(place, page, invoice):
    """The name survives in the document, and nothing is left to complain about."""
    press(page, 'action_preview_for_pagero')
    paper = page.wait_for_selector('.o_pagero_paper').inner_text()
    for name in ('Tidrapport år 2026 отчёт.pdf', '1.csv', '2.csv'):
        assert name in paper
    assert '20260001' in paper
    assert page.locator('.o_pagero_finding').count() == 0
