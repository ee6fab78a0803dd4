"""Answers to invoices: their order, what they need, and Pagero's file of each (ubl/response)."""

import re
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official import needs_data
from oracle.corpus import DATA

from en16931.parties import Contact, Party, TaxRegistration
from en16931.values import Identifier
from ubl.parse import parse
from ubl.received import recognise
from ubl.response.answer import Answer, Answered, Clarification, lacks
from ubl.response.codes import (
    ACTION_LIST,
    ACTIONS,
    CODES,
    DECIDED,
    NEEDS_REASON,
    ORDER,
    REASON_LIST,
    REASONS,
    may_follow,
)
from ubl.response.writer import write


GOLDEN = Path(__file__).resolve().parents[1] / 'golden' / 'responses'
SCHEMA = DATA / 'puf-invoice-response/xml-schemas/maindoc/PUF-ApplicationResponse-2.3.xsd'
WORDS = {
    'PPD': (Clarification('PPD', "500,00 SEK av 1 250,00 SEK är betalt"),),
    'UQ': (Clarification('PRI', "Avtalat pris är 95,00"), Clarification('QTY')),
    'CA': (Clarification('DEL'), Clarification('CNP', list_name=ACTION_LIST)),
    'RE': (
        Clarification('REF', "Beställning saknas"),
        Clarification('OTH', "Fel bolag"),
        Clarification('NIN', list_name=ACTION_LIST),
    ),
}


def answer(code='AP', **values):
    """A Swedish buyer answers a Norwegian seller."""
    usual = {
        'id': f'L-4711-{code}',
        'issued_at': datetime(2026, 10, 2, 9, 30, 5),
        'answered': Answered(
            'L-4711', '380', date(2026, 10, 1), '9f0c3a8e-1111-4111-8111-000000004711'
        ),
        'sender': Party(
            name="Norrsken Kaffe AB",
            endpoint=Identifier('5569991200', '0007'),
            contact=Contact("Anna Öberg", '090-12 34 56', 'anna@norrsken.example'),
        ),
        'receiver': Party(
            name="Fjord & Sønner AS",
            endpoint=Identifier('7300000012342', '0088'),
            identifiers=(Identifier('SE77', 'SEPA'), Identifier('974760673', '0192')),
        ),
        'clarifications': WORDS.get(code, ()),
        'note': "Svar på er faktura" if code == 'RE' else '',
    }
    return Answer(code=code, **{**usual, **values})


def missing(given):
    return list(lacks(given.code, given.answered.number, given.clarifications))


# === ORDER === #


def test_nothing_follows_the_end():
    assert [code for code in CODES if not ORDER[code]] == ['RE', 'PD']


def test_accepted_is_followed_by_payment_only():
    assert set(ORDER['AP']) == {'PPD', 'PD'}


def test_what_is_paid_is_not_rejected():
    assert not any(may_follow(paid, 'RE') for paid in ('PPD', 'PD'))


def test_a_receipt_is_said_once_and_first():
    assert [latest for latest in ORDER if 'AB' in ORDER[latest]] == ['']


@given(st.lists(st.sampled_from(CODES), max_size=12))
def test_every_way_through_the_order_ends(wishes):
    """Repeated are only questions and part payments; nothing undecided follows a decision."""
    latest, said = '', []
    for wish in wishes:
        if may_follow(latest, wish):
            said.append(wish)
            latest = wish
    once = [code for code in said if code not in ('UQ', 'IP', 'CA', 'PPD')]
    assert len(once) == len(set(once))
    for before, after in pairwise(said):
        assert not (before in DECIDED and after in ('AB', 'IP'))
    assert 'RE' not in said[:-1]


# === WHAT AN ANSWER NEEDS === #


@pytest.mark.parametrize('code', CODES)
def test_an_answer_of_each_kind_may_leave(code):
    assert missing(answer(code)) == []


@pytest.mark.parametrize('code', NEEDS_REASON)
@pytest.mark.parametrize('said', [(), (Clarification('NIN', list_name=ACTION_LIST),)])
def test_a_no_or_a_question_needs_a_reason(code, said):
    assert missing(answer(code, clarifications=said)) == ['reason']


@pytest.mark.parametrize('code', [each for each in CODES if each != 'PPD'])
def test_a_part_payment_alone_is_partly_paid(code):
    partly = answer(code, clarifications=(*WORDS.get(code, ()), *WORDS['PPD']))

    assert missing(partly) == ['reason']
    assert missing(answer('PPD', clarifications=())) == ['reason']


@pytest.mark.parametrize('list_name', [REASON_LIST, ACTION_LIST])
def test_other_needs_words(list_name):
    other = Clarification('OTH', ' ', list_name)

    assert 'words' in missing(answer('AP', clarifications=(other,)))


def test_codes_belong_to_their_list():
    assert not set(REASONS) & set(ACTIONS) - {'OTH'}
    wrong = (Clarification('NIN'), Clarification('PRI', list_name=ACTION_LIST))
    for each in wrong:
        assert 'unknown_reason' in missing(answer('AP', clarifications=(each,)))


def test_what_is_not_known_may_not_leave():
    nameless = answer('XX', answered=Answered('', '380'))

    assert missing(nameless) == ['unknown_code', 'number']


# === THE FILE === #


@pytest.mark.parametrize('code', CODES)
def test_the_file_is_as_ever(code):
    path = GOLDEN / f'{code}.xml'

    assert _lines(write(answer(code))) == path.read_text()


def _lines(content):
    """An element a line, so that a difference can be read."""
    return re.sub(r'><(?!/)', '>\n<', content.decode()) + '\n'


@needs_data
@pytest.mark.parametrize('code', CODES)
def test_the_file_follows_pageros_schema(code, schema):
    found = schema.iter_errors(write(answer(code)).decode())

    assert [error.reason for error in found] == []


@pytest.fixture(scope='module')
def schema():
    return pytest.importorskip('xmlschema').XMLSchema(str(SCHEMA))


@pytest.mark.parametrize('code', CODES)
def test_the_peppol_rules_find_nothing(code):
    """Another's reading of the 82 rules of T111, which has no extensions of Pagero's."""
    mockeinvoice = pytest.importorskip('mockeinvoice')
    _response, report = mockeinvoice.validate_response(_as_peppol(write(answer(code))))

    assert [finding.code for finding in report.failures] == []


@pytest.mark.parametrize(
    ('code', 'said', 'rule'),
    [
        ('RE', (), 'PEPPOL-T111-R001'),
        ('RE', (Clarification('OTH'),), 'PEPPOL-T111-R002'),
        ('RE', (Clarification('XYZ'),), 'PEPPOL-T111-R007'),
    ],
)
def test_what_we_refuse_the_peppol_rules_refuse(code, said, rule):
    mockeinvoice = pytest.importorskip('mockeinvoice')
    wrong = answer(code, clarifications=said)
    _response, report = mockeinvoice.validate_response(_as_peppol(write(wrong)))

    assert missing(wrong)
    assert rule in [finding.code for finding in report.findings]


def _as_peppol(content):
    text = re.sub(r'<ext:UBLExtensions>.*</ext:UBLExtensions>', '', content.decode())
    text = re.sub(r' xmlns:(ext|puf)="[^"]*"', '', text)
    for tag, kind in (('CustomizationID', 'trns'), ('ProfileID', 'bis')):
        text = re.sub(
            f'(<cbc:{tag}>)[^<]*', rf'\1urn:fdc:peppol.eu:poacc:{kind}:invoice_response:3', text
        )
    return text.encode()


def test_our_own_reading_knows_it():
    found = recognise(write(answer('RE')))

    assert found.kind == 'application_response'
    assert found.references == ('L-4711',)
    assert found.sender.name == "Norrsken Kaffe AB"


@given(words=st.text(max_size=80), note=st.text(max_size=80), number=st.text(min_size=1))
def test_whatever_people_write_is_xml(words, note, number):
    said = (Clarification('OTH', words),)
    content = write(answer('RE', clarifications=said, note=note, answered=Answered(number, '380')))

    root = parse(content)

    assert len(list(root.iter('{*}ResponseCode'))) == 1
    assert len(list(root.iter('{*}StatusReasonCode'))) == 1


@pytest.mark.parametrize(
    ('party', 'scheme', 'value'),
    [
        ({'identifiers': (Identifier('77', '0088'),)}, '0088', '77'),
        ({'legal_registration': Identifier('5560', '0007')}, '0007', '5560'),
        ({'tax_registrations': (TaxRegistration('SE55'),)}, None, 'SE55'),
    ],
)
def test_the_parties_keep_their_schemes(party, scheme, value):
    root = parse(write(answer(sender=Party(name="A", **party))))

    [found] = root.findall('{*}SenderParty/{*}PartyIdentification/{*}ID')
    assert (found.get('schemeID'), found.text) == (scheme, value)


def test_a_number_of_the_bank_is_no_number_of_the_company():
    root = parse(write(answer()))

    [found] = root.findall('{*}ReceiverParty/{*}PartyIdentification/{*}ID')
    assert (found.get('schemeID'), found.text) == ('0192', '974760673')


def test_without_an_id_the_numbers_have_to_do():
    content = write(answer(answered=Answered('L-1', '381', date(2026, 10, 1))))

    assert b'UBLExtensions' not in content
    assert b'<cbc:DocumentTypeCode>381<' in content
