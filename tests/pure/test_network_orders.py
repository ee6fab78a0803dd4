"""Orders whose answer says nothing: a 2xx counts only where it was surely the API that gave it."""

import inspect

import pytest

from network import Garbled, Hosts, OAuthClient, PageroClient, PartnerApi, PartnerUsers, Response


HOSTS = Hosts('https://api.example', 'https://sso.example')
READ = {'ask_for_quote'}  # its answer is read, and has to be JSON
WORDS = {'document_ids': ['1']}  # all other arguments are words
API = {
    PageroClient: lambda transport: PageroClient(transport, HOSTS, 'token', 'company'),
    PartnerApi: lambda transport: PartnerApi(transport, HOSTS, 'token', 'company'),
    PartnerUsers: lambda transport: PartnerUsers(transport, HOSTS, 'token', 'company'),
    OAuthClient: lambda transport: OAuthClient(transport, HOSTS, 'client', 'secret'),
}


class Always:
    """One answer to everything."""

    def __init__(self, response):
        self.response = response

    def send(self, _request):
        return self.response


def _orders(kind):
    for name, method in vars(kind).items():
        is_asked = inspect.isfunction(method) and not name.startswith('_') and name != 'close'
        if is_asked and method.__annotations__.get('return') == 'None':
            yield name


ORDERS = [(kind, name) for kind in API for name in _orders(kind)]


def give(kind, name, status, body=b'', content_type='application/json'):
    api = API[kind](Always(Response(status, {'content-type': content_type}, body)))
    method = getattr(api, name)
    parameters = inspect.signature(method).parameters
    method(*(WORDS.get(parameter, 'word') for parameter in parameters))


def test_all_orders_are_found():
    names = {name for _kind, name in ORDERS}
    assert names - READ == {
        'act_on_file_part', 'mark_fetched', 'disconnect', 'remove_user', 'revoke',
    }  # fmt: skip


@pytest.mark.parametrize('kind, name', ORDERS)
def test_a_page_or_nonsense_is_no_yes(kind, name):
    for body, content_type in (
        (b'<html><title>Log in to the guest network</title></html>', 'text/html'),
        (bytes(range(256)) * 256, 'application/json'),
        (b'<html>OK</html>', ''),
    ):
        with pytest.raises(Garbled):
            give(kind, name, 200, body, content_type)


@pytest.mark.parametrize('kind, name', ORDERS)
def test_an_answer_of_an_api_is_a_yes(kind, name):
    give(kind, name, 200, b'{}')
    if name not in READ:
        give(kind, name, 204)
        give(kind, name, 200, b' ', 'text/html')
        give(kind, name, 200, b'OK', 'text/plain; charset=utf-8')
