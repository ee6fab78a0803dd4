from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from ubl_documents import DAY, credit_note, invoice, spoiled

from ubl import words_sv
from ubl.check import check
from ubl.finding import FATAL, WARNING
from ubl.recipient import WORDS, Demand, Kind, layers_for


def findings(*demands, xml=None):
    return check(xml or invoice(), on=DAY, layers=layers_for(demands))


def only(*demands, xml=None):
    return [found for found in findings(*demands, xml=xml) if found.layer == 'recipient']


@pytest.mark.parametrize(
    ('field', 'place', 'cure'),
    [
        ('order_reference', "Order reference (BT-13)", 'pagero_order_reference'),
        ('contract_reference', "Contract (BT-12)", 'pagero_contract_reference'),
        ('project_reference', "Project (BT-11)", 'pagero_project_reference'),
        ('accounting_cost', "Accounting cost (BT-19)", 'pagero_accounting_cost'),
        ('customer_number', "Buyer: Customer number", 'pagero_customer_number'),
        ('delivery_date', "Delivery: Delivery date (BT-72)", 'delivery_date'),
        ('despatch_advice', "Despatch advice (BT-16)", 'pagero_despatch_advice'),
        ('receiving_advice', "Receiving advice (BT-15)", 'pagero_receiving_advice'),
        ('invoicing_period', "Invoicing period (BG-14)", 'pagero_period_start'),
        ('invoiced_object', "Invoiced object (BT-18)", 'pagero_invoiced_object'),
        ('line_invoiced_object', "Invoice line 1: Invoiced object (BT-128)", 'invoice_line_ids'),
        ('item_gtin', "Invoice line 1: Barcode, GTIN (BT-157)", 'invoice_line_ids'),
        ('item_buyer_id', "Invoice line 1: Buyer's item number (BT-156)", 'invoice_line_ids'),
        ('order_line', "Invoice line 1: Order line reference (BT-132)", 'invoice_line_ids'),
        ('line_accounting_cost', "Invoice line 1: Accounting cost (BT-133)", 'invoice_line_ids'),
    ],
)
def test_what_is_missing_is_named_with_its_place_and_cure(field, place, cure):
    found, *_other_lines = only(Demand('7', field, url='http://127.0.0.1/r'))

    assert (found.rule, found.severity, found.place) == ('PAGERO-R-7', FATAL, place)
    assert (found.field, found.url) == (cure, 'http://127.0.0.1/r')


@pytest.mark.parametrize('field', ['buyer_reference', 'buyer_or_order_reference', 'quantity'])
def test_what_is_there_meets_the_demand(field):
    assert not only(Demand('1', field))


@pytest.mark.parametrize(
    ('demand', 'wrong', 'right'),
    [
        ({'kind': 'pattern', 'pattern': r'^\d{8}$'}, 'ANNA', '12345678'),
        ({'kind': 'list', 'allowed': ('A1', 'A2')}, 'a1', 'A2'),
        ({'kind': 'range', 'minimum': Decimal(1), 'maximum': Decimal(99)}, '100', '99'),
        ({'kind': 'range', 'minimum': Decimal(1)}, 'ANNA', '1.5'),
    ],
)
def test_a_value_has_its_form(demand, wrong, right):
    demand = Demand('1', 'buyer_reference', **demand)
    path = 'cbc:BuyerReference'

    assert not only(demand, xml=spoiled(path, right))
    [found] = only(demand, xml=spoiled(path, wrong))
    assert found.detail.startswith(wrong)
    assert demand.in_short() in found.detail


def test_a_pattern_is_not_read_by_people_where_the_recipient_has_words():
    demand = Demand('1', 'buyer_reference', 'pattern', pattern=r'^\d{8}$', message="Åtta siffror.")

    [found] = only(demand, xml=spoiled('cbc:BuyerReference', 'ANNA'))

    assert (found.text, found.detail) == ("Åtta siffror.", 'ANNA')


def test_every_line_is_looked_at():
    demand = Demand('1', 'quantity', 'range', minimum=Decimal(3), maximum=Decimal(999))

    for xml in (invoice(2), credit_note(2)):
        assert [found.line for found in only(demand, xml=xml)] == ['1', '2']


def test_an_empty_field_has_no_form():
    assert not only(Demand('1', 'order_reference', 'pattern', r'\d{8}'))


def test_days_are_days():
    first, last = date(2026, 1, 1), date(2026, 6, 1)
    demand = Demand('1', 'delivery_date', 'range', minimum=first, maximum=last)

    assert demand.accepts('2026-06-01')
    assert not demand.accepts('2026-06-02')
    assert not demand.accepts('soon')


def test_its_own_words_go_first_and_what_cannot_be_checked_is_said():
    colour = Demand('1', 'other', message="Write the colour.")
    found = only(colour, Demand('2', 'buyer_reference', 'pattern', '('))

    assert [each.severity for each in found] == [WARNING, WARNING]
    assert found[0].text == "Write the colour."


def test_official_and_own_demands_are_one_list():
    xml = spoiled('cbc:BuyerReference', None)

    rules = [found.rule for found in findings(Demand('1', 'order_reference'), xml=xml)]

    assert rules == ['PEPPOL-EN16931-R003', 'PAGERO-R-1']


def test_every_word_is_swedish_too():
    for both in WORDS.values():
        assert set(both) <= set(words_sv.SENTENCES)


def test_each_kind_of_demand_has_words():
    assert {f'RECIPIENT-{kind}' for kind in get_args(Kind)} <= set(WORDS)
