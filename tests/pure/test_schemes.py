"""identification/schemes.py is the one table of identifier schemes."""

import ast
import doctest
import re
from pathlib import Path

import pytest

from identification import schemes
from identification.identifiers import has_right_check_digit
from identification.number_checks import RULE_NAMES
from identification.schemes import EAS_CODES, SCHEME_OF_COUNTRY, SCHEMES


ROOT = Path(__file__).resolve().parents[2]
# Official rules are written as their publisher writes them, each with its scheme.
QUOTED = ROOT / 'ubl' / 'peppol_rules'
FILES = [
    path
    for folder in (
        'en16931',
        'identification',
        'network',
        'ubl',
        'models',
        'wizards',
        'controllers',
    )
    for path in sorted((ROOT / folder).rglob('*.py'))
    if QUOTED not in path.parents and path != ROOT / 'identification' / 'schemes.py'
]


def test_the_examples_hold():
    assert not doctest.testmod(schemes).failed


ENDING = {schemes.SWEDISH_ORGNR: '01'}  # of a VAT number
RIGHT = {
    schemes.SWEDISH_ORGNR: '5560360793',
    schemes.GLN: '7300010000001',
    schemes.NORWEGIAN_ORGNR: '974760673',
    schemes.DANISH_CVR: '13585628',
    schemes.BELGIAN_NUMBER: '0202239951',
    schemes.FINNISH_OVT: '003720774740',
}


@pytest.mark.parametrize('code', SCHEMES)
def test_a_scheme_is_whole(code):
    scheme, right = SCHEMES[code], RIGHT[code]

    assert code == scheme.code and code in EAS_CODES
    assert scheme.name and scheme.words and scheme.rule in RULE_NAMES
    assert bool(scheme.country) == bool(scheme.in_vat)
    assert re.fullmatch(scheme.pattern, right) and has_right_check_digit(code, right)
    wrong = right[:-1] + str(9 - int(right[-1]))
    assert re.fullmatch(scheme.pattern, wrong) and not has_right_check_digit(code, wrong)
    if scheme.in_vat:
        vat = f'{scheme.country}{right.removeprefix(scheme.before)}{ENDING.get(code, "")}'
        assert re.fullmatch(scheme.in_vat, vat)[1] == right.removeprefix(scheme.before)


def test_each_country_has_one_scheme():
    countries = [scheme.country for scheme in SCHEMES.values() if scheme.country]

    assert sorted(countries) == sorted(SCHEME_OF_COUNTRY)


def test_no_other_file_writes_a_code_of_the_table():
    assert len(FILES) > 200
    found = [
        f'{path.relative_to(ROOT)}:{node.lineno}'
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in SCHEMES
    ]

    assert not found
