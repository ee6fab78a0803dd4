import random
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from invoice_models import CLASSES, INVOICES, full_invoice
from lxml import etree
from official import EXAMPLES, SELF_BILLED_EXAMPLES
from regex_growth import grows_too_fast
from test_golden_xml import GOLDEN
from ubl_documents import NAMESPACES, credit_note, invoice, spoil_somewhere, spoiled

from en16931.invoice import BILLING, SELF_BILLING, Invoice
from ubl.billing.reader import read
from ubl.billing.syntax import Syntax
from ubl.billing.writer import write
from ubl.parse import NotReadable, parse
from ubl.place import location_of


# This profile isn't Peppol's: the model has none for it.
OTHER_PROFILES = {'base-example_profile02.xml': ['urn:peppol:bis:billing_with_response']}


def canonical(xml):
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True)
    return etree.tostring(etree.fromstring(xml, parser), method='c14n')


def values(model):
    """All groups and values of a model."""
    yield model
    below = [getattr(model, each.name) for each in fields(model)] if is_dataclass(model) else ()
    for each in model if isinstance(model, tuple) else below:
        yield from values(each)


def groups(model):
    return [each for each in values(model) if is_dataclass(each)]


def texts(model):
    return {str(each) for each in values(model)}


# === WHAT WE WRITE === #


@settings(max_examples=150)
@given(INVOICES)
def test_what_is_written_and_read_is_written_the_same(invoice):
    written = write(invoice)

    reading = read(written)

    assert write(reading.invoice) == written
    assert [(each.location, each.text) for each in reading.rest] == []


@pytest.mark.parametrize('is_credit_note', [False, True])
def test_every_term_is_read(is_credit_note):
    invoice = full_invoice(is_credit_note=is_credit_note)

    assert read(write(invoice)).invoice == invoice


def test_the_full_invoices_have_every_term():
    terms = {(kind, each.name) for kind in (Invoice, *CLASSES.values()) for each in fields(kind)}

    given = {
        (type(group), each.name)
        for is_credit_note in (False, True)
        for group in groups(full_invoice(is_credit_note=is_credit_note))
        for each in fields(group)
        if getattr(group, each.name) not in ('', None, ())
    }

    assert terms - given == set()


@pytest.mark.parametrize('file', GOLDEN, ids=lambda file: file.stem)
def test_our_own_documents_are_wholly_in_the_model(file):
    reading = read(file.read_bytes())

    assert reading.rest == ()
    assert canonical(write(reading.invoice)) == canonical(file.read_bytes())


@pytest.mark.parametrize('file', [*EXAMPLES, *SELF_BILLED_EXAMPLES], ids=lambda file: file.stem)
def test_so_are_the_official_examples(file):
    reading = read(file.read_bytes())

    others = OTHER_PROFILES.get(file.name, [])
    assert [each.text for each in reading.rest] == others
    if not others:
        assert canonical(write(reading.invoice)) == canonical(file.read_bytes())


# === WHAT OTHERS WRITE === #


def test_a_number_that_is_none_is_left_with_its_term():
    path = 'cac:InvoiceLine[2]/cbc:LineExtensionAmount'
    for odd in ('NaN!', '1e3', 'NaN', 'INF', '٣', '0x1', '1,50', '1' * 101, '--1'):
        reading = read(spoiled(path, odd))

        [left] = reading.rest
        assert (left.text, left.term) == (odd, ('lines', 1, 'net'))
        assert left.location == '/Invoice/cac:InvoiceLine[2]/cbc:LineExtensionAmount'
        assert reading.invoice.lines[1].net is None


def test_an_amount_in_another_currency_is_left():
    [left] = read(spoiled('//cbc:PayableAmount', '7', currencyID='USD')).rest

    assert (left.text, left.term) == ('7', ('totals', 'payable'))


def test_a_day_that_is_none_is_kept_as_it_is():
    assert read(spoiled('cbc:IssueDate', '2026-02-30')).invoice.issue_date == '2026-02-30'
    assert read(spoiled('cbc:IssueDate', '2026-02-28')).invoice.issue_date == date(2026, 2, 28)


def test_what_the_model_has_no_place_for_is_left_where_it_stood():
    root = etree.fromstring(invoice(2))
    more = [
        (0, 'cbc:UBLVersionID', '2.1'),
        (0, 'cbc:BuyerReference', 'first'),
        (1, 'cac:Person/cbc:FirstName', 'Anna'),
    ]
    for position, path, text in more:
        *steps, last = path.split('/')
        parent = root
        for step in (*steps, last):
            prefix, _colon, name = step.partition(':')
            child = etree.Element(f'{{{NAMESPACES[prefix]}}}{name}')
            parent.insert(position if parent is root else 0, child)
            parent = child
        parent.text = text
    root.set('{urn:x}odd', '7')

    reading = read(root)

    assert [(each.location, each.text) for each in reading.rest] == [
        ('/Invoice/@odd', '7'),
        ('/Invoice/cac:Person/cbc:FirstName', 'Anna'),
        ('/Invoice/cbc:UBLVersionID', '2.1'),
        ('/Invoice/cbc:BuyerReference[2]', 'ANNA'),
    ]
    assert reading.invoice.references.buyer_reference == 'first'


def test_the_second_of_what_may_not_repeat_is_left_as_a_whole():
    root = etree.fromstring(invoice(1))
    party = root.find('{*}AccountingCustomerParty')
    party.addnext(etree.fromstring(etree.tostring(party)))

    reading = read(root)

    assert len(reading.rest) == 11
    assert {each.location.partition(']')[0] for each in reading.rest} == {
        '/Invoice/cac:AccountingCustomerParty[2'
    }


def test_both_totals_of_the_vat_are_told_apart_by_their_currency():
    written = write(replace(full_invoice(), tax_currency='EUR'))
    first, rest = written.split(b'<cac:TaxTotal>', 1)
    main, rest = rest.split(b'</cac:TaxTotal>', 1)
    swapped = first + rest.replace(
        b'</cac:TaxTotal>', b'</cac:TaxTotal><cac:TaxTotal>' + main + b'</cac:TaxTotal>', 1
    )

    assert read(swapped).invoice == full_invoice()


def test_places_are_named_as_findings_name_them():
    root = parse(credit_note(3))

    reading = read(root)

    assert reading.location('lines', 2, 'quantity') == location_of(
        root.findall('.//{*}CreditedQuantity')[2]
    )
    assert reading.location('references', 'buyer_reference') == '/CreditNote/cbc:BuyerReference'
    assert reading.location('vat', 0) == '/CreditNote/cac:TaxTotal/cac:TaxSubtotal'
    assert reading.location('references', 'order') == ''
    for node in reading.places.values():
        assert reading.locations.of(node) == location_of(node)


@pytest.mark.parametrize(
    'xml', [b'<a/>', b'<Invoice/>', b'<CreditNote>x</CreditNote>', b'<a>b</a>']
)
def test_another_document_is_an_empty_invoice(xml):
    assert read(xml).invoice.lines == ()


@pytest.mark.parametrize('process', [BILLING, SELF_BILLING])
def test_another_syntax_has_its_own_names(process):
    names = {BILLING: 'urn:next', SELF_BILLING: 'urn:next:selfbilling'}
    syntax = Syntax('BIS 4', names, {name: f'{urn}:profile' for name, urn in names.items()})
    written = write(full_invoice(process=process), syntax)

    assert b'<cbc:ProfileID>%b:profile</cbc:ProfileID>' % names[process].encode() in written
    assert read(written, syntax).invoice.process == process
    assert read(written, syntax).rest == ()
    assert [each.location for each in read(written).rest] == [
        '/Invoice/cbc:CustomizationID',
        '/Invoice/cbc:ProfileID',
    ]


@pytest.mark.parametrize('xml', [b'', b'no xml', b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_what_is_no_document_is_refused(xml):
    with pytest.raises(NotReadable):
        read(xml)


@pytest.mark.parametrize('is_credit_note', [False, True])
def test_nothing_of_a_spoiled_document_is_lost_and_nothing_raises(is_credit_note):
    chance = random.Random(3)
    xml = write(full_invoice(is_credit_note=is_credit_note))
    for _ in range(300):
        root = etree.fromstring(xml)
        for _ in range(chance.randint(1, 8)):
            spoil_somewhere(root, chance)

        reading = read(root)

        kept = texts(reading.invoice) | {each.text for each in reading.rest}
        kept |= {f'#{note.subject}#{note.text}' for note in reading.invoice.notes}
        leaves = (node for node in root.iter() if not len(node) and (node.text or '').strip())
        for leaf in leaves:
            _assert_kept(leaf, leaf.text.strip(), kept)
        again = write(reading.invoice)
        assert write(read(again).invoice) == again


def _assert_kept(leaf, text, kept):
    """Codes that say what an element is, and numbers, are kept as what they mean."""
    name = etree.QName(leaf).localname
    if name in ('ChargeIndicator', 'DocumentTypeCode', 'CustomizationID', 'ProfileID'):
        return
    with suppress(ArithmeticError):
        text = str(Decimal(text))
    assert text in kept or leaf.text.strip() in kept, (name, leaf.text)


# === HOW IT GROWS === #


def _lines(many):
    return write(full_invoice(lines=many))


def _unknown(many):
    """In lines without an id, whose number has to be counted."""
    line = b'<cac:InvoiceLine><cbc:UUID>1</cbc:UUID><x y="1">2</x></cac:InvoiceLine>'
    return invoice(1).replace(b'</Invoice>', line * many + b'</Invoice>')


@pytest.mark.parametrize('document', [_lines, _unknown])
def test_reading_grows_with_the_document(document):
    assert not grows_too_fast(read, document)


def test_writing_grows_with_the_invoice():
    assert not grows_too_fast(write, lambda many: full_invoice(lines=many))
