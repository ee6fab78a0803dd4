from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from odoo.tests import BaseCase, tagged

from odoo.addons.account.tools import dict_to_xml

from ..models.xml import nodes as ubl_nodes
from ..models.xml.rendering import UnknownElement, render


NAMESPACES = {None: 'urn:invoice', 'cac': 'urn:cac', 'cbc': 'urn:cbc'}
TEMPLATE = {
    '_tag': 'Invoice',
    'cbc:ID': {},
    'cbc:Note': {},
    'cac:Party': {'cbc:Name': {}, 'cac:Country': {'cbc:Code': {}}},
    'cac:Line': {'cbc:ID': {}, 'cac:Item': {'cbc:Name': {}}},
}
# Core cleans a text only by bytes, so letters beyond that are compared in a test of their own.
WORDS = some.text(
    some.characters(min_codepoint=0x20, max_codepoint=0x7E) | some.sampled_from('\t\nåäö€𝄞'),
    min_size=1,
).filter(str.strip)
CONTENTS = WORDS | some.integers() | some.none() | some.just(False)
LEAVES = some.builds(lambda text: {'_text': text}, CONTENTS) | some.none()
ATTRIBUTED = some.builds(
    lambda text, value: {'_text': text, 'schemeID': value}, WORDS, WORDS | some.none()
)
PARTIES = some.fixed_dictionaries(
    {},
    optional={
        'cac:Country': some.fixed_dictionaries({'cbc:Code': LEAVES | ATTRIBUTED}),
        'cbc:Name': LEAVES,
        '_kept_aside': some.just({'cbc:Name': {'_text': 'unseen'}}),
    },
)
LINES = some.lists(
    some.fixed_dictionaries(
        {'cac:Item': some.fixed_dictionaries({'cbc:Name': LEAVES}), 'cbc:ID': LEAVES}
    )
)
DOCUMENTS = some.fixed_dictionaries(
    {'cbc:ID': ATTRIBUTED},
    optional={
        'cac:Line': LINES,
        'cac:Party': PARTIES | some.lists(PARTIES | some.none()),
        'cbc:Note': LEAVES,
        'cac:Unknown': some.just({}) | some.just([]) | some.just({'cbc:Name': {'_text': None}}),
    },
)


def _rendered(document):
    return render(document, TEMPLATE, NAMESPACES)


@tagged('post_install', '-at_install')
class TestUblRendering(BaseCase):
    @given(DOCUMENTS)
    @settings(max_examples=300, deadline=None)
    def test_it_writes_what_core_writes(self, document):
        expected = dict_to_xml(document, nsmap=NAMESPACES, template=TEMPLATE)

        written = etree.fromstring(_rendered(document))

        self.assertEqual(etree.tostring(written, method='c14n'), _canonical(expected))

    @given(some.text(min_size=1), some.text())
    @settings(max_examples=300, deadline=None)
    def test_any_text_makes_readable_xml(self, text, attribute):
        document = {'cbc:ID': {'_text': f'x{text}', 'schemeID': attribute}}

        [element] = etree.fromstring(_rendered(document))

        legal = ''.join(filter(_is_legal, text))
        self.assertEqual(element.text, f'x{legal}')
        self.assertEqual(element.get('schemeID'), ''.join(filter(_is_legal, attribute)))

    def test_what_is_empty_is_left_out_even_with_attributes(self):
        document = {
            'cbc:ID': {'_text': '1'},
            'cbc:Note': {'_text': ' \n', 'languageID': 'sv'},
            'cac:Party': {'cbc:Name': {'_text': None, 'schemeID': '0088'}},
        }

        self.assertEqual(len(etree.fromstring(_rendered(document))), 1)

    def test_an_element_in_the_wrong_place_is_refused(self):
        misplaced = {'cbc:ID': {'_text': '1'}, 'cac:Party': {'cbc:ID': {'_text': '2'}}}

        with self.assertRaisesRegex(UnknownElement, 'Invoice/cac:Party/cbc:ID'):
            _rendered(misplaced)

    def test_a_document_without_content_is_refused(self):
        with self.assertRaises(ValueError):
            _rendered({'cbc:ID': {'_text': None}})


@tagged('post_install', '-at_install')
class TestUblNodes(BaseCase):
    def test_dictionaries_and_lists_read_alike(self):
        for group in (
            {'cbc:ID': {'_text': 7}},
            [{'cbc:ID': {'_text': 7}}],
            [None, {'cbc:ID': [{'_text': 7}]}],
        ):
            with self.subTest(group=group):
                self.assertEqual(ubl_nodes.text({'cac:Party': group}, 'cac:Party', 'cbc:ID'), 7)

    def test_what_is_missing_is_none(self):
        for node in (None, {}, {'cac:Party': None}, {'cac:Party': []}, {'cac:Party': {}}):
            with self.subTest(node=node):
                self.assertIsNone(ubl_nodes.text(node, 'cac:Party', 'cbc:ID'))

    def test_groups_are_made_where_they_are_missing(self):
        for group in ({}, {'cac:Party': None}, {'cac:Party': []}, {'cac:Party': {'cbc:ID': None}}):
            with self.subTest(group=group):
                ubl_nodes.put_at(group, ('cac:Party', 'cbc:ID'), '1', schemeID='0007')

                kept = ubl_nodes.get(group, 'cac:Party', 'cbc:ID')
                self.assertEqual(kept, {'_text': '1', 'schemeID': '0007'})

    def test_an_empty_content_takes_the_element_away(self):
        document = {'cbc:ID': {'_text': '1'}, 'cbc:Note': {'_text': 'x', 'languageID': 'sv'}}

        ubl_nodes.put(document, 'cbc:Note', '')

        self.assertEqual(len(etree.fromstring(_rendered(document))), 1)


def _canonical(element):
    return etree.tostring(etree.fromstring(etree.tostring(element)), method='c14n')


def _is_legal(character):
    """https://www.w3.org/TR/xml/#charsets"""
    code = ord(character)
    if code < 0x20:
        return character in '\t\n\r'
    return not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)
