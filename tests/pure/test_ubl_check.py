import json
import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import getcontext

import pytest
from ubl_documents import DAY, credit_note, invoice, spoiled

from ubl import xsd
from ubl.check import DEFAULT_LAYERS, RULES_LAYER, XSD_LAYER, Layer, check, in_force
from ubl.finding import FATAL, WARNING, Finding
from ubl.peppol_rules import PACKS, registry


def rules_of(xml, on=DAY, **options):
    return {finding.rule for finding in check(xml, on=on, **options)}


@dataclass(frozen=True)
class FakePack:
    name: str = 'fake'
    version: str = '1'
    source: str = 'test'
    valid_from: date = date.min
    valid_to: date | None = None
    findings: tuple = ()
    error: Exception | None = None

    def check(self, root):
        if self.error:
            raise self.error
        return list(self.findings)


def finding(rule='X-1', severity=FATAL):
    return Finding(rule, severity, '/Invoice', "Document", "Wrong.", "Mend it.", 'rules')


@pytest.mark.parametrize('make', [invoice, credit_note])
def test_a_valid_document_has_no_finding(make):
    assert check(make(), on=DAY) == []


@pytest.mark.parametrize(
    ('xml', 'rule'),
    [
        (b'', 'PAGERO-PARSE'),
        (b'{"json": true}', 'PAGERO-PARSE'),
        (b'<html><body/></html>', 'XSD'),
        (b'<Invoice/>', 'XSD'),
    ],
)
def test_what_is_no_invoice_gets_one_fatal_finding(xml, rule):
    findings = check(xml, on=DAY)

    assert [(f.rule, f.severity) for f in findings] == [(rule, FATAL)]


def test_an_xsd_error_points_to_the_line():
    xml = spoiled('cac:InvoiceLine[2]/cbc:InvoicedQuantity', 'two')

    found = check(xml, on=DAY)[0]

    assert (found.layer, found.line, found.field) == ('xsd', '2', 'invoice_line_ids')
    assert found.place == "Invoice line 2: Quantity (BT-129)"
    assert found.location == '/Invoice/cac:InvoiceLine[2]/cbc:InvoicedQuantity'


def test_rules_are_not_asked_about_what_the_schema_refuses():
    xml = spoiled('cbc:BuyerReference', None, spoiled('cbc:IssueDate', 'yesterday'))

    assert rules_of(xml) == {'XSD'}


def test_fatal_findings_come_first():
    pack = FakePack(findings=(finding('A', WARNING), finding('B'), finding('C', WARNING)))

    found = check(invoice(), on=DAY, layers=[Layer('rules', (pack,))])

    assert [f.rule for f in found] == ['B', 'A', 'C']


def test_a_fatal_finding_stops_before_the_next_layer():
    first, second = FakePack(findings=(finding('A'),)), FakePack(findings=(finding('B'),))

    found = check(invoice(), on=DAY, layers=[Layer('xsd', (first,)), Layer('rules', (second,))])

    assert [f.rule for f in found] == ['A']


def test_a_warning_lets_the_next_layer_speak():
    first, second = FakePack(findings=(finding('A', WARNING),)), FakePack(findings=(finding('B'),))

    found = check(invoice(), on=DAY, layers=[Layer('xsd', (first,)), Layer('rules', (second,))])

    assert {f.rule for f in found} == {'A', 'B'}


def test_the_pack_in_force_on_the_invoice_date_is_asked():
    old = FakePack(version='1', valid_to=date(2026, 12, 31))
    new = FakePack(version='2', valid_from=date(2027, 1, 1))
    other = FakePack(name='other')

    assert in_force((new, old, other), date(2026, 12, 31)) == [old, other]
    assert new in in_force((new, old, other), date(2027, 1, 1))


def test_a_day_without_rules_is_a_warning():
    pack = FakePack(valid_to=date(2020, 1, 1))

    found = check(invoice(), on=DAY, layers=[Layer('rules', (pack,))])

    assert [(f.rule, f.severity) for f in found] == [('PAGERO-NO-RULES', WARNING)]


def test_a_pack_that_raises_is_a_fatal_finding(caplog):
    pack = FakePack(error=RuntimeError('boom'))

    found = check(invoice(), on=DAY, layers=[Layer('rules', (pack,))])

    assert [(f.rule, f.severity, f.detail) for f in found] == [('PAGERO-PACK', FATAL, 'fake 1')]
    assert 'boom' in caplog.text


def test_a_rule_that_raises_is_a_fatal_finding_of_its_own(monkeypatch, caplog):
    def broken(document):
        raise ZeroDivisionError

    rules = [registry.Rule('X-1', WARNING, 'X-1', broken)]
    monkeypatch.setattr(registry, 'RULES', rules)

    found = registry.OwnPack('1', date.min).check(xsd.etree.fromstring(invoice()))

    assert [(f.rule, f.severity) for f in found] == [('X-1', FATAL)]
    assert "could not be evaluated" in found[0].text


def test_one_rule_does_not_flood_the_list():
    found = [
        f
        for f in check(invoice(200).replace(b'C62">2<', b'C62">3<'), on=DAY)
        if f.rule == 'PEPPOL-EN16931-R120'
    ]

    assert len(found) == registry.MAX_PER_RULE


def test_the_own_packs_cover_every_day_without_overlap():
    for day in (date.min, DAY, date(2027, 2, 23), date(2027, 2, 24), date.max):
        assert len(in_force(PACKS, day)) == 1


def test_every_rule_has_a_text_and_an_advice_in_sentences():
    for rule in registry.RULES:
        assert rule.text.endswith('.') and rule.advice.endswith('.'), rule.id
        assert rule.severity in (FATAL, WARNING)


def test_a_finding_survives_json():
    found = check(spoiled('cbc:BuyerReference', None), on=DAY)[0]

    assert Finding.from_dict(json.loads(json.dumps(found.to_dict()))) == found


def test_a_finding_of_another_version_can_be_read():
    values = {**finding().to_dict(), 'new_in_future': 1}

    assert Finding.from_dict(values) == finding()


def test_many_threads_get_the_answers_of_one(monkeypatch):
    monkeypatch.setattr(xsd, '_compiled', {})
    documents = [
        invoice(),
        credit_note(),
        spoiled('cbc:BuyerReference', None),
        spoiled('cac:InvoiceLine[1]/cbc:InvoicedQuantity', 'x'),
        spoiled('cbc:ID', None),
        b'<a',
        spoiled('cac:LegalMonetaryTotal/cbc:PayableAmount', '1.00'),
    ]
    barrier = threading.Barrier(8, timeout=20)

    def work(seed):
        order = documents * 20
        random.Random(seed).shuffle(order)
        barrier.wait()
        return {xml: check(xml, on=DAY) for xml in order}

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(8)))
    alone = {xml: check(xml, on=DAY) for xml in documents}
    assert all(result == alone for result in results)
    assert len(xsd._compiled) == 2


def test_the_decimal_context_of_the_caller_is_left_alone():
    before = getcontext().copy()

    check(invoice(), on=DAY)

    assert getcontext().prec == before.prec and getcontext().flags == before.flags


@pytest.mark.parametrize('lines', [5, 100, 1000])
def test_the_time_of_a_check_is_printed(lines, capsys):
    xml = invoice(lines)
    check(xml, on=DAY)
    rounds = max(3, 300 // lines)

    started = time.perf_counter()
    for _ in range(rounds):
        assert check(xml, on=DAY, layers=DEFAULT_LAYERS) == []
    spent = (time.perf_counter() - started) / rounds * 1000

    with capsys.disabled():
        sys.stdout.write(f"\ncheck of {lines} lines: {spent:.2f} ms\n")


def test_layers_can_be_chosen():
    xml = spoiled('cbc:BuyerReference', None)

    assert rules_of(xml, layers=[XSD_LAYER]) == set()
    assert rules_of(xml, layers=[RULES_LAYER]) == {'PEPPOL-EN16931-R003'}
