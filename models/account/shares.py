"""What jobs do for one account as a whole, since its lists at Pagero have one cursor."""

from odoo import models


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    def _poll_share(self):
        """Ask Pagero what became of sent documents."""
        account = self._as_job()
        account.env['pagero.document']._each_account(account, '_poll')

    def _receive_share(self):
        """Fetch received documents."""
        account = self._as_job()
        documents = account.env['pagero.received.document']
        documents._each_account(account, '_receive')
        to_fetch = documents._to_fetch_domain(account)
        if account and not account._is_paused() and documents.search_count(to_fetch, limit=1):
            account._come_again()
