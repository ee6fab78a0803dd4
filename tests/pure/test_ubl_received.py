"""ubl/received.py: what a file is, by its content; nothing that comes makes it fail."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sandbox_driver import invoice

from identification.sentence import said
from ubl.received import WHAT_IT_IS, recognise
from ubl.words import told


GOLDEN = Path(__file__).resolve().parents[1] / 'golden'
UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
NAMES = f'xmlns:cac="{UBL}CommonAggregateComponents-2" xmlns:cbc="{UBL}CommonBasicComponents-2"'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def document(root, inside, customization=''):
    return (
        f'<{root} xmlns="{UBL}{root}-2" {NAMES}>'
        f'<cbc:CustomizationID>{customization}</cbc:CustomizationID>{inside}</{root}>'
    ).encode()


def party(role, name, number):
    return (
        f'<cac:{role}><cac:Party><cbc:EndpointID schemeID="0007">{number}</cbc:EndpointID>'
        f'<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>'
        f'</cac:PartyLegalEntity></cac:Party></cac:{role}>'
    )


def test_the_facts_of_an_invoice():
    found = recognise((GOLDEN / 'invoice.xml').read_bytes())

    assert (found.kind, found.format, found.type_code) == ('invoice', 'bis3', '380')
    assert (found.number, found.issue_date, found.due_date) == (
        'INV/2026/00042',
        date(2026, 10, 1),
        date(2026, 10, 31),
    )
    assert (found.currency, type(found.payable)) == ('SEK', Decimal)
    assert (found.sender.scheme, found.sender.identifier) == ('0007', '5560360793')
    assert found.sender.name == 'Granbergs Bygg AB'
    assert found.sender.company_number == '5560360793'
    assert found.sender.vat_number == 'SE556036079301'
    assert found.receiver.name == 'Björkdals kommun'
    assert found.problem is None


@pytest.mark.parametrize(
    ('file', 'kind'),
    [
        ('credit_note', 'credit_note'),
        ('self_billed_invoice', 'self_billed_invoice'),
        ('self_billed_credit_note', 'self_billed_credit_note'),
        ('se_to_de', 'invoice'),
    ],
)
def test_the_content_says_the_kind(file, kind):
    assert recognise((GOLDEN / f'{file}.xml').read_bytes()).kind == kind


def test_a_self_billed_invoice_comes_from_the_buyer():
    found = recognise((GOLDEN / 'self_billed_invoice.xml').read_bytes())
    xml = (GOLDEN / 'self_billed_invoice.xml').read_text()

    customer = xml[xml.index('<cac:AccountingCustomerParty>') :]
    assert f'>{found.sender.name}<' in customer
    assert found.sender.name != found.receiver.name


def test_a_type_code_alone_makes_it_self_billed():
    inside = '<cbc:ID>1</cbc:ID><cbc:InvoiceTypeCode>389</cbc:InvoiceTypeCode>'
    assert recognise(document('Invoice', inside)).kind == 'self_billed_invoice'


@pytest.mark.parametrize(
    ('customization', 'format'),
    [
        ('urn:pagero.com:puf:billing:2.0', 'puf'),
        ('urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0', 'bis3'),
        ('urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0', 'en16931'),
        ('', 'ubl'),
    ],
)
def test_the_format(customization, format):
    assert recognise(document('Invoice', '', customization)).format == format


def test_a_response_and_a_reminder_say_what_they_are_about():
    reference = '<cbc:ID>INV-7</cbc:ID>'
    response = (
        '<cbc:ID>r1</cbc:ID><cac:DocumentResponse><cac:DocumentReference>'
        f'{reference}</cac:DocumentReference></cac:DocumentResponse>'
    )
    found = recognise(document('ApplicationResponse', response))
    assert (found.kind, found.number, found.references) == (
        'application_response',
        'r1',
        ('INV-7',),
    )

    line = (
        '<cac:ReminderLine><cac:BillingReference><cac:InvoiceDocumentReference>'
        f'{reference}</cac:InvoiceDocumentReference></cac:BillingReference></cac:ReminderLine>'
    )
    supplier = party('AccountingSupplierParty', 'Leverantören AB', '5560360793')
    found = recognise(document('Reminder', f'<cbc:ID>P1</cbc:ID>{supplier}{line}'))
    assert (found.kind, found.sender.name) == ('payment_reminder', 'Leverantören AB')
    assert found.references == ('INV-7',)


def test_a_pdf_alone():
    found = recognise(b'%PDF-1.7\n...')
    assert (found.kind, found.format, found.problem) == ('pdf', 'pdf', None)


@pytest.mark.parametrize(
    'content',
    [
        b'',
        b'PK\x03\x04 a ZIP archive',
        b'PK\x03\x04%PDF-1.7 a ZIP archive with a PDF in it',
        b'\x00\x01\x02\xff' * 100,
        b'Hello',
        b'<Invoice',
        b'<html><body>Log in</body></html',
        b'<!DOCTYPE html><html/>',
        LAUGHS,
        EXTERNAL,
        b'<?xml version="1.0" encoding="UTF-8"?><a>\xe5\xe4\xf6</a>',
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        '<a>ä</a>'.encode('utf-16')[:-3],
        b'<a>' * 1_000 + b'</a>' * 1_000,
        b'<a>' + b'x' * 11_000_000 + b'</a>',
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_cannot_be_read_says_why(content):
    found = recognise(content)

    assert found.kind == 'unreadable'
    assert str(found.problem)
    assert 'root:' not in str(found)


def test_what_it_is_is_told_in_swedish():
    for template in WHAT_IT_IS.values():
        assert told(said(template, root='x'), 'sv_SE') != str(said(template, root='x'))


def test_another_xml_document_names_its_root():
    found = recognise(b'<Finvoice Version="3.0"/>')

    assert found.kind == 'other'
    assert 'Finvoice' in str(found.problem)


def test_an_encoding_that_is_declared_is_read():
    text = document('Invoice', '<cbc:ID>Räkning 1</cbc:ID>').decode()
    for encoding in ('utf-8-sig', 'utf-16', 'iso-8859-1'):
        declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{text}'
        assert recognise(declared.encode(encoding)).number == 'Räkning 1'


def test_odd_values_are_left_out():
    inside = (
        '<cbc:ID>  a \n b </cbc:ID><cbc:IssueDate>2026-02-31</cbc:IssueDate>'
        '<cbc:DueDate>soon</cbc:DueDate>'
        '<cac:LegalMonetaryTotal><cbc:PayableAmount>much</cbc:PayableAmount>'
        '</cac:LegalMonetaryTotal>'
    )
    found = recognise(document('Invoice', inside))

    assert (found.number, found.issue_date, found.due_date) == ('a b', None, None)
    assert (found.currency, found.payable) == ('', None)


def test_long_texts_are_cut():
    found = recognise(document('Invoice', f'<cbc:ID>{"9" * 10_000}</cbc:ID>'))
    assert len(found.number) == 255


def test_white_space_makes_no_other_document():
    pretty, dense = invoice(), b''.join(line.strip() + b' ' for line in invoice().split(b'\n'))

    assert recognise(pretty).digest == recognise(dense).digest
    assert recognise(pretty).digest != recognise(invoice(number='INV-2')).digest
