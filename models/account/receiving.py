"""What an account receives: from when on, and how far its list was read."""

from datetime import datetime, time, timedelta

from odoo import api, fields, models


OVERLAP = timedelta(hours=1)  # clocks differ, and a document may be listed late
LOOK_BACK = timedelta(days=7)  # once a day: what was listed much later than it was created
LOOK_BACK_EVERY = timedelta(days=1)


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    receives = fields.Boolean(
        string="Receive Documents",
        tracking=True,
        copy=False,
        help="Fetch what suppliers and customers send over Pagero. What was fetched is marked so at"
        " Pagero: turn this on only when no other system fetches the same documents.",
    )
    receive_from = fields.Date(
        compute='_compute_receive_from',
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="Documents that Pagero received on or after this day are fetched. Pagero keeps them"
        " for 90 days.",
    )
    makes_bills = fields.Boolean(
        string="Create Bills",
        default=True,
        tracking=True,
        help="Create a draft bill of each invoice that is received. Otherwise users create them"
        " from the received document.",
    )
    bill_journal_id = fields.Many2one(
        'account.journal',
        string="Journal of Bills",
        check_company=True,
        domain="[('type', '=', 'purchase'), ('is_self_billing', '=', False)]",
        tracking=True,
        help="Where bills of received invoices are created. Empty: the company's first purchase"
        " journal.",
    )
    received_until = fields.Datetime(readonly=True, copy=False)
    looked_back_at = fields.Datetime(readonly=True, copy=False)

    @api.depends('receives')
    def _compute_receive_from(self):
        """From today on, unless an administrator says otherwise."""
        for account in self:
            if account.receives and not account.receive_from:
                account.receive_from = fields.Date.context_today(account)

    def _looks_back(self, now):
        return not self.looked_back_at or self.looked_back_at < now - LOOK_BACK_EVERY

    def _receiving_since(self, looks_back):
        """Where the next listing ends: with an overlap, but never before the chosen day."""
        first = datetime.combine(self.receive_from or fields.Date.today(), time.min)
        if not self.received_until:
            return first
        return max(first, self.received_until - (LOOK_BACK if looks_back else OVERLAP))

    def _listed_until(self, stamps, looked_back_at):
        """The next listing begins at the newest document, but never in the future."""
        values = {'looked_back_at': looked_back_at} if looked_back_at else {}
        newest = [stamp.replace(tzinfo=None) for stamp in stamps if stamp]
        if newest:
            values['received_until'] = min(max(newest), fields.Datetime.now())
        self.sudo().write(values)
