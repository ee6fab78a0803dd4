"""Every word of a finding exists in Swedish."""

import doctest
import re
import string

import pytest
from hostile_rules import REFUSED
from ubl_documents import DAY, invoice, spoiled

from identification import identifiers, payment_accounts, sentence
from identification.sentence import Sentence
from ubl import place_names, words_sv, xsd_words
from ubl import words as words_module
from ubl.check import check
from ubl.finding import FATAL, SAID, Finding
from ubl.objections import OBJECTIONS, objection
from ubl.official import cen_pack, read, reason_of, sentence_of
from ubl.official_advice import ADVICE, advice_of
from ubl.peppol_rules import KEYS, WORDS, registry
from ubl.peppol_rules.registry import NOT_EVALUATED, RULES
from ubl.schematron import REASONS, WHY_NOT, Engine, Limits, NotAPack
from ubl.words import catalogue, told, words


PLACES = {
    *(name for name in place_names.GROUPS.values() if name),
    *(name for name in place_names.NAMES.values() if name),
    *(name for each in OBJECTIONS.values() for name in each.place),
    "Document",
    "Invoice line",
}
IDENTIFIERS = (
    ('0007', '123'),
    ('0007', '5560360794'),
    ('0088', '7300010000002'),
    ('0088', '73'),
    ('0192', '12'),
    ('0184', '1'),
    ('0208', '99'),
    ('0216', 'x'),
    ('9999', '1'),
    ('9955', 'SE1'),
    ('0037', '1'),
    ('0151', '?'),
    ('0007', ''),
)
ACCOUNTS = (
    ('bankgiro', '123'),
    ('bankgiro', '5050-1056'),
    ('plusgiro', '1'),
    ('plusgiro', '28 65 43-5'),
    ('iban', 'SE00'),
    ('iban', 'SE4650000000058398257466'),
    ('iban', 'XX4650000000058398257466'),
    ('iban', 'SE465000000005839825746'),
    ('iban', '5050-1055'),
    ('bic', 'A'),
    ('ocr', '1'),
    ('ocr', '12'),
    ('bankgiro', 'SE4550000000058398257466'),
    ('bank', '12'),
    ('bank', 'abc'),
)


# What a Swedish sender's data can break: references, parties, numbers, VAT, payment, amounts.
MET_BY_SWEDES = [
    *(f'SE-R-{number:03}' for number in range(1, 14)),
    *(
        f'PEPPOL-EN16931-R{number:03}'
        for number in (2, 3, 8, 10, 20, 40, 41, 42, 44, 46, 53, 61, 80, 110, 111, 120, 121, 130)
    ),
    'PEPPOL-EN16931-CL001',
    'PEPPOL-EN16931-CL007',
    'PEPPOL-EN16931-CL008',
    'PEPPOL-EN16931-F001',
    'PEPPOL-EN16931-P0104',
    'PEPPOL-EN16931-P0106',
    'PEPPOL-COMMON-R040',
    'PEPPOL-COMMON-R041',
    'PEPPOL-COMMON-R049',
    'BR-02',
    'BR-03',
    'BR-06',
    'BR-07',
    'BR-08',
    'BR-09',
    'BR-10',
    'BR-11',
    'BR-16',
    'BR-22',
    'BR-23',
    'BR-25',
    'BR-26',
    'BR-27',
    'BR-48',
    'BR-49',
    'BR-55',
    'BR-57',
    'BR-61',
    'BR-CL-23',
    'BR-CL-25',
    'BR-CO-09',
    'BR-CO-10',
    'BR-CO-15',
    'BR-CO-16',
    'BR-CO-17',
    'BR-CO-18',
    'BR-CO-25',
    'BR-CO-26',
    'BR-S-02',
    'BR-S-05',
    'BR-S-08',
    'BR-E-10',
    'BR-AE-02',
    'BR-AE-05',
    'BR-AE-10',
    'BR-IC-02',
    'BR-IC-11',
    'BR-IC-12',
    'BR-G-10',
    'BR-O-10',
    'BR-O-02',
]
# The rules that the norm numbers, and the VAT categories in use outside the Spanish islands.
OFFICIAL = re.compile(r'BR-(?:CO-|S-|Z-|E-|AE-|IC-|G-|O-)?[0-9]{2}')


def finding(text="", advice="", place="", rule='X-1', **values):
    return Finding(rule, FATAL, '/', place, text, advice, 'rules', **values)


def refusal(module, *arguments):
    with pytest.raises(ValueError) as caught:
        module.validate(*arguments)
    return caught.value.sentence


def holes(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_examples_hold():
    for module in (words_module, sentence, xsd_words):
        assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    'key', sorted(key for key, (text, _advice) in catalogue().items() if not callable(text))
)
def test_each_key_has_words_in_both_languages(key):
    text, advice = (
        each if isinstance(each, Sentence) else Sentence(each) for each in catalogue()[key]
    )

    assert text.template in words_sv.SENTENCES and advice.template in words_sv.SENTENCES
    said = words(finding(key=key), 'sv_SE')
    assert said.text != str(text) and said.advice != str(advice)
    assert words(finding(key=key), 'en_US')[1:] == (str(text), str(advice))


def test_two_rules_with_different_words_have_different_keys():
    count = len(RULES)

    with pytest.raises(ValueError, match='SE-R-004'):
        registry.rule('SE-R-004', FATAL, "Other words.", "For the same key.")(lambda document: ())

    assert len(RULES) == count
    assert {rule.key for rule in RULES} == set(WORDS) - {NOT_EVALUATED}


def test_words_are_made_by_the_key_whatever_is_stored():
    kept = finding("As an older version said it.", "Do that.", key='SE-R-004')

    english, swedish = words(kept, 'en_US'), words(kept, 'sv_SE')
    assert english.text == str(WORDS['SE-R-004'].text)
    assert swedish.text == words_sv.SENTENCES[english.text]


def test_values_are_told_in_both_languages():
    kept = finding(key='PAGERO-too-large', parameters={'size': '64'})

    assert words(kept, None).text == "The document is larger than 64 MiB."
    assert words(kept, 'sv_SE').text == "Dokumentet är större än 64 MiB."


def test_what_is_stored_without_its_value_can_still_be_read():
    assert words(finding(key='PAGERO-too-large', parameters={'a': 'b'}), 'sv').text


def test_a_recipients_own_words_stay_and_the_advice_is_ours():
    said = words(finding(key='RECIPIENT-list', parameters={SAID: "Write the colour."}), 'sv_SE')

    assert said.text == "Write the colour."
    assert said.advice == words_sv.SENTENCES[catalogue()['RECIPIENT-list'][1]]


def test_every_finding_of_our_own_has_a_key_that_is_known():
    found = [
        each for value in ('', 'x', None) for each in check(spoiled('cbc:IssueDate', value), on=DAY)
    ]
    found += check(b'<a>', on=DAY) + check(b'', on=DAY)

    assert found
    for each in found:
        assert each.key in catalogue()
        assert words(each, None)[1:] == (each.text, each.advice)


@pytest.mark.parametrize('rule', OBJECTIONS)
def test_an_objection_has_swedish_words(rule):
    parameters = {'kind': 'bankgiro', 'value': '5050-1056', 'people': "Anna"}
    made = objection(rule, line=3, parameters=parameters)

    said = words(made, 'sv_SE')

    assert said.text not in ('', made.text)
    assert said.advice not in ('', made.advice)
    assert said.place.startswith("Fakturarad 3: ")


@pytest.mark.parametrize('place', sorted(PLACES))
def test_a_place_has_a_swedish_name(place):
    assert words(finding(place=place), 'sv_SE').place
    assert place in words_sv.PLACES


def test_the_swedish_places_keep_the_business_terms():
    for english, swedish in words_sv.PLACES.items():
        assert english.partition('(')[2] == swedish.partition('(')[2]


def test_the_numbers_of_a_line_stay():
    found = finding(where=("Invoice line", "Quantity (BT-129)"), line='3')
    place = words(found, 'sv').place

    assert place == "Fakturarad 3: Antal (BT-129)"


@pytest.mark.parametrize('language', ['en_US', 'de_DE', None, ''])
def test_everybody_else_reads_english(language):
    found = finding(place="Document", key='PAGERO-empty')

    assert words(found, language)[:2] == ("Document", "The document is empty.")


def test_a_rule_that_failed_keeps_its_own_sentence():
    said = words(finding(key=NOT_EVALUATED, rule='BR-CO-15'), 'sv_SE')

    assert said.text == words_sv.SENTENCES[str(WORDS[NOT_EVALUATED].text)]


@pytest.mark.parametrize(
    'rule',
    [
        'BR-52',
        'BR-AE-03',
        'BR-DEC-09',
        'UBL-SR-48',
        'UBL-SR-01',
        'UBL-DT-08',
        'UBL-CR-001',
    ],
)
def test_an_official_text_is_replaced_by_the_rules_own_words(rule):
    said = words(finding("[BR-…]-An Invoice shall …", rule=rule), 'sv_SE')

    assert not said.text.startswith("[")
    assert said.advice


def official_ids():
    """The ids in the official rules of EN 16931, as far as a sender meets them."""
    content = cen_pack().content().decode()
    return {found[1] for found in re.finditer(rf'\[({OFFICIAL.pattern})\]', content)}


def test_every_rule_of_the_norm_has_swedish_words():
    official = official_ids()

    assert len(official) > 130
    for rule in official:
        said = words(
            finding("[BR-…]-An Invoice shall …", rule=rule, key=KEYS.get(rule, '')), 'sv_SE'
        )
        assert not said.text.startswith("["), rule
        assert said.advice not in ('', ADVICE), rule


def test_every_rule_of_the_norm_has_its_own_advice_in_english():
    without = {rule for rule in official_ids() if rule not in KEYS and advice_of(rule) == ADVICE}

    assert without == set()
    assert all(advice_of(rule) != ADVICE for rule in words_sv.RULES)


@pytest.mark.parametrize('rule', MET_BY_SWEDES)
def test_what_swedes_meet_says_what_to_do_in_both_languages(rule):
    met = finding("[…]-An Invoice …", rule=rule, key=KEYS.get(rule, ''))
    english, swedish = words(met, None).advice, words(met, 'sv_SE')

    assert english not in ('', ADVICE) and english.endswith('.')
    assert swedish.advice not in ('', english) and not swedish.text.startswith('[')


def test_no_rule_is_invented():
    numbered = {rule for rule in words_sv.RULES if rule.startswith('BR-')}
    assert numbered <= official_ids()


def test_the_advice_of_a_rule_goes_before_the_general_one():
    said = words(finding("An Invoice shall …", ADVICE, rule='BR-52'), 'sv_SE')

    assert said == ("", "En bilaga saknar namn.", "Ta bort bilagan och lägg till den på nytt.")


def test_an_unknown_text_stays():
    found = Finding('ODOO', FATAL, '/', "", "Something.", "Else.", 'core')

    assert words(found, 'sv_SE') == ("", "Something.", "Else.")


@pytest.mark.parametrize(('scheme', 'value'), IDENTIFIERS)
def test_a_refused_identifier_is_told_in_swedish(scheme, value):
    refused = refusal(identifiers, scheme, value)

    assert_swedish(told(refused, 'sv_SE'), str(refused))


@pytest.mark.parametrize(('kind', 'value'), ACCOUNTS)
def test_a_refused_account_is_told_in_swedish(kind, value):
    refused = refusal(payment_accounts, kind, value)

    assert_swedish(told(refused, 'sv_SE'), str(refused))


@pytest.mark.parametrize('kind', payment_accounts.KINDS)
def test_no_kind_of_account_is_named_in_english(kind):
    refused = refusal(payment_accounts, kind, '')

    for part in (refused.values['account'], refused.values['reason'].values['words']):
        assert told(part, 'sv_SE') != str(part)


@pytest.mark.parametrize(
    ('path', 'value'),
    [
        ('cac:InvoiceLine[2]/cbc:InvoicedQuantity', 'two'),
        ('cac:InvoiceLine[1]/cac:Item', None),
        ('cac:AccountingSupplierParty', None),
        ('cbc:IssueDate', 'x'),
        ('cbc:ID', None),
    ],
)
def test_what_the_schema_says_is_told_in_swedish(path, value):
    found = [each for each in check(spoiled(path, value), on=DAY) if each.layer == 'xsd']

    assert found
    for each in found:
        assert_swedish(words(each, 'sv_SE').text, each.text)


@pytest.mark.parametrize('xml', [b'', b'{}', b'<html/>', b'<!DOCTYPE html><html/>', b'<a>'])
def test_what_is_no_document_is_told_in_swedish(xml):
    [each] = check(xml, on=DAY)

    said = words(each, 'sv_SE')
    assert said.text not in ('', each.text)
    assert said.advice not in ('', each.advice)


def test_templates_have_the_same_holes():
    for english, swedish in words_sv.SENTENCES.items():
        unsaid = {'type', 'pattern'} if 'facet' in english or 'atomic type' in english else set()
        assert holes(swedish) <= holes(english) <= holes(swedish) | unsaid


def test_nothing_is_translated_by_itself():
    for english, swedish in words_sv.SENTENCES.items():
        assert english != swedish


def test_a_valid_invoice_says_nothing():
    assert [words(each, 'sv_SE') for each in check(invoice(), on=DAY)] == []


def assert_swedish(swedish, english):
    """No word of the English sentences is left; the values inside may be in any language."""
    assert swedish != english
    told_words = set(swedish.lower().split())
    assert not told_words & {"isn't", "has", "it", "the", "its", "is", "a", "an", "digits", "valid"}


@pytest.mark.parametrize('name', REFUSED)
def test_a_refused_rule_file_is_explained_in_swedish(name):
    with pytest.raises(NotAPack) as refused:
        Engine(read(REFUSED[name][0]), Limits(seconds=1, rule_seconds=1))

    assert told(sentence_of(refused.value), 'sv_SE') != str(refused.value)


@pytest.mark.parametrize('code', REASONS)
def test_each_reason_why_a_rule_is_not_understood_has_swedish_words(code):
    reason = reason_of(code, dict.fromkeys(holes(REASONS[code]), 'x'), context='/a')

    assert REASONS[code] in words_sv.SENTENCES or code == 'other'
    assert told(reason, 'sv_SE').startswith("context ”/a”: ")


@pytest.mark.parametrize('code', WHY_NOT)
def test_each_reason_why_a_file_is_refused_has_swedish_words(code):
    assert WHY_NOT[code] in words_sv.SENTENCES
