"""network/partner_users.py over HTTP against the sandbox."""

import pytest
from network_server import THIS_MACHINE
from sandbox_driver import COMPANY, Sandbox

from network import Hosts, HttpTransport, PartnerUsers, Vanished, WrongState
from network.partner_users import USED_UP, parse_user


@pytest.fixture(scope='module')
def running():
    sandbox = Sandbox()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(running):
    running.reset()
    return running


@pytest.fixture
def people(sandbox):
    hosts = Hosts(sandbox.url, sandbox.url)
    transport = HttpTransport([sandbox.url], private_hosts=THIS_MACHINE)
    return PartnerUsers(transport, hosts, sandbox.access_token, COMPANY)


def add(people, name, role='normal'):
    [licence] = people.iter_licences()
    return people.add_user(f'{name}@example.com', name, f'{name}@example.com', role, licence.id)


def test_a_new_user_is_invited_and_listed(people):
    added = add(people, 'anna', 'administrator')

    assert (added.state, added.role) == ('invited', 'administrator')
    assert list(people.iter_users()) == [added]


def test_one_more_than_the_contract_holds_is_refused(people, sandbox):
    sandbox.control('network/licences', {'companyId': COMPANY, 'quantity': 1})
    add(people, 'anna')

    with pytest.raises(WrongState) as refusal:
        add(people, 'bo')

    assert refusal.value.code == USED_UP


def test_a_user_whose_answer_was_lost_is_adopted(people):
    first = add(people, 'anna')

    assert add(people, 'anna').id == first.id


def test_change_and_remove(people):
    added = add(people, 'anna')

    changed = people.change_user(added.id, 'anna@example.com', "Anna", 'a@example.com', 'normal')

    assert (changed.name, changed.email) == ("Anna", 'a@example.com')
    people.remove_user(added.id)
    assert list(people.iter_users()) == []
    with pytest.raises(Vanished):
        people.remove_user(added.id)


def test_a_second_quote_is_refused_while_one_is_open(people):
    [licence] = people.iter_licences()
    people.ask_for_quote(licence.id, 2)

    with pytest.raises(WrongState):
        people.ask_for_quote(licence.id, 2)


def test_what_is_unknown_gives_no_rights():
    user = parse_user({'id': 7, 'roles': ['Owner', 'Normal'], 'state': 'Frozen'})

    assert (user.role, user.state, user.licence_id) == ('normal', '', '')
