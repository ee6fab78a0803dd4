from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """The action *Send with Pagero*: posted invoices that were not caught, such as older ones."""

    _inherit = 'account.move'

    def action_send_with_pagero(self):
        """Queue posted invoices by hand: older ones, or those that posting didn't queue."""
        self.check_access('write')
        refused = {
            move: reason
            for move in self
            if (reason := move._why_not_with_pagero() or move._why_no_other_test())
        }
        accepted = self.filtered(lambda move: move not in refused)
        if refused and not accepted:
            raise UserError('\n'.join(self._refusals(refused)))
        self.env['pagero.document']._enqueue(accepted.sudo())
        return self._sending_receipt(accepted, refused)

    def _why_not_with_pagero(self):
        """The reason why this invoice can't be sent over Pagero now, or None."""
        account = self._pagero_account_sudo()
        document = self.pagero_document_id.sudo()
        if not self._can_go_over_pagero() or self.state != 'posted':
            return self.env._(
                "only posted customer invoices, credit notes and self-billed bills can be sent."
            )
        if not account or account.state in ('draft', 'interest_sent'):
            return self.env._("the company is not connected to Pagero.")
        if self._has_production_transmission():
            return self.env._(
                "it was already sent over Pagero (%(status)s).", status=document.status
            )
        if self._is_over_core_peppol():
            return self.env._("it was already sent with Odoo's own Peppol.")
        return None

    def _is_over_core_peppol(self):
        """Whether core's access point, where it is installed, has this invoice."""
        self.ensure_one()
        if 'peppol_move_state' not in self._fields:
            return False
        return self.peppol_move_state in ('to_send', 'processing', 'done')

    def _refusals(self, refused):
        return [f'{move.display_name}: {reason}' for move, reason in refused.items()]
