"""Answers to the sandbox's suppliers: its own opinion of them, and what the suppliers see."""

from datetime import date, datetime

import pytest
from official import needs_data
from sandbox_driver import fresh_sandbox

from ubl.received import recognise
from ubl.response.answer import Answer, Answered, Clarification
from ubl.response.codes import ACTION_LIST, CODES
from ubl.response.parties import own_and_supplier
from ubl.response.writer import write


box = pytest.fixture(fresh_sandbox)
WHY = (Clarification('PRI', "Avtalat pris är 95"), Clarification('NIN', '', ACTION_LIST))
SAID = {'UQ': WHY, 'CA': WHY, 'RE': WHY, 'PPD': (Clarification('PPD', "50 av 125"),)}


@pytest.fixture
def supplied(box):
    """An invoice of a supplier: its id, and its bytes."""
    [made] = box.control('supplier_documents', {'number': 'L-1'})
    path = f"/document/v1/documents/{made['id']}/targetdocument"
    return made['id'], box.api('GET', path).content


def answer(supplied, code='AP', **values):
    network_id, content = supplied
    facts = recognise(content)
    own, supplier = own_and_supplier(content)
    usual = {
        'id': f'answer-{code}',
        'issued_at': datetime(2026, 10, 2, 9, 30),
        'answered': Answered(facts.number, facts.type_code, facts.issue_date, network_id),
        'sender': own,
        'receiver': supplier,
        'clarifications': SAID.get(code, ()),
    }
    return write(Answer(code=code, **{**usual, **values}))


def send(box, payload):
    """What stops it; None where the supplier has it."""
    box.send(payload, documentType='ApplicationResponse')
    stopped = box.parts()
    return stopped[0]['error']['description'][0] if stopped else None


def seen(box):
    [entry] = [each for each in box.control('received') if each['number'] == 'L-1']
    return [each['code'] for each in entry['answers']]


@pytest.mark.parametrize('code', CODES)
def test_each_answer_reaches_the_supplier(box, supplied, code):
    assert send(box, answer(supplied, code)) is None

    assert seen(box) == ['PD' if code == 'PPD' else code]


def test_it_is_listed_under_the_number_of_the_invoice(box, supplied):
    send(box, answer(supplied))

    [listed] = box.documents(documentType='ApplicationResponse', direction='Sent')

    assert listed['documentInfo']['documentIdentifier'] == 'L-1'


def test_the_supplier_reads_when_and_why(box, supplied):
    send(box, answer(supplied, 'AB'))
    send(box, answer(supplied, 'RE', note="Se avtalet <b>"))

    page = box.page('/suppliers', 'sv')

    for words in ("2026-10-02 09:30:00", "Avvisad", "PRI Avtalat pris är 95", "NIN", "Mottagen"):
        assert words in page
    assert "Se avtalet &lt;b&gt;" in page


@pytest.mark.parametrize(
    ('codes', 'problem'),
    [
        (('RE', 'AP'), "nothing follows RE"),
        (('PD', 'RE'), "nothing follows PD"),
        (('AP', 'UQ'), "UQ can not follow AP"),
    ],
)
def test_what_comes_out_of_order_is_stopped(box, supplied, codes, problem):
    *first, last = codes
    assert [send(box, answer(supplied, code)) for code in first] == [None] * len(first)

    assert problem in send(box, answer(supplied, last))

    assert seen(box) == first


def test_part_payments_are_followed_by_the_rest(box, supplied):
    said = [send(box, answer(supplied, code, id=f'{n}')) for n, code in
            enumerate(('AP', 'PPD', 'PPD', 'PD'))]  # fmt: skip

    assert said == [None] * 4


@pytest.mark.parametrize(
    ('values', 'problem'),
    [
        ({'code': 'RE', 'clarifications': ()}, "RE needs a reason"),
        ({'clarifications': (Clarification('OTH'),)}, "OTH needs words"),
        ({'clarifications': (Clarification('XYZ'),)}, "XYZ is not in the list"),
        ({'code': 'XX'}, "XX is not known"),
    ],
)
def test_what_breaks_a_rule_is_stopped(box, supplied, values, problem):
    assert problem in send(box, answer(supplied, **values))

    assert seen(box) == []


def test_another_s_parties_number_or_type_are_stopped(box, supplied):
    network_id, content = supplied
    own, supplier = own_and_supplier(content)
    day = date.today()

    for wrong, problem in (
        ({'sender': supplier, 'receiver': own}, "the sender is not the receiver"),
        ({'answered': Answered('L-2', '380', day, network_id)}, "number is not that"),
        ({'answered': Answered('L-1', '381', day, network_id)}, "type code is not that"),
    ):
        assert problem in send(box, answer(supplied, **wrong))
        box.act(box.parts()[0], 'Cancel')


def test_without_an_id_number_and_day_have_to_do(box, supplied):
    facts = recognise(supplied[1])
    by_number = Answered(facts.number, facts.type_code, facts.issue_date)

    assert send(box, answer(supplied, answered=by_number)) is None
    assert seen(box) == ['AP']


def test_the_same_answer_twice_is_a_duplicate(box, supplied):
    box.control('settings', {'duplicate_control': True})
    send(box, answer(supplied, 'UQ'))

    assert "already been sent" in send(box, answer(supplied, 'UQ'))


@needs_data
def test_the_sandbox_checks_it_by_pageros_schema(box, supplied):
    pytest.importorskip('xmlschema')
    box.control('settings', {'checks': 'xsd'})
    send(box, answer(supplied, 'RE'))
    send(box, answer(supplied, 'AB').replace(b'cbc:IssueTime', b'cbc:IssueHour'))

    assert box.control('checks/wait', {}) == {'done': True}
    found = [each['check']['xsd'] for each in box.control('files')]

    assert sorted(map(bool, found)) == [False, True]
