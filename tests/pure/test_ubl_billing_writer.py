import doctest
from dataclasses import replace
from decimal import Decimal

import pytest
from invoice_models import full_invoice, party
from lxml import etree

from en16931.amounts import Totals
from en16931.invoice import BILLING, SELF_BILLING, Invoice, Note
from ubl import xsd
from ubl.billing.writer import write
from ubl.billing.writing import markup


KINDS = [(False, BILLING), (True, BILLING), (False, SELF_BILLING), (True, SELF_BILLING)]


def test_the_examples_hold():
    assert doctest.testmod(markup) == (0, 1)


@pytest.mark.parametrize(('is_credit_note', 'process'), KINDS)
def test_every_term_stands_where_the_schema_wants_it(is_credit_note, process):
    written = write(full_invoice(is_credit_note=is_credit_note, process=process))

    assert xsd.validate(etree.fromstring(written)) == []


def test_what_is_empty_is_not_written():
    empty = Invoice('', None, '', '', party(' '), party(''), (), Totals(None, None, None, None))

    elements = list(etree.fromstring(write(empty)).iter())

    assert [node.tag for node in elements if not len(node) and not node.text] == []
    assert b'<cac:PaymentMeans>' not in write(empty)


@pytest.mark.parametrize(
    ('value', 'written'),
    [('9E-5', '0.00009'), ('1E+3', '1000'), ('-0.00', '0.00'), ('12.500', '12.500'), ('-3', '-3')],
)
def test_numbers_have_the_digits_they_are_given(value, written):
    invoice = full_invoice()
    totals = replace(invoice.totals, payable=Decimal(value))

    text = write(replace(invoice, totals=totals)).decode()

    assert f'<cbc:PayableAmount currencyID="SEK">{written}</cbc:PayableAmount>' in text


def test_what_xml_cannot_hold_is_left_out():
    invoice = replace(full_invoice(), notes=(Note('\x00 a\x0b\ud800<b>\r\n&\ufffe '), Note('\x01')))

    notes = [node.text for node in etree.fromstring(write(invoice)).iterfind('{*}Note')]

    assert notes == ['a<b>\r\n&']
