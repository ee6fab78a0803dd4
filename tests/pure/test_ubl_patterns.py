import doctest
import random
import re
import time

import pytest

from ubl import patterns
from ubl.patterns import BadPattern, Pattern


USUAL = (
    r'\d{8}',
    r'^\d{8}$',
    r'[A-Z]{2}\d{4,}',
    r'(ZZ|AB)-?\d+',
    r'[^ ]+',
    r'(?:a|b)*c',
    r'a{2}b{,2}',
    r'a{1,3}?b*',
    r'\A[åäö]\Z',
    r'',
    r'x|',
    r'(|a)b',
    r'[\]a]b',
    r'[]a]b',
    r'a.c',
    r'{a}',
    r'a{b',
    r'\w+@\w+\.se',
    r'(a?){3}b',
    r'\x41\u0042',
    r'(a|ab)(c|bcd)',
)


def test_the_examples_hold():
    assert doctest.testmod(patterns).failed == 0


@pytest.mark.parametrize('text', USUAL)
def test_it_agrees_with_pythons_engine(text):
    chance = random.Random(text)
    pattern, alphabet = Pattern(text), 'aabbc]{}@.-AZåZB 0127se'
    values = ['', '12345678', 'ZZ-12', 'AB12', 'ZZ1234', 'a]b', ']b', 'å', 'AB', '{a}', 'a{b']
    values += [''.join(chance.choices(alphabet, k=chance.randrange(9))) for _ in range(300)]

    for value in values:
        assert pattern.matches(value) is bool(re.fullmatch(text, value)), value


@pytest.mark.parametrize(
    'text', ['(a+)+b', '(a|a)*b', '(.*)*(.*)*x', '(a?){50}a{50}', '([a-z]+)*$1']
)
def test_no_pattern_hangs(text):
    pattern = Pattern(text)
    started = time.process_time()

    pattern.matches('a' * 2000)

    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    'text',
    [
        '[',
        '(',
        '*a',
        'a{3,2}',
        r'(a)\1',
        r'\bword\b',
        '(?=a)b',
        '(?i)a',
        '(?P<x>a)',
        'a++',
        '((a{99}){99}){99}',
        'a{99999999999}',
        '(' * 3000 + ')' * 3000,
    ],
)
def test_what_cannot_be_kept_is_refused(text):
    with pytest.raises(BadPattern):
        Pattern(text)
