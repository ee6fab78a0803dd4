"""Without OCA's queue_job, which no test database here has, nothing is different."""

import time
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import config

from ..models.mixins.job_queue import FUNCTIONS
from ..models.tools import time_limit
from .test_document_batch import BatchCommon


@tagged('post_install', '-at_install')
class TestJobQueue(BatchCommon):
    def test_without_queue_job_no_query_is_made(self):
        for model, method in FUNCTIONS:
            with self.subTest(method=method), self.assertQueryCount(0):
                self.assertFalse(self.env[model]._shares(method))

    def test_every_function_of_a_job_is_a_method_of_its_model(self):
        for model, method in FUNCTIONS:
            self.assertTrue(callable(getattr(self.env[model], method)), method)

    def test_a_job_takes_only_documents_of_its_own(self):
        mine, other = (self._create_document(send_mode='Test') for _number in range(2))
        documents = self.env['pagero.document'].sudo()

        self.assertEqual(documents._claim(self.account, among=mine.ids), mine)
        self.assertEqual(other.state, 'queued')
        self.assertFalse(documents._claim(self.account, among=[]), "no ids are not all of them")

    def test_a_failing_job_frees_only_its_own_claims(self):
        mine, other = (self._create_document(send_mode='Test') for _number in range(2))
        documents = self.env['pagero.document'].sudo()
        documents._claim(self.account)
        documents._free_claims_not_begun(self.account, mine.ids)

        self.assertEqual((mine.state, other.state), ('queued', 'sending'))

    def test_documents_that_are_gone_are_no_work(self):
        document = self._create_document(send_mode='Test')
        gone = self.env['pagero.document'].browse(document.id)
        document.sudo().unlink()

        self.assertFalse(gone._as_job())

    def test_a_job_has_the_time_of_one_run(self):
        mine = self._create_document(send_mode='Test')._as_job()

        self.assertTrue(time_limit.may_begin(mine.env))
        self.assertLessEqual(time_limit.seconds_left(mine.env), 10)
        late = mine.with_context(cron_end_time=time.monotonic() - 1000)
        self.assertEqual(time_limit.seconds_left(late.env), 0)
        self.assertFalse(time_limit.may_begin(late.env))

    def test_a_request_has_the_limits_of_requests(self):
        limits = {'limit_time_real_cron': 3600, 'limit_time_real': 120}
        with patch.dict(config.options, limits):
            self.assertEqual(time_limit.server_limit(), 3600)
            with patch.object(time_limit, 'request', True):
                self.assertEqual(time_limit.server_limit(), 120)
