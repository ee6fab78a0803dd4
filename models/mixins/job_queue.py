"""Where OCA's queue_job is installed, scheduled actions share work out and its jobs do it.

Any number of workers on any number of machines take part. The documents say what is to be done, a
job only who does it: what no job takes care of, because no runner is alive or because jobs wait too
long or fail, the scheduled actions do themselves, as they do without that module.

No other file knows it.
"""

import logging
import time
from datetime import timedelta

from psycopg2 import IntegrityError
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.base.models.ir_cron import MIN_TIME_PER_JOB

from ..tools.cron import run_again


_logger = logging.getLogger(__name__)

CHANNEL = 'pagero'  # below the root channel
# The methods whose calls are jobs.
FUNCTIONS = (
    ('pagero.document', '_send_share'),
    ('pagero.account', '_poll_share'),
    ('pagero.account', '_receive_share'),
    ('pagero.received.document', '_book_share'),
    ('pagero.match.run', '_match_share'),
)
RETRY_PATTERN = {1: 10, 2: 60, 3: 300}  # seconds until the next try, by the number of tries
RELATED_ACTION = {'enable': True, 'func_name': 'related_action_open_record', 'kwargs': {}}
USUAL_PRIORITY = 10
WAITING = ('wait_dependencies', 'pending', 'enqueued')
# Then the scheduled action does the work: so long a job may wait where none is done, and so long
# ago one may have failed for good.
PATIENCE = timedelta(minutes=5)
AFTER_FAILURE = timedelta(minutes=30)
LOOK_AGAIN = timedelta(minutes=1)
IN_JOB = 'job_uuid'  # what queue_job puts into the context of a job
MAKING = 1_901_001  # the advisory lock of the process that makes the records
TRIES = 5


class PageroScheduledMixin(models.AbstractModel):
    _inherit = 'pagero.scheduled.mixin'

    # === CHANNEL AND FUNCTIONS === #

    def _register_hook(self):
        """The records are made when that module is there, also where it comes later."""
        super()._register_hook()
        if self._name == 'pagero.scheduled.mixin':
            self._make_job_functions()

    @api.model
    def _make_job_functions(self):
        functions = self.env.get('queue.job.function')
        if functions is None:
            self._forget_job_functions()
        elif 'allow_commit' not in functions._fields:
            _logger.warning("queue_job is too old to be used: its jobs may not commit")
        elif missing := [each for each in FUNCTIONS if not self._job_function(*each)]:
            self._make_in_one_process(missing)

    @api.model
    def _make_in_one_process(self, missing):
        """Many processes load a database at once: one makes the records, the others go on."""
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [MAKING])
        if not self.env.cr.fetchone()[0]:
            return
        try:
            with self.env.cr.savepoint():
                channel = self._make_channel()
                for model, method in missing:
                    self._make_function(channel, model, method)
        except (IntegrityError, SerializationFailure):
            _logger.info("Another process has just made the functions of jobs")

    @api.model
    def _make_channel(self):
        root = self.env.ref('queue_job.channel_root')
        channels = self.env['queue.job.channel']
        channel = channels.search([('parent_id', '=', root.id), ('name', '=', CHANNEL)], limit=1)
        if not channel:
            channel = channels.create({'name': CHANNEL, 'parent_id': root.id})
            self._own('job_channel', channel)
        return channel

    @api.model
    def _make_function(self, channel, model, method):
        function = self.env['queue.job.function'].create(
            {
                'model_id': self.env['ir.model']._get_id(model),
                'method': method,
                'channel_id': channel.id,
                'retry_pattern': RETRY_PATTERN,
                'related_action': RELATED_ACTION,
                'allow_commit': True,
            }
        )
        self._own(_function_name(model, method), function)

    @api.model
    def _own(self, name, record):
        """It goes when the addon is uninstalled; what an administrator changes in it stays."""
        xml_id = {'xml_id': f'pagero_connector.{name}', 'record': record, 'noupdate': True}
        self.env['ir.model.data']._update_xmlids([xml_id])

    @api.model
    def _job_function(self, model, method):
        name = f'pagero_connector.{_function_name(model, method)}'
        return self.env.ref(name, raise_if_not_found=False)

    @api.model
    def _forget_job_functions(self):
        """That module was uninstalled, and the records with it."""
        names = self.env['ir.model.data'].sudo()
        names.search(
            [('module', '=', 'pagero_connector'), ('model', '=like', 'queue.job.%')]
        ).unlink()

    @api.model
    def _leave_job_queue(self):
        """At uninstall: no job is left that names a model of ours; those that run come to an end.

        Each step has a cursor of its own: it must see what the workers have just written.
        """
        if self.env.get('queue.job') is not None:
            ours = tuple({model for model, _method in FUNCTIONS})
            for statement in (CANCEL_WAITING, WAIT_FOR_RUNNING, DELETE_ALL):
                _execute_until_done(self.env.registry, SQL(statement, ours))

    # === SHARING OUT === #

    @api.model
    def _shares(self, method):
        """Whether jobs do this work; where not, the scheduled action does it itself."""
        if self.env.get('queue.job') is None:
            return False
        function = self._job_function(self._name, method)
        return bool(
            function
            and function.allow_commit
            and self._has_runner()
            and not self._stands_still(function)
        )

    @api.model
    def _has_runner(self):
        """The one runner that is in charge of a database holds an advisory lock while it lives."""
        from odoo.addons.queue_job.jobrunner.runner import PG_ADVISORY_LOCK_ID

        self.env.cr.execute(
            SQL(
                """
                SELECT 1
                  FROM pg_locks
                 WHERE locktype = 'advisory'
                   AND granted
                   AND (classid::bigint << 32) | objid::bigint = %s
                   AND database = (
                       SELECT oid FROM pg_database WHERE datname = current_database()
                   )
                """,
                PG_ADVISORY_LOCK_ID,
            )
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _stands_still(self, function):
        """Whether its jobs wait without any being done, or one has failed for good."""
        jobs, now = self.env['queue.job'].sudo(), fields.Datetime.now()
        ours = [('job_function_id', '=', function.id)]
        failed = [('state', '=', 'failed'), ('date_started', '>', now - AFTER_FAILURE)]
        if jobs.search_count([*ours, *failed], limit=1):
            return True
        late = [
            ('state', 'in', WAITING),
            ('date_created', '<', now - PATIENCE),
            *('|', ('eta', '=', False), ('eta', '<', now - PATIENCE)),
        ]
        done = [('channel', '=', function.channel), ('date_done', '>', now - PATIENCE)]
        return bool(
            jobs.search_count([*ours, *late], limit=1)
            and not jobs.search_count([*ours, *done], limit=1)
        )

    @api.model
    def _share_out(self, method, shares, size=1):
        """Jobs of ``size`` records for each of ``shares``; what a live job holds is left to it.

        The first job of each share comes before the second of any other. As long as there are
        live ones, the scheduled action looks again: one may end just before something new comes.
        """
        from odoo.addons.queue_job.job import identity_exact

        held = self._held_by_jobs(method)
        if held:
            self._look_again()
        for records in shares:
            free = records - held
            turn = -(-(len(records) - len(free)) // size)
            for number, start in enumerate(range(0, len(free), size), start=turn):
                delayed = free[start : start + size].with_delay(
                    priority=USUAL_PRIORITY + number, identity_key=identity_exact
                )
                getattr(delayed, method)()
            self._progress()

    @api.model
    def _look_again(self):
        run_again(self.env, fields.Datetime.now() + LOOK_AGAIN)

    def _share_calls(self, method):
        """A job for each of these records, in its own company."""
        self._share_out(method, [each.with_company(each.company_id) for each in self])

    @api.model
    def _held_by_jobs(self, method):
        function = self._job_function(self._name, method)
        live = [('job_function_id', '=', function.id), ('state', 'in', (*WAITING, 'started'))]
        ids = {
            record_id
            for job in self.env['queue.job'].sudo().search(live)
            for record_id in job.records.ids
        }
        return self.browse(ids)

    # === IN A JOB === #

    def _as_job(self):
        """Those that are still there, with the time that a scheduled action has for one run."""
        ends_at = time.monotonic() + MIN_TIME_PER_JOB
        return self.exists().with_context(cron_end_time=ends_at)

    @api.model
    def _tell_job(self, error):
        """A job that met something unexpected is tried again, and then shown as failed."""
        if self.env.context.get(IN_JOB):
            from odoo.addons.queue_job.exception import RetryableJobError

            raise RetryableJobError(str(error)) from error

    @api.model
    def _come_again(self):
        """The job's time is up while there is more to do: it goes on when others had their turn."""
        from odoo.addons.queue_job.exception import RetryableJobError

        self._progress()
        raise RetryableJobError("There is more to do", seconds=1, ignore_retry=True)


CANCEL_WAITING = """
UPDATE queue_job SET state = 'cancelled'
 WHERE model_name IN %s AND state IN ('wait_dependencies', 'pending', 'enqueued')
"""
WAIT_FOR_RUNNING = """
SELECT FROM queue_job_lock
 WHERE queue_job_id IN (SELECT id FROM queue_job WHERE model_name IN %s)
   FOR UPDATE
"""
DELETE_ALL = "DELETE FROM queue_job WHERE model_name IN %s"


def _execute_until_done(registry, query):
    """Again where a worker has just written what this is about."""
    for attempt in range(TRIES):
        try:
            with registry.cursor() as cr:
                cr.execute(query, log_exceptions=False)
        except SerializationFailure:
            if attempt == TRIES - 1:
                raise
        else:
            return


def _function_name(model, method):
    """The external id of a function's record, without the module."""
    return f'job_function_{model.replace(".", "_")}{method}'
