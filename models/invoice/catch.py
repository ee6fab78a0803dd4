"""Posted invoices are caught here, and enqueued in the same transaction; nothing else happens."""

from odoo import api, models
from odoo.exceptions import UserError

from ..texts.findings import sentence
from ..tools.own_context import OURS


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _post(self, soft=True):
        """Only what was really posted is caught, or accepted: future invoices are not."""
        # A flag, since core and other modules call `_post` through each other and hand on no
        # parameter: the check posts for a look only.
        is_real = self.env.context.get('pagero_skip_catch') is not OURS and self.pool.ready
        if is_real:
            self._refuse_unanswered()
        posted = super()._post(soft)
        if is_real:
            posted._catch_for_pagero()
            posted._accept_by_posting()
            posted._settle_answers_of_credited()
        posted._note_handler()
        return posted

    def _catch_for_pagero(self):
        """Queue what goes over Pagero; never calls the network."""
        wanted = self.filtered(
            lambda move: move._wants_pagero() and not move._is_over_core_peppol()
        )
        if not wanted:
            return
        caught = wanted._caught()
        # Not lost: the list of invoices has a filter for those that were chosen and not sent.
        (wanted - caught).pagero_choice = 'yes'
        caught._refuse_to_post_invalid()
        if caught:
            # The user may post without a right to read the account.
            self.env['pagero.document']._enqueue(caught.sudo())
        self._give_posting_receipt(caught, wanted - caught)

    def _caught(self):
        """Those that posting alone sends; each company's account is asked for once."""
        accounts = {each: each.sudo()._pagero_account() for each in self.company_id}
        return self.filtered(
            lambda move: not accounts[move.company_id]._why_not_caught(move.invoice_date)
        )

    def _why_not_caught(self):
        """Why posting alone doesn't send it: a key of ``NOT_CAUGHT``, or None."""
        return self._pagero_account_sudo()._why_not_caught(self.invoice_date)

    @api.depends('move_type', 'state', 'pagero_choice', 'partner_id')
    def _compute_display_send_button(self):
        """Core shows it on bills for its own access point only."""
        super()._compute_display_send_button()
        for move in self.filtered(lambda move: move.state == 'posted' and move.pagero_self_billed):
            move.display_send_button |= move._wants_pagero()

    def action_print_pdf(self):
        """Where the company chose so, printing an invoice is what sends it."""
        caught = self.filtered(lambda move: move._is_caught_by_printing())
        if caught:
            self.env['pagero.document']._enqueue(caught.sudo())
        return super().action_print_pdf()

    def _is_caught_by_printing(self):
        return (
            self.state == 'posted'
            and self._wants_pagero()
            and self._why_not_caught() == 'print_send'
            and not self.pagero_document_count
            and not self._why_not_with_pagero()
        )

    def _refuse_to_post_invalid(self):
        """Only for companies that ticked *Block posting*: what is fatal stops the posting."""
        strict = self.filtered(lambda move: move._pagero_account_sudo().block_posting)
        problems = []
        for move, findings in strict._pagero_findings().items():
            fatal = [finding for finding in findings if finding.is_fatal]
            problems += [f'{move.display_name}: {sentence(self.env, finding)}' for finding in fatal]
        if problems:
            raise UserError(
                self.env._(
                    "The network would refuse this:\n%(problems)s", problems='\n'.join(problems)
                )
            )
