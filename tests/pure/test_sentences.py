"""No finished sentence is recognised: what is stored has a code, and words are made of it."""

import ast
from pathlib import Path

import pytest


ADDON = Path(__file__).resolve().parents[2]
ROOMS = ('controllers', 'en16931', 'identification', 'models', 'network', 'ubl', 'wizards')
FILES = [file for room in ROOMS for file in sorted((ADDON / room).rglob('*.py'))]
LOOKING = {'startswith', 'endswith', 'removeprefix', 'removesuffix', 'replace', 'partition'}
LOOKING |= {'split', 'find', 'index', 'count', 'match', 'fullmatch', 'search', 'sub', 'get'}
# Files that hold sentences, or what tells them, look for nothing that isn't written there.
TELLING = ('LazyTranslate', 'words_sv', 'network_words', 'finding_words')
ALLOWED = {
    'ubl/words.py': {'rule.startswith(family)'},  # the id of a rule
    'ubl/official_advice.py': {'rule.startswith(family)'},
    # The wire's own words, without the library's object in front.
    'network/transport.py': {"re.split('[>)]: ', str(error))"},
    # What a Swedish seller writes into the document.
    'ubl/peppol_rules/se.py': {"text(node).upper() != 'GODKÄND FÖR F-SKATT'"},
    # The same error is told once.
    'ubl/schematron/report.py': {'str(error) not in self._context_errors'},
}


def recognitions(source):
    """The expressions that look into a finished sentence, or at the text of an error."""
    tree = ast.parse(source)
    is_telling = any(word in source for word in TELLING)
    for node in ast.walk(tree):
        if _compares(node) or _looks(node, is_telling):
            yield ast.unparse(node)


def _compares(node):
    return isinstance(node, ast.Compare) and any(map(_is_sentence, _operands(node)))


def _operands(node):
    return [node.left, *node.comparators]


def _looks(call, is_telling):
    is_method = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
    if not is_method or call.func.attr not in LOOKING:
        return False
    is_list_of_words = call.func.attr == 'split' and isinstance(call.func.value, ast.Constant)
    if not is_list_of_words and any(map(_is_sentence, [call.func.value, *call.args])):
        return True
    looks_for_names = call.func.attr in ('startswith', 'removeprefix', 'fullmatch')
    return is_telling and looks_for_names and any(isinstance(each, ast.Name) for each in call.args)


def _is_sentence(node):
    """Some words in a row, or whatever an error says."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return len(node.value.split()) > 2 and '  ' not in node.value
    is_text = isinstance(node, ast.Call) and ast.unparse(node.func) == 'str'
    return is_text and 'error' in ast.unparse(node)


def test_there_is_something_to_look_at():
    assert len(FILES) > 250
    assert {file.relative_to(ADDON).parts[0] for file in FILES} == set(ROOMS)


@pytest.mark.parametrize('file', FILES, ids=lambda file: str(file.relative_to(ADDON)))
def test_no_sentence_is_recognised(file):
    name = str(file.relative_to(ADDON))

    assert set(recognitions(file.read_text())) <= ALLOWED.get(name, set())


@pytest.mark.parametrize(
    'line',
    [
        # As versions before had them.
        "from . import words_sv\nmatch = pattern.fullmatch(text)",
        "_lt = LazyTranslate(__name__)\nstored.startswith(english)",
        "_lt = LazyTranslate(__name__)\nstored.removeprefix(english)",
        "text = str(error).replace('The document', 'The rule file')",
        "_too_many() if str(error) == TOO_MUCH else _too_slow()",
        "if failure.error == 'it takes too long': pass",
        "SENTENCES.get(str(error))",
        "re.search('is not a valid', words)",
    ],
)
def test_it_would_see_such_a_line(line):
    assert list(recognitions(line))
