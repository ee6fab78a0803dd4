from itertools import islice

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ..account.pagero_account import ONCE_CONNECTED
from ..document.pagero_document import ALERT_LEVELS
from ..texts.findings import count_fatal, go_to_first, record_of, sentence
from ..tools.actions import server_action_link
from ..tools.labels import labels_of


_lt = LazyTranslate(__name__)

NOT_CAUGHT = {
    'not_connected': _lt(
        "This invoice is to be sent over Pagero, but %(company)s is not connected. An"
        " administrator can connect it; then send the invoice with the action Send with Pagero."
    ),
    'no_day': _lt(
        "This invoice is to be sent over Pagero, but the Pagero account of %(company)s has no date"
        " from which invoices are sent automatically. Send it with the action Send with Pagero,"
        " and ask an administrator to fill in that date."
    ),
    'dated_before': _lt(
        "This invoice is to be sent over Pagero, but it is dated before %(day)s, from which date"
        " invoices are sent automatically. Once it is posted, send it with the action Send with"
        " Pagero."
    ),
    'print_send': _lt(
        "This invoice is sent over Pagero once it is posted and you press Print or Send."
    ),
    'not_sent': _lt(
        "This invoice is to be sent over Pagero, but it has not been sent yet. Send it with the"
        " action Send with Pagero."
    ),
}


class AccountMove(models.Model):
    """What keeps an invoice from its recipient, shown at the top of the invoice."""

    _inherit = 'account.move'

    pagero_is_told = fields.Boolean(
        compute='_compute_pagero_is_told',
        help="The box at the top says how the sending stands: it is not said a second time.",
    )

    @api.depends('pagero_document_ids.state', 'pagero_document_ids.send_mode')
    def _compute_pagero_is_told(self):
        for move in self:
            move.pagero_is_told = move._needs_telling(move.pagero_document_id.sudo())

    def _needs_telling(self, document):
        """Whether something is to be done or awaited; a queue that moves speaks for itself."""
        in_trouble = document.state in ALERT_LEVELS
        return in_trouble and (document.state != 'queued' or bool(document.reason))

    def _get_alerts(self):
        """One of ours at most: what is to be done first. The next one shows once that is done."""
        alerts = super()._get_alerts()
        if self.env.user.has_group('pagero_connector.group_user'):
            alerts |= dict(islice(self._pagero_alerts_in_order(), 1))
        return alerts

    def _pagero_alerts_in_order(self):
        """(key, alert), the most urgent first; each is looked up only where none came before."""
        document = self.pagero_document_id.sudo()
        if flaw := self._pagero_waiting_flaw_alert():
            yield 'pagero_waiting_flaw', flaw
        if self._needs_telling(document):
            yield 'pagero_document', self._pagero_document_alert(document)
        if correction := self._pagero_correction_alert():
            yield 'pagero_correction', correction
        if self._needs_other_delivery():
            yield 'pagero_otherwise', self._pagero_otherwise_alert()
        if self.state != 'draft' or not self.pagero_to_do:  # a draft's box of what is missing
            yield from self._pagero_alerts_before_sending()

    def _pagero_alerts_before_sending(self):
        """Why it will not be sent, or would go nowhere by itself."""
        reason = self._was_never_queued() and self._why_not_by_itself()
        if reason and reason != 'print_send':
            yield 'pagero_account', self._pagero_account_alert(reason)
        yield from self._pagero_alerts_of_partners()
        if reason == 'print_send':
            yield 'pagero_account', self._pagero_account_alert(reason)

    def _pagero_alerts_of_partners(self):
        """What is wrong with those whom the invoice names, or missing of theirs."""
        if finding := self._worst_of_payment_accounts():
            yield 'pagero_payment_account', self._payment_account_alert(finding)
        if missing := self._pagero_missing_tax_alert():
            yield 'pagero_missing_tax', missing
        if no_tests := self._pagero_no_tests_alert():
            yield 'pagero_no_tests', no_tests
        if self._is_for_unconnected_customer():
            yield 'pagero_unconnected', self._pagero_unconnected_alert()
        if self._is_for_unmarked_customer():
            yield 'pagero_unmarked', self._pagero_unmarked_alert()
        if self._credits_undelivered_invoice():
            yield 'pagero_original', self._pagero_original_alert()

    def _worst_of_payment_accounts(self):
        """The finding that will stop a draft for Pagero because of where it is to be paid."""
        if self.state != 'draft' or not self.partner_id or not self.send_with_pagero:
            return None
        return next((each for each in self._objections_to_accounts() if each.is_fatal), None)

    def _payment_account_alert(self, finding):
        """With the way to the account, or to all of them where there is none."""
        account = record_of(finding, self)
        if account == self:
            text = self.env._("Bank Accounts")
            action = self.company_id._open_pagero_bank_accounts_from_menu()
        else:
            text, action = self.env._("Show"), account._get_records_action()
        message = sentence(self.env, finding)
        return {'level': 'warning', 'message': message, 'action_text': text, 'action': action}

    def _is_for_unconnected_customer(self):
        """A draft that would wait until its customer is connected, however it is sent."""
        return (
            self.state == 'draft'
            and self.partner_id
            and self.send_with_pagero
            and self._pagero_account_sudo().state in ONCE_CONNECTED
            and not self._pagero_account_sudo().is_open_directory
            and self._pagero_customer().pagero_connection_state != 'connected'
        )

    def _is_for_unmarked_customer(self):
        """Posted for a customer that is connected, and yet nothing sends it there."""
        return (
            self.state == 'posted'
            and self._can_go_over_pagero()
            and not (self.pagero_choice or self.pagero_document_count or self.is_move_sent)
            and not self._wants_pagero()
            and self._pagero_customer().pagero_connection_state == 'connected'
        )

    def _pagero_unmarked_alert(self):
        return {
            'level': 'info',
            'message': self.env._(
                "%(customer)s is connected over Pagero, but is not marked to get its invoices that"
                " way, so this one was not sent. Send it now, and choose “by Pagero” as the"
                " customer's invoice sending for the next ones.",
                customer=self._pagero_customer().display_name,
            ),
            'action_text': self.env._("Send with Pagero"),
            'action': server_action_link(
                self, 'pagero_connector.account_move_send_with_pagero_action'
            ),
        }

    def _pagero_customer(self):
        return self.partner_id.pagero_receiver_id.with_company(self.company_id)

    def _pagero_unconnected_alert(self):
        """Where nothing is under way yet, one click looks for the customer."""
        customer = self._pagero_customer()
        state = customer.pagero_connection_state
        labels = labels_of(customer, 'pagero_connection_state')
        text, action = customer._pagero_way_in()
        return {
            'level': 'info',
            'message': self.env._(
                "%(customer)s cannot be reached over Pagero yet (%(state)s). The invoice can be"
                " posted: in Production and as a test it waits, and is sent automatically once"
                " the customer is connected.",
                customer=customer.display_name,
                state=labels[state],
            ),
            'action_text': text,
            'action': action,
        }

    def _credits_undelivered_invoice(self):
        """Whether this credits an invoice that the recipient hasn't got over Pagero."""
        original = self.reversed_entry_id
        if 'refund' not in self.move_type or not original or not self.send_with_pagero:
            return False
        return not any(
            document.state == 'delivered' and document._is_live_production()
            for document in original.sudo().pagero_document_ids
        )

    def _pagero_original_alert(self):
        original = self.reversed_entry_id
        return {
            'level': 'info',
            'message': self.env._(
                "%(invoice)s, which this credits, has not been delivered over Pagero. If the"
                " customer has not received it in another way either, cancel both instead of"
                " sending this credit note.",
                invoice=original.name,
            ),
            'action_text': self.env._("Show"),
            'action': original._get_records_action(),
        }

    def _pagero_document_alert(self, document):
        parts = [self.env._("Pagero: %(status)s", status=document.status), document.reason]
        sentences = [f'{part.rstrip(".")}.' for part in parts if part]
        sentences += [self._and_more(document), document.advice]
        text, action = self._pagero_document_way_out(document)
        # A test that waits on a live account is easily mistaken for the invoice.
        level = 'warning' if document._is_only_test() else ALERT_LEVELS[document.state]
        return {
            'level': level,
            'message': ' '.join(filter(None, sentences)),
            'action_text': text,
            'action': action,
        }

    def _pagero_document_way_out(self, document):
        """What the alert's button says and does; a test that waits asks right here."""
        if document.asks_test and self.env.user.has_group('account.group_account_invoice'):
            return self._way_out_of_test(document)
        if document.state == 'invalid':
            way = self._pagero_way_to_finding(document)
            return way['action_text'], way['action']
        if document.cure:
            return labels_of(document, 'cure')[document.cure], document._cure_link()
        return self.env._("Show"), document._get_records_action()

    def _and_more(self, document):
        """How many faults stop it beside the one that is told; '' where that is all."""
        more = self._faults_beside_first(document)
        return self.env._("And %(count)s more.", count=more) if more else ''

    def _faults_beside_first(self, document):
        is_told = document.state in ('invalid', 'held') and not document.has_error
        return max(0, count_fatal(document.findings) - 1) if is_told else 0

    def _pagero_way_to_finding(self, document):
        """To the list of several errors, to the field of the only one, else to the document."""
        may_check = self.env.user.has_group('account.group_account_invoice')
        if may_check and self._faults_beside_first(document):
            action = server_action_link(self, 'pagero_connector.account_move_check_action')
            return {'action_text': self.env._("Show All"), 'action': action}
        if action := go_to_first(document.findings, self):
            return {'action_text': self.env._("Go to Field"), 'action': action}
        return {'action_text': self.env._("Show"), 'action': document._get_records_action()}

    def _was_never_queued(self):
        """A draft for Pagero, or a posted invoice chosen for it, that has never been queued."""
        chosen = self.state == 'draft' or (self.state == 'posted' and self.pagero_choice == 'yes')
        sent = self.pagero_document_count or self.is_move_sent
        return chosen and not sent and self.send_with_pagero

    def _why_not_by_itself(self):
        """A key of ``NOT_CAUGHT``; None for a draft that will be sent when it is posted."""
        return self._why_not_caught() or (self.state == 'posted' and 'not_sent') or None

    def _pagero_account_alert(self, reason):
        day = self._pagero_account_sudo().catch_from
        words = {'company': self.company_id.name, 'day': format_date(self.env, day)}
        sentence = self.env._(NOT_CAUGHT[reason])
        level = 'info' if reason == 'print_send' else 'warning'
        return {'level': level, 'message': sentence % words}
