"""A place whose PostgreSQL is its own: it may be restarted, crash, and be copied file by file."""

from dataclasses import replace
from pathlib import Path

from place import base_name
from rough_place import RoughPlace
from setup.environment import Environment
from setup.postgres import Cluster, copy_database
from setup.processes import wait_until


class ClusterPlace(RoughPlace):
    """Nothing else works with its database server."""

    def __init__(self, environment: Environment, name: str, folder: Path, ids: dict[str, int]):
        self.cluster = Cluster(environment.python, name)
        server = self.cluster.__enter__()
        copy_database(environment.python, base_name(), environment.postgres, server)
        super().__init__(replace(environment, postgres=server), name, folder, ids)

    def close(self) -> None:
        """Stop all three servers; nothing stays of them."""
        super().close()
        self.cluster.__exit__()

    def restart_database_server(self) -> None:
        """As an administrator does, while Odoo runs: its threads for scheduled actions end."""
        self.cluster.stop('fast')
        self.cluster.start()
        ended = 'Exception in thread odoo.service.cron.cron0'
        wait_until(lambda: ended in self.odoo.process.words(), 60, "Odoo's scheduled actions end")

    def half_an_hour_passes(self) -> None:
        """All that is noted lies so much longer ago."""
        for table, *names in (
            ('pagero_document', 'next_attempt_at', 'queued_at', 'state_changed_at'),
            ('ir_cron', 'lastcall'),
            ('ir_cron_progress', 'create_date'),
        ):
            earlier = ', '.join(f"{name} = {name} - interval '30 minutes'" for name in names)
            self.odoo.query(f'UPDATE {table} SET {earlier}')
