"""Tests that still wait although the account is live."""

from odoo import api, fields, models


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    only_test_count = fields.Integer(
        compute='_compute_only_test_count',
        help="Invoices that only have a test waiting, although they would be sent for real now.",
    )

    @api.depends('send_mode')
    def _compute_only_test_count(self):
        self.only_test_count = 0
        live = self.filtered(lambda account: account.send_mode == 'Production')
        for account in live:
            account.only_test_count = (
                self.env['pagero.document']
                .sudo()
                .search_count(
                    [
                        ('account_id', '=', account.id),
                        ('state', '=', 'held'),
                        ('held_reason', '=', 'connection'),
                        ('send_mode', '=', 'Test'),
                        ('move_id.pagero_send_mode', 'in', (False, 'Production')),
                    ]
                )
            )
