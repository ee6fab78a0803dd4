"""Moments that a server with a wrong clock wrote, once its clock has been put right."""

from datetime import timedelta

from odoo import api, fields, models

from ...network import LONGEST_DELAY
from ..tools.quiet_lock import lock_quietly


TOLERANCE = timedelta(hours=1)  # the clocks of several machines differ
# Moments that something waits for, and the longest that it may wait.
WAITS = (
    ('pagero.account', 'paused_until', [], LONGEST_DELAY),
    ('pagero.document', 'claim_expires_at', [('state', '=', 'sending')], LONGEST_DELAY),
    ('pagero.document', 'next_attempt_at', [('state', '=', 'queued')], LONGEST_DELAY),
    ('pagero.document', 'next_attempt_at', [('state', '=', 'unsure')], timedelta(days=1)),
    ('pagero.received.document', 'next_attempt_at', [('state', '=', 'announced')], LONGEST_DELAY),
)


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    @api.model
    def _distrust_far_moments(self):
        """What would wait longer than anything may is due now; else it waited for the wrong day."""
        now = fields.Datetime.now()
        for model, name, domain, longest in WAITS:
            too_far = [*domain, (name, '>', now + longest + TOLERANCE)]
            found = self.env[model].sudo().search(too_far)
            self._insist(lambda found=found, name=name: lock_quietly(found).write({name: now}))
