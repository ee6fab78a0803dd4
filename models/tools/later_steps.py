"""What the network has answered is kept, whatever becomes of our own steps after it.

A call that creates or ends something there can't be undone, but an error of ours undoes all that we
wrote of it. So what was answered is written first, and each step that only follows from it stands
in ``later_step``; where several records are told to the network, all are asked first whether they
may be, and ``one_by_one`` keeps those that went well. A plain helper, no model.
"""

import logging
from contextlib import contextmanager

from odoo.exceptions import UserError


_logger = logging.getLogger(__name__)


@contextmanager
def later_step(records):
    """A step after an answer: if it fails, it alone is undone, and people are told.

    A conflict with another transaction is no reason to begin anew either: the call would be made
    once more.
    """
    try:
        with records.env.cr.savepoint():
            yield
    except Exception as error:
        _logger.exception("The network has answered, but a later step of %s failed", records)
        for record in records.exists():
            tell(record, _sentence(record, error))


def one_by_one(records, step):
    """``step`` for each record; returns what each gave, None where it failed.

    The first failure is an ordinary error; once a record has gone well, the failure of another
    must not undo it.
    """
    results = [step(record) for record in records[:1]]
    for record in records[1:]:
        results.append(None)
        with later_step(record):
            results[-1] = step(record)
    return results


def tell(record, sentence):
    """A notice for the user who pressed the button, and a line that stays on the record."""
    try:
        with record.env.cr.savepoint():
            if 'message_ids' in record._fields:
                record.sudo().message_post(body=sentence)
            notice = {'type': 'warning', 'message': sentence, 'sticky': True}
            record.env.user._bus_send('simple_notification', notice)
    except Exception:
        _logger.exception("The notice about %s could not be given: %s", record, sentence)


def _sentence(record, error):
    """The network's part is done: that is what must not be tried again."""
    if isinstance(error, UserError):
        return record.env._(
            "%(record)s: Pagero was told, and its answer is kept, but a later step was not"
            " possible: %(reason)s",
            record=record.display_name,
            reason=str(error),
        )
    return record.env._(
        "%(record)s: Pagero was told, and its answer is kept, but a later step failed. Look whether"
        " all is as it should be; the server's log says what happened.",
        record=record.display_name,
    )
