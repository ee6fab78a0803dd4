"""How long scheduled work may take on this server. A plain helper, no model.

Odoo ends a worker whose scheduled actions take longer than the limits of its configuration, and a
threaded server restarts itself for it. All scheduled actions of a database that are ready count
together, so each may use a part only, whatever the network does.
"""

import os
import resource
import threading
import time
from math import inf

from odoo.http import request
from odoo.tools import config

from odoo.addons.base.models.ir_cron import MIN_TIME_PER_JOB


LONGEST_EXCHANGE = 60.0  # seconds that one request may take where the server sets no limit
LONGEST_BATCH = 25.0  # seconds in which requests of one batch may begin
LONGEST_LIST = 20.0  # seconds in which pages of one list are asked for


def server_limit():
    """Seconds of real time that the server grants its scheduled actions, or a job's request."""
    limit = 0 if request else config['limit_time_real_cron'] or 0
    return (limit if limit > 0 else config['limit_time_real']) or inf


def exchange_seconds():
    """How long one request may take: an answer that never comes must not outlive the server."""
    return min(LONGEST_EXCHANGE, max(server_limit() / 4, 5.0))


def batch_seconds():
    """How long requests of one batch may begin."""
    return min(LONGEST_BATCH, server_limit() / 8)


def list_seconds():
    """How long further pages of one list may be asked for."""
    return min(LONGEST_LIST, server_limit() / 8)


def may_begin(env):
    """Whether there is time for another batch with all that may go wrong in it."""
    limit = server_limit()
    return (
        _seconds_of_action(env) < limit / 4
        and _seconds_of_thread() < limit / 2
        and _has_processor_time()
    )


def seconds_left(env):
    """Of what Odoo gives one run of an action before others have their turn."""
    ends_at = env.context.get('cron_end_time')
    return inf if ends_at is None else max(ends_at - time.monotonic(), 0.0)


def _seconds_of_action(env):
    """Odoo runs an action that has more to do up to ten times in a row, and counts all of it."""
    ends_at = env.context.get('cron_end_time')
    return 0.0 if ends_at is None else time.monotonic() - (ends_at - MIN_TIME_PER_JOB)


def _seconds_of_thread():
    """What other actions took before; only a threaded server tells."""
    started_at = getattr(threading.current_thread(), 'start_time', None)
    return time.time() - started_at if started_at else 0.0


def _has_processor_time():
    """Whether half of what a worker process was granted is left."""
    if os.name != 'posix' or not config['limit_time_cpu']:
        return True
    granted, _most = resource.getrlimit(resource.RLIMIT_CPU)
    if granted == resource.RLIM_INFINITY:
        return True
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return granted - usage.ru_utime - usage.ru_stime > config['limit_time_cpu'] / 2
