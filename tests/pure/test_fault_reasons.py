"""The reason that fits each broken rule is one of the answer's list."""

from dataclasses import replace

import pytest

from ubl.fault_reasons import reason_of_rule, reasons_of
from ubl.finding import Finding


FATAL = Finding('BR-CO-15', 'fatal', '/', '', '', '', 'rules')


@pytest.mark.parametrize(
    ('rule', 'reason'),
    [
        ('BR-CO-10', 'FIN'),
        ('BR-CO-17', 'FIN'),
        ('BR-S-08', 'FIN'),
        ('BR-AE-10', 'FIN'),
        ('PEPPOL-EN16931-R120', 'FIN'),
        ('PEPPOL-EN16931-R003', 'REF'),
        ('BR-55', 'REF'),
        ('BR-CO-09', 'LEG'),
        ('BR-S-02', 'LEG'),
        ('SE-R-001', 'LEG'),
        ('SE-R-007', 'PAY'),
        ('BR-61', 'PAY'),
        ('BR-25', 'ITM'),
        ('BR-CL-23', 'OTH'),
        ('PAGERO-PARSE', 'OTH'),
    ],
)
def test_each_kind_of_rule(rule, reason):
    assert reason_of_rule(rule) == reason


def test_each_reason_once_and_the_general_one_last():
    rules = ('UBL-CR-1', 'BR-CO-15', 'BR-CO-10', 'SE-R-001')
    assert reasons_of([replace(FATAL, rule=rule) for rule in rules]) == ('FIN', 'LEG', 'OTH')


def test_warnings_are_no_reason():
    assert reasons_of([replace(FATAL, severity='warning')]) == ()
