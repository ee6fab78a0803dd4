"""Fair turns: which account is next, and where its work goes on."""

import logging

from odoo import api, fields, models


_logger = logging.getLogger(__name__)

MOST_UNREADABLE = 5  # entries of one list that are kept to be looked at


class PageroAccountTurn(models.Model):
    """When a scheduled action last worked for an account, and how far it came.

    Only the action itself writes these rows, so that its commits meet no other work.
    """

    _name = 'pagero.account.turn'
    _description = "Turn of a Pagero Account"
    _inherit = ['pagero.record.mixin']

    account_id = fields.Many2one('pagero.account', required=True, readonly=True, ondelete='cascade')
    work = fields.Char(required=True, readonly=True)
    number = fields.Integer(readonly=True, help="Grows with each turn of any account.")
    places = fields.Json(readonly=True, help="Where a long list goes on, by the list's name.")
    unreadable = fields.Json(
        readonly=True, help="Entries of lists that were passed by, by the list's name."
    )

    _work_unique = models.Constraint(
        'unique(account_id, work)', "An account has one turn for each kind of work."
    )

    @api.model
    def _of(self, account, work):
        return self._found(account, work) or self.sudo().create(
            {'account_id': account.id, 'work': work}
        )

    @api.model
    def _found(self, account, work):
        """Empty where nothing had to be remembered yet: two workers would collide in making it."""
        return self.sudo().search([('account_id', '=', account.id), ('work', '=', work)], limit=1)

    @api.model
    def _sorted(self, accounts, work):
        """Those that waited longest come first."""
        turns = self.sudo().search([('account_id', 'in', accounts.ids), ('work', '=', work)])
        numbers = {turn.account_id: turn.number for turn in turns}
        return accounts.sorted(lambda account: (numbers.get(account, 0), account.id))

    @api.model
    def _take(self, account, work):
        """From now on all others come before this account."""
        latest = self.sudo().search([('work', '=', work)], order='number desc', limit=1)
        turn = self._of(account, work)
        turn.number = latest.number + 1

    @api.model
    def _unreadable_of(self, account):
        """How the entries began that no list of this account could read."""
        turns = self.sudo().search([('account_id', '=', account.id), ('unreadable', '!=', False)])
        return [each for turn in turns for found in turn.unreadable.values() for each in found]

    def _place(self, name):
        return (self.places or {}).get(name, 0)

    def _go_on_at(self, name, stretch):
        """Remember where the list goes on, and what in it could not be read; only changes."""
        if self._place(name) != stretch.offset:
            self.places = {**(self.places or {}), name: stretch.offset}
        strange = stretch.unreadable[:MOST_UNREADABLE]
        before = (self.unreadable or {}).get(name, [])
        if strange == before or (stretch.offset and not strange):
            return
        self.unreadable = {**(self.unreadable or {}), name: strange}
        if bool(strange) != bool(before):
            _logger.info(
                "Account %s: %s entries of the list %s cannot be read: %s",
                self.account_id.id,
                len(stretch.unreadable),
                name,
                strange[:1],
            )
