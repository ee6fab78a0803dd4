"""network/errors.py: each error says whether to retry, whether it was taken, and its kind."""

from datetime import timedelta

import pytest

from network import NetworkError, Refused, errors


def all_errors(base=NetworkError):
    for each in base.__subclasses__():
        yield each
        yield from all_errors(each)


ALL = list(all_errors())
TREE = {
    # name: (taken, retryable)
    'NoConnection': ('no', True),
    'NoAnswer': ('unknown', True),
    'Garbled': ('unknown', True),
    'TooLarge': ('unknown', False),
    'Unauthorized': ('no', True),
    'TooManyRequests': ('no', True),
    'Refused': ('no', False),
    'Vanished': ('no', False),
    'AlreadyConnected': ('no', False),
    'WrongState': ('no', False),
    'Deactivated': ('no', False),
    'AnswersMissing': ('no', False),
    'NotRegistered': ('no', False),
    'ServerFault': ('unknown', True),
    'UnexpectedAnswer': ('unknown', False),
    'HostNotAllowed': ('no', False),
    'PrivateHost': ('no', False),
    'OAuthError': ('no', False),
    'LoginRefused': ('no', False),
    'StateMismatch': ('no', False),
    'IssuerMismatch': ('no', False),
    'GrantExpired': ('no', False),
}


@pytest.mark.parametrize('error', ALL)
def test_each_error_has_a_kind_of_its_own(error):
    assert 'kind' in vars(error)
    assert [each for each in ALL if each.kind == error.kind] == [error]


@pytest.mark.parametrize('error', ALL)
def test_each_error_is_drawn_in_the_tree(error):
    assert f'─ {error.__name__} ' in errors.__doc__
    assert (error.taken, error.retryable) == TREE[error.__name__]


def test_the_tree_holds_nothing_else():
    assert set(TREE) == {error.__name__ for error in ALL}


def test_an_error_keeps_its_facts():
    error = Refused("No.", status=400, code='x', text='y' * 900, retry_after=timedelta(seconds=3))
    assert (error.status, error.code, len(error.text)) == (400, 'x', 500)
    assert error.retry_after == timedelta(seconds=3)


def test_an_error_holds_no_secret():
    error = Refused("Bearer abcdefghijk", text='refresh_token=abcdefghijk')
    assert 'abcdefghijk' not in f'{error} {error!r} {error.args} {error.text}'
