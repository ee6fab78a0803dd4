"""A number that may be 1 has no plural noun behind it.

One way: the noun stands first, "Rules in the file: 1"; or there are two sentences, one of them with
"1 customer".
"""

import re
from pathlib import Path

import polib
import pytest
from lxml import etree


ADDON = Path(__file__).resolve().parents[2]
TERMS = polib.pofile(ADDON / 'i18n' / 'sv.po', check_for_duplicates=False)
XML = sorted(
    [*ADDON.glob('views/*.xml'), *ADDON.glob('data/*.xml'), *ADDON.glob('static/src/**/*.xml')]
)
# Placeholders that stand for a number.
NUMBERS = (
    'all|count|days|differs|digits|done|failed|hours|left|limit|lookups|made|minutes|most|passes'
    '|quantity|rules|size|stayed|stops'
)
BEHIND = re.compile(rf'%\((?:{NUMBERS})\)[sd] ([a-zåäö]+)', re.IGNORECASE)
# Words that are the same for one and for many.
SAME = {
    'av',
    'h',
    'i',
    'in',
    'kvar',
    'left',
    'mb',
    'min',
    'more',
    'of',
    'och',
    'till',
    'and',
    'används',
}
NEVER_ONE = {
    '“%(value)s” is not a postal code. It has %(digits)s digits.': "four or more",
    'Choose up to %(most)s customer invoices, credit notes or self-billed bills.': "hundreds",
}
COUNTING = re.compile(r'(count|hours|days|minutes|len\(.*\)|length|overdue\(\))$')


def nouns_behind(text):
    return [word for word in BEHIND.findall(text) if word.lower() not in SAME]


def has_one(msgid, known):
    """Whether the sentence for 1 is there as well: "1 customer" beside "%(count)s customers"."""
    one = re.sub(rf'%\((?:{NUMBERS})\)s', '1', msgid)
    return any(each.split()[:1] == ['1'] and each.split()[1] in one for each in known)


def faults(terms):
    known = [each.msgid for each in terms]
    for each in terms:
        is_fine = each.obsolete or each.msgid in NEVER_ONE or has_one(each.msgid, known)
        if not is_fine and (nouns_behind(each.msgid) or nouns_behind(each.msgstr)):
            yield each.msgid


def counted_in(tree):
    """The text right behind a number that a view or a mail shows."""
    for node in tree.iter('field', 't', 'b', 'span'):
        shown = node.get('t-out') or (node.tag == 'field' and node.get('name')) or ''
        words = (node.tail or '').split()
        if COUNTING.search(shown) and words and words[0].isalpha() and words[0] not in SAME:
            yield f'{shown} {words[0]}'


def test_sentences():
    assert list(faults(TERMS)) == []


def test_what_is_never_one_is_still_said():
    assert set(NEVER_ONE) <= {each.msgid for each in TERMS}


@pytest.mark.parametrize('path', XML, ids=lambda path: path.name)
def test_views_and_mails(path):
    assert list(counted_in(etree.parse(path))) == []


@pytest.mark.parametrize(
    'path', sorted(ADDON.glob('static/src/**/*.js')), ids=lambda path: path.name
)
def test_scripts(path):
    """Units have their plurals from the browser (``Intl``)."""
    assert not re.search(r'\} ?\$\{_t\(', path.read_text())


@pytest.mark.parametrize(
    ('english', 'swedish'),
    [
        ("The file has %(count)s rules.", "Filen har %(count)s regler."),
        ("Payment reminders queued: %(count)s.", "%(count)s påminnelser i kö."),
    ],
)
def test_it_would_see_one(english, swedish):
    assert list(faults([polib.POEntry(msgid=english, msgstr=swedish)]))


def test_two_sentences_are_fine():
    terms = [polib.POEntry(msgid=each) for each in ("1 customer", "%(count)s customers")]
    assert not list(faults(terms))
    assert list(counted_in(etree.XML('<div><field name="line_count"/> customers</div>')))
