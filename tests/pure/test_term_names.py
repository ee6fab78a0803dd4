"""Every term of an invoice has a name, in Swedish too, and what differs is found."""

from dataclasses import is_dataclass, replace

import pytest
from invoice_models import full_invoice

from en16931.compare import differences
from ubl import words_sv
from ubl.term_names import NAMES, OF_LINES, names_of


INVOICE = full_invoice()
# Never changed by a person: the process is of the journal, a file has its own guard.
WITHOUT_NAME = {'process', 'is_credit_note', 'tax_currency', 'documents', 'payee'}
WITHOUT_NAME |= {'tax_representative'}


def leaves(value, path=()):
    """The paths of all terms of an invoice."""
    if is_dataclass(value):
        for name in value.__dataclass_fields__:
            yield from leaves(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from leaves(each, (*path, number))
    else:
        yield path


def changed(value, path):
    """The same with another term at the path."""
    if not path:
        return 'other'
    head, *rest = path
    if isinstance(value, tuple):
        return (*value[:head], changed(value[head], rest), *value[head + 1 :])
    return replace(value, **{head: changed(getattr(value, head), rest)})


@pytest.mark.parametrize('path', list(leaves(INVOICE)), ids=str)
def test_each_term_that_differs_is_found_alone(path):
    assert list(differences(INVOICE, changed(INVOICE, path))) == [path]


@pytest.mark.parametrize('path', list(leaves(INVOICE)), ids=str)
def test_each_term_has_a_name(path):
    [name] = names_of([path], None)

    assert name != path[0] or path[0] in WITHOUT_NAME


def test_the_same_invoice_differs_nowhere():
    assert not list(differences(INVOICE, full_invoice()))


def test_another_number_of_lines_is_told_as_a_whole():
    other = replace(INVOICE, lines=INVOICE.lines[:1])

    assert names_of(differences(INVOICE, other), None) == ['Lines']


def test_every_name_is_swedish_too():
    names = {*NAMES.values(), *OF_LINES.values(), 'Line'}

    assert {name for name in names if name not in words_sv.LABELS} == set()
