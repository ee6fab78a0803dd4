import doctest
import random
from dataclasses import asdict
from pathlib import Path

import pytest
from invoice_models import full_invoice
from lxml import etree
from official import EXAMPLES
from regex_growth import grows_too_fast
from ubl_documents import NAMESPACES, credit_note, invoice, spoil_somewhere, spoiled

from ubl import preview_forms, preview_tables, words_sv
from ubl.billing.writer import write
from ubl.peppol_rules.document import normalized
from ubl.preview import draw
from ubl.preview_drawing import TAX_SCHEME, TECHNICAL
from ubl.preview_forms import day


ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted((ROOT / 'tests' / 'golden').glob('*.xml')), *EXAMPLES]
IDS = [file.name for file in FILES]


def said(value):
    """All texts of a view model."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in said(each)]
    if isinstance(value, (list, tuple)):
        return [text for each in value for text in said(each)]
    return [value] if isinstance(value, str) else []


def plain(text):
    return text.replace('\N{NO-BREAK SPACE}', '').replace(',', '')


def is_shown(text, shown):
    """As it stands in the document, or a day as an English reader writes it."""
    return plain(text) in shown or day(text, None) in shown


def leaves(root):
    for node in root.iter(etree.Element):
        is_number = node.get('currencyID') or node.get('unitCode') or node.tag.endswith('Percent')
        is_code = node.tag.endswith(('Code', 'Indicator', 'Object')) or is_number
        is_tax = node.getparent() is not None and node.getparent().tag.endswith('Category')
        if len(node) or not (node.text or '').strip() or is_code or is_tax:
            continue
        if node.tag not in TECHNICAL and node.getparent().tag != TAX_SCHEME:
            yield normalized(node.text)


def test_the_examples_hold():
    assert doctest.testmod(preview_forms).failed == 0


@pytest.mark.parametrize('file', FILES, ids=IDS)
def test_nothing_of_a_document_is_hidden(file):
    xml = file.read_bytes()
    root = etree.fromstring(xml, etree.XMLParser(remove_comments=True))

    drawn = draw(xml)

    shown = '\n'.join(said(asdict(drawn)))
    assert drawn.number == root.findtext('{*}ID')
    lines = [*root.iterfind('{*}InvoiceLine'), *root.iterfind('{*}CreditNoteLine')]
    assert len(drawn.lines) == len(lines)
    for text in leaves(root):
        assert is_shown(text, plain(shown)), text


@pytest.mark.parametrize('is_credit_note', [False, True])
def test_no_term_is_hidden(is_credit_note):
    drawn = draw(write(full_invoice(is_credit_note=is_credit_note)))

    shown = plain('\n'.join(said(asdict(drawn))))
    root = etree.fromstring(write(full_invoice(is_credit_note=is_credit_note)))
    assert [text for text in leaves(root) if not is_shown(text, shown)] == []
    others = [item.anchor.partition('/cac:')[2] for item in drawn.others]
    assert others == ['InvoicePeriod/cbc:DescriptionCode']


@pytest.mark.parametrize('is_credit_note', [False, True])
def test_nothing_of_a_spoiled_document_is_hidden_and_nothing_raises(is_credit_note):
    chance = random.Random(4)
    xml = write(full_invoice(is_credit_note=is_credit_note))
    for _ in range(100):
        root = etree.fromstring(xml)
        for _ in range(chance.randint(1, 8)):
            spoil_somewhere(root, chance)

        drawn = draw(etree.tostring(root))

        shown = plain('\n'.join(said(asdict(drawn))))
        assert [text for text in leaves(root) if not is_shown(text, shown)] == []


def _unknown_lines(many):
    """Without an id, so that each one's number has to be counted."""
    line = b'<cac:InvoiceLine><cbc:UUID>1</cbc:UUID></cac:InvoiceLine>'
    return invoice(1).replace(b'</Invoice>', line * many + b'</Invoice>')


@pytest.mark.parametrize('document', [invoice, _unknown_lines])
def test_drawing_grows_with_the_document(document):
    assert not grows_too_fast(draw, document)


@pytest.mark.parametrize('file', FILES, ids=IDS)
def test_hardly_anything_has_no_place_of_its_own(file):
    drawn = draw(file.read_bytes())

    assert len(drawn.others) <= 1, drawn.others


def test_a_swedish_reader_reads_swedish():
    drawn = draw(invoice(1), 'sv_SE')

    [line] = drawn.lines
    assert drawn.kind == "Faktura"
    assert (line.quantity, line.net) == ('2\xa0st', '200,00\xa0SEK')
    assert drawn.payable == '250,00\xa0SEK'
    assert [item.label for item in drawn.header] == ["Fakturadatum", "Förfallodatum", "Valuta"]
    assert drawn.header[0].value == '2026-11-01'
    assert draw(invoice(1)).header[0].value == '1 Nov 2026'
    assert [party.role for party in drawn.parties] == ["Säljare", "Köpare"]


def test_a_credit_note_says_so():
    assert draw(credit_note(), 'sv').kind == "Kreditfaktura"
    assert draw(credit_note()).lines[1].anchor == '/CreditNote/cac:CreditNoteLine[2]'


def test_places_are_named_as_findings_name_them():
    drawn = draw(invoice(1))

    anchors = [item.anchor for item in (*drawn.header, *drawn.references)]
    assert '/Invoice/cbc:BuyerReference' in anchors
    assert drawn.lines[0].anchor == '/Invoice/cac:InvoiceLine'


@pytest.mark.parametrize(
    'xml', [b'', b'no xml', b'<a/>', b'<a>b</a>', b'<!DOCTYPE a><a/>', b'<Invoice/>']
)
def test_what_cannot_be_read_says_so_or_is_empty(xml):
    drawn = draw(xml)

    assert drawn.problem or not drawn.lines


def test_odd_values_are_shown_as_they_are():
    path = 'cac:InvoiceLine[1]/cbc:LineExtensionAmount'

    assert draw(spoiled(path, 'NaN!')).lines[0].net == 'NaN!\xa0SEK'
    assert draw(spoiled('cbc:IssueDate', '<b>')).header[0].value == '<b>'


def test_no_missing_element_makes_it_fail():
    chance = random.Random(3)
    for _ in range(150):
        root = etree.fromstring(invoice(2))
        nodes = [node for node in root.iter() if node is not root]
        for node in chance.sample(nodes, 12):
            if chance.random() < 0.5 and node.getparent() is not None:
                node.getparent().remove(node)
            else:
                node.text = chance.choice(['', 'x', '1e999', '٣', '-0', None])
        assert not draw(etree.tostring(root), 'sv').problem


def test_an_attachment_is_named_with_its_size():
    root = etree.fromstring(invoice(1))
    cac, cbc = NAMESPACES['cac'], NAMESPACES['cbc']
    text = (
        f'<c:AdditionalDocumentReference xmlns:c="{cac}" xmlns:b="{cbc}"><b:ID>1</b:ID>'
        '<b:DocumentDescription>Time report</b:DocumentDescription><c:Attachment>'
        '<b:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="отчёт.pdf">'
        f'{"QUJD" * 1024}</b:EmbeddedDocumentBinaryObject></c:Attachment>'
        '</c:AdditionalDocumentReference>'
    )
    root.append(etree.fromstring(text))

    [file] = draw(etree.tostring(root)).files

    assert (file.name, file.size, file.description) == ('отчёт.pdf', '3 kB', 'Time report')


def test_every_word_is_swedish_too():
    tables = [table for table in vars(preview_tables).values() if isinstance(table, tuple)]
    labels = {name for table in tables for name, _path in table}
    assert len(tables) == 7
    labels |= {*preview_forms.KINDS.values(), *preview_forms.CATEGORIES.values()} - {"IGIC", "IPSI"}

    assert {name for name in labels if name not in words_sv.LABELS} == set()
