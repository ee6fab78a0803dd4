"""The official rules in a browser: uploaded, tried, in use while crons send, and taken back."""

import pytest
from browsing import log_in, open_action, press


SCHEMA = '''<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<!-- release 3.0.21 --><title>Strict rules</title>
<ns prefix="cbc" uri="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"/>
<pattern><rule context="/*"><assert id="TEST-1" flag="fatal" test="cbc:Never">It lacks what nobody
has.</assert></rule></pattern></schema>'''
PACK = 'pagero.rule.pack'


@pytest.fixture
def file(tmp_path):
    """A rule file that no invoice passes."""
    path = tmp_path / 'strict.sch'
    path.write_text(SCHEMA)
    return path


@pytest.fixture
def place(place):
    """The shared place, without the pack afterwards, however the test ends."""
    yield place
    for pack in place.admin.search_read(PACK, [('state', '=', 'active')], 'id'):
        place.admin.call(PACK, 'action_roll_back', [pack['id']])


def test_rules_are_uploaded_tried_used_and_taken_back(place, page, file):
    assert place.wait(place.post())['state'] == 'delivered'
    log_in(page, place.odoo)

    upload(place, page, file)
    try_them(page)
    press(page, 'action_activate', confirm=True)
    page.wait_for_selector('.alert-success [name=message]:visible')

    stopped = place.wait(place.post())
    assert (stopped['state'], {each['rule'] for each in stopped['findings']}) == (
        'invalid',
        {'TEST-1'},
    )

    press(page, 'action_roll_back', confirm=True)
    page.wait_for_selector('button[name=action_activate]:visible')
    assert place.wait(place.post())['state'] == 'delivered'


def upload(place, page, file):
    """The form suggests the rest from the file."""
    open_action(page, place.odoo, place.admin, 'pagero_rule_pack_action')
    page.click('.o_list_button_add')
    page.set_input_files('[name=file] input[type=file]', file)
    page.wait_for_function("document.querySelector('[name=version] input').value === '3.0.21'")
    page.click('.o_form_button_save')
    page.wait_for_selector('[name=rule_count]:has-text("1")')


def try_them(page):
    """In the background; the open form hears when it is done, and names what would be stopped."""
    press(page, 'action_test')
    page.wait_for_selector('button[name=action_activate]:visible', timeout=60_000)
    page.click('.nav-link[name=dry_run]')
    assert 'TEST-1' in page.inner_text('[name=differences_table]')
