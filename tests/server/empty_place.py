"""A company that has just installed the addon: nothing is set up, everybody reads Swedish."""

import place as places
from setup import databases
from setup.environment import Environment
from setup.inside import run_inside


EMPTY = 'empty'
LICENCE = 'Additional Pagero Network User'


def make_base(environment: Environment) -> dict[str, int]:
    """The database that empty places are cloned from; ids by name."""
    template, base = databases.addon_template(environment), _base_name()
    databases.clone(environment, template, base, durable=False)
    return run_inside(
        environment, base, 'setup.browsed_data:create_empty', base_url='http://127.0.0.1:1'
    )


def _base_name() -> str:
    return databases.scratch_name(f'server_base_{EMPTY}')


class EmptyPlace(places.Place):
    """The same servers around an empty company."""

    def __init__(self, environment: Environment, folder, ids: dict[str, int]):
        super().__init__(environment, EMPTY, folder, ids)

    def _base(self, *_beside: str) -> str:
        return _base_name()

    def account_id(self) -> int:
        """The one account, once somebody has looked for it."""
        return self.admin.search_read('pagero.account', [], 'id')[0]['id']

    def values(self, *names: str) -> dict:
        """Fields of the account."""
        return self.admin.read('pagero.account', self.account_id(), *names)

    def done(self) -> set[str]:
        """The steps of the checklist that are done."""
        steps = self.values('checklist')['checklist']['steps']
        return {step['key'] for step in steps if step['done']}
