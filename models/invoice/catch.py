"""Posted invoices are caught here, and enqueued in the same transaction; nothing else happens."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..texts.findings import sentence
from ..tools.own_context import OURS


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _post(self, soft=True):
        """Only what was really posted is caught: future invoices are not."""
        posted = super()._post(soft)
        posted._catch_for_pagero()
        return posted

    def _catch_for_pagero(self):
        """Queue what goes over Pagero; never calls the network."""
        if self.env.context.get('pagero_skip_catch') is OURS or not self.pool.ready:
            return
        wanted = self.filtered(
            lambda move: move._wants_pagero() and not move._is_over_core_peppol()
        )
        if not wanted:
            return
        caught = wanted.filtered(lambda move: move._is_caught())
        # Not lost: the list of invoices has a filter for those that still wait for somebody.
        (wanted - caught).pagero_choice = 'yes'
        caught._refuse_to_post_invalid()
        if caught:
            # Whoever may post may not be able to read the account.
            self.env['pagero.document']._enqueue(caught.sudo())

    def _pagero_account_sudo(self):
        """What the account says concerns everybody who works with the invoice."""
        return self.company_id.sudo()._pagero_account()

    def _is_caught(self):
        return not self._why_not_caught()

    def _why_not_caught(self):
        """Why posting alone doesn't send it: a key of ``NOT_CAUGHT``, or None."""
        account = self._pagero_account_sudo()
        if not account.catch_from:
            connected = account.state in ('connected', 'expired', 'disconnected')
            return 'no_day' if connected else 'not_connected'
        if self.invoice_date and self.invoice_date < account.catch_from:
            return 'dated_before'
        return 'print_send' if account.catch_on == 'print_send' else None

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

    # === INVOICES POSTED BEFORE === #

    def action_send_with_pagero(self):
        """Queue posted invoices by hand: older ones, or those the catching passed by."""
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
        return self._queued_notice(accepted, refused)

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
            return self.env._("it is over Pagero already (%(status)s).", status=document.status)
        if self._is_over_core_peppol():
            return self.env._("it was sent with Odoo's own Peppol already.")
        return None

    def _is_over_core_peppol(self):
        """Whether core's access point, where it is installed, has this invoice."""
        self.ensure_one()
        if 'peppol_move_state' not in self._fields:
            return False
        return self.peppol_move_state in ('to_send', 'processing', 'done')

    def _refusals(self, refused):
        return [f'{move.display_name}: {reason}' for move, reason in refused.items()]

    def _queued_notice(self, accepted, refused):
        lines = [self.env._("%(count)s invoices are queued.", count=len(accepted))]
        lines += self._refusals(refused)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning' if refused else 'success',
                'title': self.env._("Pagero"),
                'message': '\n'.join(lines),
                'sticky': bool(refused),
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    # === CHECK === #

    def _pagero_findings(self):
        """{invoice: findings} as the sender would see them, without sending anything."""
        return {move: findings for move, (_xml, findings) in self._pagero_drawn().items()}

    def _pagero_drawn(self):
        """{invoice: (xml, findings)}, the same with the document itself."""
        drawn = {}
        documents = self.env['pagero.document']
        for company, moves in self.grouped('company_id').items():
            builder = self.env['account.edi.xml.pagero'].with_company(company)
            rules = self.env['pagero.recipient.rule']._by_move(moves)
            for move_id, (xml, errors) in builder._export_invoices(moves).items():
                move = self.browse(move_id)
                day = move.invoice_date or fields.Date.context_today(self)
                demands = rules[move]._demands()
                drawn[move] = (xml, documents._findings_of(xml, errors, day, demands))
        return drawn

    def action_open_pagero_documents(self):
        """The one document, or the list of them."""
        self.ensure_one()
        return self.pagero_document_ids._get_records_action(name=self.env._("Pagero Documents"))
