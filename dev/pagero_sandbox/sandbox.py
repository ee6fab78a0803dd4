"""The sandbox as a whole: what every request handler may use."""

from .faults import Faults
from .network.registry import Registry
from .own_check import OwnCheck
from .ports import Application, Port
from .request_log import Calls
from .settings import Settings
from .sleeper import Sleeper
from .store import Store, insert


COMPANIES = (
    {
        'id': '11111111-1111-4111-8111-111111111111',
        'name': 'Demo AB',
        'org_number': '5560000001',
        'vat_number': 'SE556000000101',
    },
    {
        'id': '22222222-2222-4222-8222-222222222222',
        'name': 'Demo Nord AB',
        'org_number': '5560000019',
        'vat_number': 'SE556000001901',
    },
)
USERS = (
    {'username': 'anna@example.com', 'password': 'anna', 'full_name': 'Anna Andersson'},
    {'username': 'bertil@example.com', 'password': 'bertil', 'full_name': 'Bertil Berg'},
)


class Sandbox:
    """Holds the parts together; 'port' is the network's, 'control_port' always stays open."""

    port: Port
    control_port: Port

    def __init__(self, path: str):
        self.store = Store(path)
        self.settings = Settings(self.store)
        self.registry = Registry(self.store, self.settings)
        self.faults = Faults()
        self.calls = Calls()
        self.sleeper = Sleeper()
        self._set_the_scene()
        self.own_check = OwnCheck(self.store, self.settings)

    def listen(self, application: Application, port: int = 0, control_port: int = 0) -> None:
        """Open the ports; the application answers what comes in."""
        self.port = Port(application, port)
        self.control_port = Port(application, control_port)
        self.follow_network_setting()

    @property
    def url(self) -> str:
        """The base URL of login and API, and the issuer."""
        return self.port.url

    def _set_the_scene(self) -> None:
        if self.store.value('SELECT 1 FROM companies'):
            return
        with self.store.write() as connection:
            for company in COMPANIES:
                insert(connection, 'companies', company)
            for user in USERS:
                insert(connection, 'users', user)

    def reset(self) -> None:
        """Back to the first day: no state, no faults, default settings; sleepers wake up."""
        self.faults.clear()
        self.sleeper.wake_all()
        self.store.empty()
        self.settings.load()
        self.registry.load()
        self._set_the_scene()
        self.calls.clear()
        self.follow_network_setting()

    def follow_network_setting(self) -> None:
        if self.settings['network_off']:
            self.port.close()
        else:
            self.port.open()

    def close(self) -> None:
        self.sleeper.wake_all()
        self.port.close(keep=False)
        self.control_port.close(keep=False)
        self.own_check.close()
        self.store.close()
