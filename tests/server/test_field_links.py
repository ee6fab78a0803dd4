"""A finding's place is a link: it ends with the cursor in the field that cures it."""

import browsing
import pytest
from setup import scenario
from setup.processes import wait_until


PAGE = 40  # rows of a list in a form
FOCUSED = '''() => {
    const focused = document.activeElement;
    const cell = focused.closest('td[name]');
    return (cell || focused.closest('.o_field_widget') || focused).getAttribute('name');
}'''


def last_row(page):
    return page.locator('[name=invoice_line_ids] .o_data_row').nth(4)


def wait_for_focus(page, name):
    wait_until(lambda: page.evaluate(FOCUSED) == name, 20, f'the cursor to be in {name}')


def follow(page, place):
    """Click the link of the table whose words begin so."""
    page.click(f'a[data-pagero-field]:has-text("{place}")')


def follow_from_all(page, place):
    """Where the box of an invoice tells of several faults."""
    page.click('.alert button:has-text("Show All"), .alert a:has-text("Show All")')
    follow(page, place)


@pytest.fixture
def draft(place):
    """A draft without references, whose second line has an impossible rate.

    It was made first; above it are a line with an allowance, a section, a subsection, and so
    many notes that it stands on the second page of the list.
    """
    values = {'name': 'Thirteen', 'amount': 13, 'type_tax_use': 'sale'}
    tax = place.admin.create('account.tax', {**values, 'company_id': place.ids['company']})
    lines = [
        (0, 0, {'product_id': place.ids['product'], 'price_unit': 10, 'sequence': 5,
                'tax_ids': [(6, 0, [tax])]}),
        (0, 0, {'display_type': 'line_section', 'name': 'Coffee', 'sequence': 1}),
        (0, 0, {'product_id': place.ids['product'], 'price_unit': 10, 'sequence': 2}),
        (0, 0, {'product_id': place.ids['product'], 'pagero_allowance': 'allowance',
                'price_unit': -1, 'sequence': 3}),
        *[(0, 0, {'display_type': 'line_note', 'name': 'Note', 'sequence': 3})] * PAGE,
        (0, 0, {'display_type': 'line_subsection', 'name': 'Dark', 'sequence': 4}),
    ]  # fmt: skip
    return place.draft(pagero_buyer_reference=False, ref=False, invoice_line_ids=lines)


def test_a_finding_leads_to_its_field(place, draft, page):
    browsing.log_in(page, place.odoo)
    browsing.open_record(page, place.odoo, 'account.move', draft)

    browsing.press(page, 'action_check_for_pagero')
    follow(page, "Buyer reference")
    wait_for_focus(page, 'pagero_buyer_reference')
    assert page.locator('.modal').count() == 0

    browsing.press(page, 'action_check_for_pagero')
    follow(page, "Invoice line 2")
    wait_for_focus(page, 'tax_ids')
    assert last_row(page).locator('.o_pagero_pointed_at').count() == 1
    page.keyboard.press('Escape')

    browsing.press(page, 'action_preview_for_pagero')
    found = page.locator('.o_pagero_finding:has-text("Invoice line 2")').first
    found.locator('.o_pagero_cure').click()
    wait_for_focus(page, 'tax_ids')
    assert last_row(page).locator('.o_pagero_pointed_at').count() == 1

    page.keyboard.press('Escape')
    scenario.post_invoice(place.admin, draft)
    document = place.wait(draft, 'invalid')
    browsing.open_record(page, place.odoo, 'pagero.document', document['id'])
    follow(page, "Buyer reference")
    wait_for_focus(page, 'pagero_buyer_reference')
    page.click('.o_notebook a[name=invoice_tab]')
    follow_from_all(page, "Buyer reference")
    wait_for_focus(page, 'pagero_buyer_reference')
