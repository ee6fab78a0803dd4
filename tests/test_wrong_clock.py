from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models.account.wrong_clock import WAITS
from ..models.mixins.pagero_scheduled_mixin import PageroScheduledMixin
from .common import PageroCommon


# Moments in the future for which nothing waits.
OTHERS = {
    'pagero.account': {
        # How far lists were read: never beyond now.
        *('received_until', 'answers_until', 'polled_until', 'network_polled_until'),
    },
    # A token that is used too long is refused, and then renewed.
    'pagero.credential': {'token_expires_at'},
    'pagero.digest': {'told_until'},  # how far the news were told
}


@tagged('post_install', '-at_install')
class TestWrongClock(PageroCommon):
    """A server whose clock was a day ahead, and is right again, leaves nothing waiting for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.far = cls.now + timedelta(hours=28)
        cls.soon = cls.now + timedelta(hours=5)

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(PageroScheduledMixin, '_progress', lambda *_args, **_options: 60.0)
        )

    def _watch(self):
        self.env['pagero.account'].sudo()._cron_watch()
        self.env.invalidate_all()

    def test_what_waits_for_another_day_is_due(self):
        queued = self._create_document(next_attempt_at=self.far)
        unsure = self._create_document(state='unsure', next_attempt_at=self.far)
        sending = self._create_document(
            state='sending', claim_token='of a dead worker', claim_expires_at=self.far
        )
        self.account.sudo().paused_until = self.far

        self._watch()

        moments = [queued.next_attempt_at, unsure.next_attempt_at, sending.claim_expires_at]
        for moment in [*moments, self.account.paused_until]:
            self.assertLessEqual(moment, fields.Datetime.now())

    def test_what_waits_as_long_as_anything_may_goes_on_waiting(self):
        queued = self._create_document(next_attempt_at=self.soon)
        unsure = self._create_document(state='unsure', next_attempt_at=self.now + timedelta(days=1))
        self.account.sudo().paused_until = self.soon

        self._watch()

        self.assertEqual((queued.next_attempt_at, self.account.paused_until), (self.soon,) * 2)
        self.assertEqual(unsure.next_attempt_at, self.now + timedelta(days=1))

    def test_every_moment_that_something_waits_for_is_known(self):
        known = {(model, name) for model, name, _domain, _longest in WAITS}
        known |= {(model, name) for model, names in OTHERS.items() for name in names}
        for model in self.env.registry.values():
            if not model._name.startswith('pagero.') or model._abstract or model._transient:
                continue
            for name, field in model._fields.items():
                ahead = name.endswith(('_until', '_expires_at')) or name.startswith('next_')
                if field.type == 'datetime' and field.store and ahead:
                    self.assertIn((model._name, name), known)
