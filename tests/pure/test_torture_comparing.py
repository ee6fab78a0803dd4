"""`dev/torture`'s comparison: each thing that may go wrong is seen, and what is right passes."""

from dataclasses import replace

import pytest
import sandbox_driver  # noqa: F401  puts dev/ on the path
from torturing.comparing import File, Invoice, Transmission, compare
from torturing.comparing_received import Received, Supplied, compare_received


INVOICE = Invoice(1, 'T1-00001', 'our', 'INV/1', 'posted', True, 'Production')
SENT = Transmission(
    id=7,
    reference='INV/1-a',
    company='our',
    number='INV/1',
    mode='Production',
    kind='Invoice',
    state='delivered',
    file='100',
    document='d',
    invoice=1,
)
FILE = File('100', 'INV/1-a', 'our', 'INV/1', 'Production', 'Invoice', 'Delivered', '', 'd')
GONE = replace(SENT, state='cancelled', file='', document='')
COPY = replace(FILE, id='101', document='e')
REFUSED = replace(COPY, status='Error', code='11200', document='')


def judged(invoices=(INVOICE,), transmissions=(SENT,), files=(FILE,)):
    found = compare(invoices, transmissions, files)
    return {kind for kind, count in found.counts().items() if count}


def test_what_arrived_once_passes():
    assert judged() == set()
    assert compare([INVOICE], [SENT], [FILE])


@pytest.mark.parametrize(
    ('changes', 'kinds'),
    [
        ({'files': []}, {'lost', 'wrong'}),
        ({'transmissions': [], 'files': []}, {'lost', 'wrong'}),
        ({'transmissions': [GONE]}, {'wrong'}),
        ({'files': [FILE, COPY]}, {'doubled', 'wrong'}),
        ({'files': [FILE, replace(COPY, reference='INV/1-b')]}, {'doubled', 'lost'}),
        ({'files': [replace(FILE, status='Error', document='')]}, {'lost', 'wrong'}),
        ({'files': [replace(FILE, company='other')]}, {'wrong'}),
        ({'transmissions': [replace(SENT, file='200')]}, {'wrong'}),
        ({'transmissions': [replace(SENT, document='x')]}, {'wrong'}),
        ({'transmissions': [replace(SENT, state='processing')]}, {'stuck', 'wrong'}),
        (
            {'transmissions': [replace(SENT, state='held', file='', document='')]},
            {'stuck', 'wrong'},
        ),
        ({'invoices': [replace(INVOICE, is_sent=False)]}, {'wrong'}),
        ({'invoices': [INVOICE, replace(INVOICE, id=2, is_sent=False)]}, {'lost'}),
    ],
)
def test_what_went_wrong_is_seen(changes, kinds):
    assert judged(**changes) == kinds


def test_a_copy_that_duplicate_control_refused_is_none():
    assert judged(files=[FILE, REFUSED]) == set()
    assert judged(files=[REFUSED, FILE]) == set()


def test_what_was_cancelled_at_pagero_may_be_sent_again():
    first = replace(FILE, id='99', reference='INV/1-0', status='Cancelled', document='')
    before = replace(SENT, id=6, reference='INV/1-0', state='cancelled', file='99', document='')

    assert judged(transmissions=[before, SENT], files=[first, FILE]) == set()


def test_a_test_may_be_sent_again():
    invoice = replace(INVOICE, is_sent=False, mode='Test')
    tests = [replace(SENT, mode='Test'), replace(SENT, mode='Test', reference='b', file='101')]
    files = [replace(FILE, mode='Test'), replace(COPY, mode='Test', reference='b')]

    assert judged([invoice], [tests[0], replace(tests[1], document='e')], files) == set()


SUPPLIED = Supplied('x', 'our', 'S1-00001', 'Production', True, ('AP',))
RECEIVED = Received(
    id=3,
    network_id='x',
    company='our',
    number='S1-00001',
    mode='Production',
    state='booked',
    files=1,
    is_marked=True,
    bills=1,
    makes_bills=True,
    answers=('AP',),
)


def received(ours=(RECEIVED,), theirs=(SUPPLIED,)):
    found = compare_received(theirs, ours)
    return {kind for kind, count in found.counts().items() if count}


def test_what_came_once_passes():
    assert received() == set()
    assert received([replace(RECEIVED, bills=0, makes_bills=False)]) == set()


@pytest.mark.parametrize(
    ('ours', 'kinds'),
    [
        ([], {'lost'}),
        ([RECEIVED, replace(RECEIVED, id=4)], {'doubled'}),
        ([replace(RECEIVED, files=2)], {'doubled'}),
        ([replace(RECEIVED, files=0)], {'lost'}),
        ([replace(RECEIVED, state='announced', files=0, bills=0)], {'stuck', 'lost'}),
        ([replace(RECEIVED, bills=2)], {'doubled'}),
        ([replace(RECEIVED, bills=0)], {'lost'}),
        ([replace(RECEIVED, is_marked=False)], {'wrong'}),
        ([replace(RECEIVED, company='other')], {'wrong'}),
        ([replace(RECEIVED, number='S1-00002')], {'wrong'}),
        ([replace(RECEIVED, mode='Test')], {'wrong'}),
        ([replace(RECEIVED, answers=())], {'wrong'}),
        ([RECEIVED, replace(RECEIVED, id=4, network_id='y')], {'wrong'}),
    ],
)
def test_what_went_wrong_with_it_is_seen(ours, kinds):
    assert received(ours) == kinds


def test_an_answer_that_was_heard_twice_is_seen():
    twice = ('AP', 'AP')

    assert received([replace(RECEIVED, answers=twice)], [replace(SUPPLIED, answers=twice)]) == {
        'doubled'
    }
    assert received(theirs=[replace(SUPPLIED, is_fetched=False)]) == {'wrong'}
