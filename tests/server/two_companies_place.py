"""Two companies on one server, each with a login at a Pagero of its own, and people to attack."""

from pathlib import Path

from network_place import NetworkPlace
from setup import scenario
from setup.inside import run_inside
from setup.rpc import OdooError, OdooSession
from setup.server import SandboxServer
from setup.two_companies_facts import OTHER_ADMIN, ROLES, SECRET


SENTENCES = ('AccessError', 'MissingError', 'UserError', 'ValidationError', 'RedirectWarning')
# What the second company's own scheduled actions ask, and how its login is kept.
OWN_QUESTIONS = {
    ('GET', '/file/v1/fileparts'),
    ('GET', '/document/v1/documents'),
    ('GET', '/network/v1/requests'),
    ('GET', '/network/v1/connections'),
    ('GET', '/network/v1/routingOrders'),
    ('POST', '/oauth/v2/oauth-token'),
}
# They also note when they have asked.
STAMPS = ['polled_until', 'network_polled_until', 'write_date', 'write_uid']
MAGIC = ('create_uid', 'write_uid')
# Written when people log in, when a login is renewed, when lists are read, and by core's digests.
OF_BROWSERS = (
    'res_device_log',
    'res_users_log',
    'pagero_credential',
    'pagero_account_turn',
    'digest_tip_res_users_rel',
)
MARKS = (SECRET, 'Sydsken', '5050-1055', '5569992208', '556999-2208')


class TwoCompaniesPlace(NetworkPlace):
    """``mine`` and ``foreign``: ids of records by model; ``roles``: sessions of the first."""

    def __init__(self, environment, name: str, folder: Path, ids: dict[str, int]):
        super().__init__(environment, name, folder, ids)
        self.other_sandbox = SandboxServer(folder / f'{name}-other.sqlite')
        facts = {'mine': ids, 'sandbox_url': self.other_sandbox.url}
        function = 'setup.two_companies_data:create'
        found = run_inside(environment, self.odoo.database, function, **facts)
        self.mine, self.foreign, self.keys = found['mine'], found['foreign'], found['keys']
        self.roles: dict[str, OdooSession] = {}
        self.tried = self.refused = 0

    def open(self) -> 'TwoCompaniesPlace':
        """Start all three, and log everybody in."""
        self.other_sandbox.start()
        super().open()
        assert scenario.connect(self.admin, self.ids['account']).ok
        owner = self.odoo.session(OTHER_ADMIN, OTHER_ADMIN)
        assert scenario.connect(owner, self.foreign['pagero.account'][0]).ok
        self.roles = {role: self.odoo.session(role, role) for role in ROLES}
        self.other_sandbox.delete('calls')
        self._pointers = self._foreign_keys()
        self.known = self.belongings()
        return self

    def close(self) -> None:
        """Stop all three."""
        super().close()
        self.other_sandbox.stop()

    # === ATTACKS === #

    def attack(self, role: str, model: str, method: str, *arguments, **named):
        """The answer to one call, which tells nothing; None where it was refused in a sentence."""
        self.tried += 1
        try:
            answer = self.roles[role].call(model, method, *arguments, **named)
        except OdooError as error:
            self.refused += 1
            assert error.kind in SENTENCES, (error.kind, str(error))
            self.assert_tells_nothing(str(error))
            return None
        self.assert_tells_nothing(answer)
        return answer

    def assert_refused(self, role: str, model: str, method: str, *arguments, **named) -> None:
        """The same, where nothing else than a refusal is right."""
        answer = self.attack(role, model, method, *arguments, **named)
        assert answer is None, (role, model, method, arguments, answer)

    def assert_tells_nothing(self, answer) -> None:
        """No word of the other company stands in it."""
        told = [mark for mark in MARKS if mark in repr(answer)]
        assert not told, (told, repr(answer)[:500])

    def fields_of(self, role: str, model: str) -> dict[str, dict]:
        """The fields that a role may know of; none where the model is closed to it."""
        attributes = ['type', 'relation', 'store', 'groupable']
        found = self.attack(role, model, 'fields_get', [], attributes) or {}
        return {name: facts for name, facts in found.items() if name not in MAGIC}

    def models_of_ours(self, transient: bool) -> list[str]:
        """Names from the registry."""
        domain = [('model', '=like', 'pagero.%'), ('transient', '=', transient)]
        found = self.admin.search_read('ir.model', [*domain, ('abstract', '=', False)], 'model')
        return sorted(each['model'] for each in found)

    # === WHAT THE OTHER COMPANY HAS === #

    def belongings(self) -> dict[str, str]:
        """What the second company's records hold, and all that points to them."""
        parts = [
            self._print(model, _table(model), 'id', ids) for model, ids in self.foreign.items()
        ]
        parts += [
            self._print(f'{table}.{column} to {model}', table, column, self.foreign[model])
            for table, column, model in self._pointers
        ]
        return dict(self.odoo.query(' UNION ALL '.join(parts)))

    @staticmethod
    def _print(name: str, table: str, column: str, ids: list[int]) -> str:
        stamps = ', '.join(f"'{each}'" for each in STAMPS)
        row = f'(to_jsonb(r) - ARRAY[{stamps}])::text'
        numbers = ', '.join(map(str, ids))
        return (
            f"SELECT '{name}', md5(string_agg({row}, '|' ORDER BY {row}))"
            f' FROM {table} r WHERE r.{column} IN ({numbers})'
        )

    def _foreign_keys(self) -> list[tuple[str, str, str]]:
        """(table, column, model) of each column that may point to one of its records."""
        found = self.odoo.query(
            """SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
                 FROM pg_constraint c
                 JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                WHERE c.contype = 'f' AND array_length(c.conkey, 1) = 1"""
        )
        models = {_table(model): model for model in self.foreign}
        return [
            (table, column, models[to])
            for table, column, to in found
            if to in models and table not in OF_BROWSERS and column not in MAGIC
        ]

    def columns_with_secrets(self, model: str) -> list[str]:
        """The columns in which words of the second company stand."""
        return [
            column
            for (column,) in self.odoo.query(
                'SELECT DISTINCT each.key'
                f' FROM {_table(model)} r, jsonb_each_text(to_jsonb(r)) each'
                ' WHERE each.value LIKE %s AND r.id = ANY(%s)',
                (f'%{SECRET}%', self.foreign[model]),
            )
        ]

    def done_in_its_name(self) -> set[tuple[str, str]]:
        """What its Pagero was asked beside its own scheduled questions."""
        calls = self.other_sandbox.get('calls')
        return {(each['method'], each['path']) for each in calls} - OWN_QUESTIONS


def _table(model: str) -> str:
    return model.replace('.', '_')
