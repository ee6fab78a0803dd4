"""network/partner_payloads.py, directory.py, smp.py: any answer is read or Garbled."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network import Capability, Garbled, Requirement, Response
from network.directory import parse_hits, parse_match
from network.partner_payloads import (
    asked_capability,
    existing_in,
    parse_company,
    parse_connection,
    parse_request,
    parse_routing_order,
)
from network.peppol_ids import capabilities_of, capability_of, parse_participant_id
from network.smp import _document_types, _parsed


COMPANY = {
    'id': 7100001,
    'name': "Björkdals kommun",
    'countryCode': 'SE',
    'address': {'street': "Torget 1", 'postCode': '123 45', 'town': "Björkdal"},
    'ids': [{'idType': 'ORGNR', 'value': '2120009986'}, {'idType': 'GLN', 'value': '735'}],
    'electronicIds': ['0007:2120009986', 'nonsense', 7],
    'serviceProvider': {'id': '-1', 'name': 'Pagero'},
    'status': 'Inactive',
    'acceptance': 'ByRequest',
    'capabilities': [
        {'documentType': 'Invoice', 'direction': 'Receive', 'connectionType': 'ByRequest'},
        {'documentType': 'Forecast', 'direction': 'Send', 'connectionType': 'Telepathy'},
        {'direction': 'Receive'},
    ],
    'requirements': {
        'url': 'javascript:alert(1)',
        'items': [
            {'id': '1', 'question': "Q?", 'field': 'moon', 'kind': 'list', 'value': 'a,b'},
            3,
        ],
    },
    'acceptsTests': True,
}
NAMES = st.sampled_from(
    (
        'id name state items address ids electronicIds capabilities matches requirements '
        'recipientId customerNumbers participantID value entities docTypes connection modifiedAt '
        'status acceptance total-result-count'
    ).split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(NAMES | st.text(), each, max_size=5),
    max_leaves=15,
)
BILLING = '#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1'
UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'


def document_type(root, customization=f'urn:cen.eu:en16931:2017{BILLING}'):
    return f'{UBL}{root}-2::{root}##{customization}'


def test_a_company_is_read():
    company = parse_company(COMPANY)

    assert company.network_id == '7100001'
    assert (company.street, company.post_code, company.town) == ("Torget 1", '123 45', "Björkdal")
    assert (company.org_number, company.vat_number, company.gln) == ('2120009986', '', '735')
    assert company.electronic_ids == (('0007', '2120009986'),)
    assert (company.operator_id, company.operator_name) == ('-1', 'Pagero')
    assert (company.acceptance, company.is_active, company.accepts_tests) == (
        'must_approve',
        False,
        True,
    )
    assert company.sources == ('network',)


def test_words_that_we_don_t_know_are_kept():
    company = parse_company(COMPANY)

    assert company.capabilities == (
        Capability('invoice', 'receive', 'by_request', 'Invoice'),
        Capability('other', 'send', 'unknown', 'Forecast'),
    )
    assert company.requirements == (Requirement('1', "Q?", 'moon', 'list', 'a,b'),)
    connection = parse_connection({'id': 1, 'state': 'Dreaming'})
    assert (connection.state, connection.word) == (None, 'Dreaming')


def test_a_link_that_isn_t_for_browsers_is_left_out():
    assert not parse_company(COMPANY).requirements_url


@pytest.mark.parametrize(
    'capability, theirs',
    [
        (Capability('credit_note'), {'documentType': 'CreditNote', 'direction': 'Receive'}),
        (
            Capability('other', 'send', word='Forecast'),
            {'documentType': 'Forecast', 'direction': 'Send'},
        ),
    ],
)
def test_a_capability_is_asked_for_in_their_words(capability, theirs):
    assert asked_capability(capability) == theirs


@pytest.mark.parametrize(
    'parse',
    [
        parse_company,
        parse_connection,
        parse_request,
        parse_routing_order,
        parse_match,
        lambda value: parse_hits(value, 10),
    ],
)
@given(value=JSON)
def test_any_json_is_read_or_garbled(parse, value):
    with suppress(Garbled):
        parse(value)


@given(JSON)
def test_any_conflict_is_read(value):
    body = json.dumps({'error': 'exists', 'connection': value}).encode()

    existing = existing_in(Response(409, body=body), 'connection', parse_connection)

    assert existing is None or existing.id


@pytest.mark.parametrize('body', [b'', b'{', b'\xff', b'[' * 100_000, b'{"error": "exists"}'])
def test_a_conflict_that_shows_nothing_is_a_plain_one(body):
    assert existing_in(Response(409, body=body), 'connection', parse_connection) is None


@pytest.mark.parametrize(
    'document_type_id, meaning, word',
    [
        (document_type('Invoice'), 'invoice', 'Invoice'),
        (document_type('CreditNote'), 'credit_note', 'CreditNote'),
        (document_type('Order'), 'order', 'Order'),
        (document_type('OrderResponse'), 'order_response', 'OrderResponse'),
        (document_type('ApplicationResponse'), 'other', 'ApplicationResponse'),
        (
            document_type('Invoice', 'urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0::2.1'),
            'other',
            'Invoice (self-billing)',
        ),
        (
            'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100::CrossIndustryInvoice##'
            f'urn:cen.eu:en16931:2017{BILLING}',
            'invoice',
            'CrossIndustryInvoice',
        ),
        ('nonsense', 'other', 'nonsense'),
    ],
)
def test_a_document_type_has_our_word(document_type_id, meaning, word):
    found = capability_of(document_type_id)

    assert (found.document_type, found.word) == (meaning, word)
    assert (found.direction, found.connection_type) == ('receive', 'unknown')


def test_many_formats_are_one_kind_of_document():
    ids = [
        document_type('Invoice'),
        document_type('Invoice', 'urn:sfti:other::2.1'),
        document_type('Catalogue'),
        document_type('Statement'),
    ]

    kinds = [(each.document_type, each.word) for each in capabilities_of(ids)]

    assert kinds == [('invoice', 'Invoice'), ('other', 'Catalogue'), ('other', 'Statement')]


@given(st.text())
def test_any_text_may_be_a_participant(text):
    found = parse_participant_id(text)

    assert found is None or len(found[0]) == 4


def directory_match(**values):
    return {
        'participantID': {'scheme': 'iso6523-actorid-upis', 'value': '0007:2120009986'},
        'docTypes': [{'scheme': 'busdox-docid-qns', 'value': document_type('Invoice')}],
        'entities': [
            {
                'name': [{'name': "Björkdals kommun", 'language': 'sv'}],
                'countryCode': 'SE',
                'geoInfo': "Torget 1, 123 45 Björkdal",
            }
        ],
    } | values


def test_a_match_of_the_directory_is_read():
    company = parse_match(directory_match())

    assert (company.name, company.country_code) == ("Björkdals kommun", 'SE')
    assert (company.street, company.town) == ("Torget 1, 123 45 Björkdal", '')
    assert (company.org_number, company.electronic_ids) == ('2120009986', (('0007', '2120009986'),))
    assert (company.acceptance, company.sources) == ('unknown', ('directory',))
    assert company.receives('invoice')
    assert not company.receives('credit_note')


def test_a_match_without_card_is_read():
    company = parse_match(directory_match(entities=[], docTypes=None))

    assert (company.name, company.country_code, company.capabilities) == ('', 'SE', ())


def test_a_page_counts_entities_and_never_more_than_can_be_read():
    page = parse_hits(
        {'matches': [directory_match()], 'used-result-count': 3, 'total-result-count': 99_000}, 20
    )

    assert (len(page.items), page.size, page.total) == (1, 3, 1_000)


def service_group(*hrefs, prolog=''):
    links = ''.join(f'<s:ServiceMetadataReference href="{href}"/>' for href in hrefs)
    return (
        f'{prolog}<s:ServiceGroup xmlns:s="http://busdox.org/serviceMetadata/publishing/1.0/">'
        f'<s:ServiceMetadataReferenceCollection>{links}</s:ServiceMetadataReferenceCollection>'
        '</s:ServiceGroup>'
    ).encode()


def test_a_service_group_names_document_types():
    group = service_group(
        'http://smp/iso6523-actorid-upis%3A%3A0007%3A1/services/busdox-docid-qns%3A%3Aurn%3Ax%23%23y',
        'http://smp/p/services/busdox-docid-qns::urn:z',
        'http://smp/p/services/other::urn:z',
        'http://smp/p',
        '',
    )

    assert list(_document_types(_parsed(group))) == ['urn:x##y', 'urn:z']


@pytest.mark.parametrize(
    'body',
    [
        b'',
        b'<html><body>Hello',
        b'<ServiceMetadata/>',
        b'\x00\xff',
        service_group(prolog='<!DOCTYPE x [<!ENTITY a "b">]>'),
        service_group(prolog='<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
    ],
)
def test_what_isn_t_a_service_group_is_garbled(body):
    with pytest.raises(Garbled):
        _parsed(body)


def test_a_bomb_doesn_t_go_off():
    bomb = ['<!ENTITY e0 "ha">']
    bomb += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20)]
    body = f'<!DOCTYPE x [{"".join(bomb)}]><ServiceGroup>&e19;</ServiceGroup>'.encode()

    with pytest.raises(Garbled):
        _parsed(body)


@given(st.binary() | st.text().map(str.encode))
def test_any_body_is_read_or_garbled(body):
    with suppress(Garbled):
        list(_document_types(_parsed(body)))
