"""No text from outside makes a regular expression of ours work more than in proportion to it."""

import logging
import re
from fnmatch import translate

import pytest
from regex_growth import (
    grows_too_fast,
    hostile_texts,
    nests,
    others,
    pattern_of,
    uses,
    works,
)

from identification import payment_accounts
from identification.registers import REGISTERS
from identification.schemes import SCHEMES
from network import RedactingFilter, codes, redact
from ubl import fault_reasons, xsd_words
from ubl.patterns import BadPattern, Effort, Pattern


USES = uses()
# What is put together while the code runs: where its parts come from, and what they come to. A
# pattern that comes from outside belongs into ``ubl.patterns``, and into no line of this table.
PUT_TOGETHER = {
    ('network/codes.py', 'pattern'): (
        "the phrases of that module",
        lambda: [pattern for pattern, _code in codes.CODE_OF_PHRASE],
    ),
    ('identification/identifiers.py', 'known.around'): (
        "the table of schemes",
        lambda: [scheme.around for scheme in SCHEMES.values()],
    ),
    ('identification/identifiers.py', 'known.pattern'): (
        "the table of schemes",
        lambda: [scheme.pattern for scheme in SCHEMES.values()],
    ),
    ('identification/registers.py', 'register.pattern'): (
        "the table of registers",
        lambda: [each.pattern for registers in REGISTERS.values() for each in registers],
    ),
    ('identification/number_checks.py', 'known.pattern'): (
        "the table of schemes",
        lambda: [scheme.pattern for scheme in SCHEMES.values()],
    ),
    ('identification/number_checks.py', 'scheme.in_vat'): (
        "the table of schemes",
        lambda: [scheme.in_vat for scheme in SCHEMES.values()],
    ),
    ('network/query.py', 'scheme.in_vat'): (
        "the table of schemes",
        lambda: [scheme.in_vat for scheme in SCHEMES.values()],
    ),
    ('ubl/patterns.py', 'text'): ("is only read, within limits, to be refused", list),
    ('ubl/patterns.py', 'token'): ("one character or one set, asked about one character", list),
    ('identification/payment_accounts.py', 'pattern'): (
        "the formats of that module",
        lambda: [
            *(pattern for pattern, _words in payment_accounts._FORMATS.values()),
            *(pattern for _kind, pattern in payment_accounts._WRITTEN),
        ],
    ),
    ('ubl/fault_reasons.py', 'pattern'): (
        "the table of that module",
        lambda: [pattern.pattern for pattern, _reason in fault_reasons._REASONS],
    ),
    ('models/inbox/bill_orders.py', "f'(?<!\\\\w){re.escape(order.name.casefold())}(?!\\\\w)'"): (
        "the number of a purchase order, escaped",
        lambda: [r'(?<!\w)p00001(?!\w)'],
    ),
    ('ubl/schematron/xpath/regex.py', 'engine.escape(pattern)'): (
        "from a rule file: in the package regex with a timeout, unless the file is CEN's own",
        list,
    ),
    ('ubl/schematron/xpath/regex.py', '_translated(pattern, flags)'): (
        "from a rule file: in the package regex with a timeout, unless the file is CEN's own",
        list,
    ),
    ('ubl/xsd_words.py', '_pattern(text)'): ("the parser's sentences, cut first; see below", list),
    ('dev/pagero_sandbox/faults.py', 'fault.path'): ("ordered by whoever runs the sandbox", list),
    ('dev/pagero_sandbox/faults.py', 'self.path'): ("ordered by whoever runs the sandbox", list),
    (
        'dev/pagero_sandbox/network/registry.py',
        "translate(re.sub('([?\\\\[])', '[\\\\1]', wanted))",
    ): (
        "words of a search with stars",
        lambda: [translate('*a*b*c*')],
    ),
}


def test_there_is_something_to_look_at():
    assert len(USES) > 120
    assert sum(pattern_of(use) is not None for use in USES) > 110


def test_the_engine_has_one_name_everywhere():
    assert others() == []


@pytest.mark.parametrize('use', [use for use in USES if pattern_of(use)], ids=str)
def test_a_pattern_grows_with_the_text_only(use):
    pattern = pattern_of(use)

    assert not nests(pattern)
    assert_linear(pattern, use.ways)


@pytest.mark.parametrize('use', [use for use in USES if not pattern_of(use)], ids=str)
def test_no_pattern_from_outside_runs_in_pythons_engine(use):
    _why, patterns = PUT_TOGETHER[use.key]

    for pattern in map(re.compile, patterns()):
        assert not nests(pattern)
        assert_linear(pattern, use.ways)


def test_the_table_of_patterns_that_are_put_together_is_of_today():
    assert PUT_TOGETHER.keys() == {use.key for use in USES if not pattern_of(use)}


def assert_linear(pattern, ways):
    for work in works(pattern, ways):
        slow = [make for make in hostile_texts(pattern) if grows_too_fast(work, make)]
        assert not slow, f'{pattern.pattern!r} is slow on {slow[0](40)!r}'


@pytest.mark.parametrize(
    'bad',
    [
        r'\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)*',
        r'((?<![A-Za-z0-9_])(?:\w+_token|secret)\s*:\s*)[^&\s]+',
        r'[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)x',
        r'(a+)+b',
        r'(a|aa)+b',
        r'.*x.*y',
    ],
)
def test_what_grows_faster_is_seen(bad):
    pattern = re.compile(bad)
    ways = works(pattern, {'search', 'fullmatch'})

    assert any(grows_too_fast(work, make) for work in ways for make in hostile_texts(pattern))


# === TEXTS THAT MEET SEVERAL PATTERNS === #

PIECES = [
    'eyJ-',
    'é',
    'é_token',
    'token":"\\',
    'code%3D',
    '%2525',
    'authorization:',
    'bearer ',
    '_0XA',
]


@pytest.mark.parametrize('piece', PIECES)
def test_masking_grows_with_the_text_only(piece):
    # Longer ones are cut.
    assert not grows_too_fast(redact, lambda length: (piece * length)[: 4 * length])


@pytest.mark.parametrize('piece', PIECES)
def test_a_line_is_cut_before_it_is_searched(piece):
    looked_at = redact(piece * 200_000)

    assert len(looked_at) < 40_000


def test_the_access_log_of_others_is_passed_over():
    line = logging.LogRecord(
        'werkzeug', 20, '', 1, 'GET /?%s HTTP/1.1', ('code=' + 'a' * 40,), None
    )
    args = line.args

    assert RedactingFilter('pagero', 'oauth', 'callback').filter(line)
    assert line.args is args


def test_a_sentence_of_the_parser_is_cut_before_it_is_read():
    """It repeats values of the document, which may be as long as the sender likes."""
    for hostile in ("', attribute '", "{", "Element 'a': 'b' is not"):

        def long(n, hostile=hostile):
            return "Element 'a" + hostile * (n + xsd_words.LOOKED_AT)

        assert not grows_too_fast(xsd_words.read, long)


# === PATTERNS FROM OUTSIDE === #


class Counted(Effort):
    def __init__(self):
        super().__init__(10**9)
        self.spent = 0

    def spend(self, work):
        self.spent += work


def work_of(text, value):
    counted = Counted()
    Pattern(text).matches(value, counted)
    return counted.spent


@pytest.mark.parametrize(
    'text',
    [
        '(a+)+b',
        '(a|a)*b',
        '(.*)*(.*)*x',
        '(a?){50}a{50}',
        '([a-z]+)*$1',
        '(a|aa|aaa|a*)*b',
        'a*a*a*b',
    ],
)
def test_a_pattern_from_outside_takes_work_in_proportion(text):
    work = [work_of(text, 'a' * length) for length in (500, 1000, 2000)]

    assert work[1] <= 2.2 * work[0] and work[2] <= 2.2 * work[1]


@pytest.mark.parametrize(
    'make',
    [
        lambda n: '|'.join(['a'] * n),
        lambda n: '(' + '|'.join(['a*'] * n) + ')*b',
        lambda n: '(' * n + 'a' + ')' * n,
        lambda n: '(?:' * n + 'a' + '|b)*' * n,
        lambda n: '[' * n,
        lambda n: '(|a)' * n,
        lambda n: f'(){{0,{10**n if n < 9 else 4 * 10**9}}}',
        lambda n: 'a?' * n + 'a' * n,
    ],
    ids=['alternatives', 'loops', 'depth', 'both', 'sets', 'nothing', 'times', 'perhaps'],
)
def test_what_is_large_is_refused_and_what_is_taken_has_an_end(make):
    for size in (4, 40, 400, 4000, 40_000):
        try:
            pattern = Pattern(make(size))
        except BadPattern:
            continue
        assert len(pattern._steps) <= 2 * 1000
        try:
            pattern.matches('a' * 20_000)
        except BadPattern as error:
            assert "too long" in str(error)


def test_depth_is_refused_wherever_it_is_asked():
    def deeper(frames):
        return deeper(frames - 1) if frames else Pattern('(' * 400 + ')' * 400)

    with pytest.raises(BadPattern, match='deep'):
        deeper(800)
