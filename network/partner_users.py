"""Users and licences in the **assumed** network API (see ``partner_api``): paths and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .encoding import segment
from .errors import WrongState
from .partner_api import PartnerApi
from .payloads import identifier
from .reading import listed, member, whole, word


ROLE_OF_WORD = {
    'Normal': 'normal',
    'Administrator': 'administrator',
    'GroupAdministrator': 'group_administrator',
}
WORD_OF_ROLE = {role: text for text, role in ROLE_OF_WORD.items()}
USER_STATE_OF_WORD = {'Invited': 'invited', 'Active': 'active', 'Removed': 'removed'}
USED_UP = 'licence_used_up'


@dataclass(frozen=True)
class NetworkUser:
    """A person who may log in to Pagero Online for one company."""

    id: str
    user_name: str
    name: str
    email: str
    role: str
    state: str
    licence_id: str


@dataclass(frozen=True)
class NetworkLicence:
    """How many users of a kind the contract has."""

    id: str
    kind: str
    quantity: int


class PartnerUsers(PartnerApi):
    """The part of the assumed API that deals with the company's own people."""

    def iter_users(self) -> Iterator[NetworkUser]:
        return self._iterate('/users', parse_user, self._own())

    def add_user(
        self, user_name: str, name: str, email: str, role: str, licence_id: str
    ) -> NetworkUser:
        """Takes a licence and has the activation link mailed; a known user name is adopted.

        Raises WrongState with the code ``USED_UP`` when no licence is free.
        """
        body = {'companyId': self._company_id, 'licenceId': licence_id}
        try:
            return parse_user(self._post('/users', body | _words(user_name, name, email, role)))
        except WrongState as error:
            known = [each for each in self.iter_users() if each.user_name == user_name]
            if error.code == USED_UP or not known:
                raise
            return known[0]

    def change_user(
        self, user_id: str, user_name: str, name: str, email: str, role: str
    ) -> NetworkUser:
        """Raises Vanished."""
        body = _words(user_name, name, email, role)
        return parse_user(self._send('PUT', f'/users/{segment(user_id)}', body))

    def remove_user(self, user_id: str) -> None:
        """Frees the licence. Raises Vanished."""
        self._remove(f'/users/{segment(user_id)}')

    def iter_licences(self) -> Iterator[NetworkLicence]:
        return self._iterate('/licences', parse_licence, self._own())

    def ask_for_quote(self, licence_id: str, quantity: int) -> None:
        """Raises WrongState while an earlier quote is open."""
        self._post(f'/licences/{segment(licence_id)}/quotes', {'quantity': quantity})


def parse_user(payload: object) -> NetworkUser:
    """Of several roles the one with most rights counts; an unknown word has none."""
    roles = [ROLE_OF_WORD.get(word(each)) for each in listed(member(payload, 'roles'))]
    ranks = list(WORD_OF_ROLE)
    known = sorted((role for role in roles if role), key=ranks.index)
    return NetworkUser(
        id=identifier(payload, 'id'),
        user_name=word(member(payload, 'userName')),
        name=word(member(payload, 'name')),
        email=word(member(payload, 'email')),
        role=known[-1] if known else 'normal',
        state=USER_STATE_OF_WORD.get(word(member(payload, 'state')), ''),
        licence_id=word(member(payload, 'licenceId')),
    )


def parse_licence(payload: object) -> NetworkLicence:
    return NetworkLicence(
        id=identifier(payload, 'id'),
        kind=word(member(payload, 'kind')),
        quantity=whole(member(payload, 'quantity')) or 0,
    )


def _words(user_name, name, email, role):
    return {'userName': user_name, 'name': name, 'email': email, 'roles': [WORD_OF_ROLE[role]]}
