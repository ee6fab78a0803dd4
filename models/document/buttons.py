"""The buttons: each does what the state allows, and says why when it does not."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...network import NetworkError, UnexpectedAnswer
from ..tools.cron import wake_cron
from ..tools.later_steps import later_step, one_by_one
from .answer import SENT_ANEW
from .pagero_document import CANCELLABLE, FINISHED, RESENDABLE, STOPPED
from .unsure import LOOKUPS


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    # === BUTTONS === #

    def action_retry(self):
        """Check an invalid or waiting document again and send it, once the reason is cured."""
        for document in self._for_user():
            document._refuse_unless(
                document.state in ('invalid', 'held'),
                self.env._("Only invalid and waiting documents can be tried again."),
            )
            document._release()

    def action_restart(self):
        """Let Pagero process the same bytes again, after the cause was cured there."""
        documents = self._for_user()
        for document in documents:
            document._refuse_unless(
                document.can_restart,
                self.env._("Only a document that Pagero has stopped can be restarted."),
            )
        one_by_one(documents, type(self)._restart)
        self._wake_poll()

    def _restart(self):
        self._act_at_pagero('Restart')
        self._log('restarted', user=True)
        self._move_to('processing')

    def action_cancel(self):
        """Cancel here what has not left, and at Pagero what has stopped there."""
        documents = self._for_user()
        for document in documents:
            document._refuse_unless(
                document._is_stoppable(), document._kind()._too_late_sentence(document)
            )
        one_by_one(documents, type(self)._cancel_anywhere)

    def action_send_again(self):
        """Send the invoice as a new document, once the old one can no longer arrive."""
        documents = self._for_user()
        for document in documents:
            reason = document._why_not_again()
            document._refuse_unless(not reason, reason)
        made = one_by_one(documents, type(self)._send_again)
        again = self.browse().union(*filter(None, made))
        return again._get_records_action() if len(again) == 1 else True

    def _send_again(self):
        """The new document; empty where the old one was cancelled, and no new one could be made."""
        if self.state in FINISHED:
            return self._superseded()
        self._cancel_anywhere()
        with later_step(self):
            return self._superseded()
        return self.browse()

    def _superseded(self):
        self._settle_answers(SENT_ANEW)
        self.is_superseded = True
        self._log('sent_again', user=True)
        return self._kind()._queue_again(self)

    def action_mark_arrived(self):
        """An upload with unknown outcome did arrive: a person has seen it in Pagero Online."""
        for document in self._for_user():
            document._refuse_unless(
                document.state == 'unsure',
                self.env._("Only an unsure document can be marked as arrived."),
            )
            document._log('arrived', user=True)
            document._move_to('processing', sent_at=document.upload_started_at)
            document._draw_conclusions()
        self._wake_poll()

    def action_refresh(self):
        """Ask Pagero now how the documents are doing."""
        documents = self._for_user('read').filtered('can_refresh')
        for mine in documents.grouped('account_id').values():
            mine._look_now()

    def action_open_origin(self):
        """The invoice, or what else the document speaks of."""
        self.ensure_one()
        origin = self._kind()._origin(self)
        origin.check_access('read')
        return origin._get_records_action()

    # === HELPERS === #

    def _for_user(self, operation='write'):
        """The documents in sudo, after the user's own rights were checked."""
        self.check_access('read')
        if operation == 'write' and not self.env.user.has_group('account.group_account_invoice'):
            raise AccessError(
                self.env._("Only people who may post invoices may change their delivery.")
            )
        return self.sudo()

    def _refuse_unless(self, allowed, sentence):
        if not allowed:
            raise UserError(sentence)

    def _why_not_again(self):
        """The reason why the invoice must not be sent as another document, or None."""
        if self.is_superseded:
            return self.env._("A newer document has replaced this one: use that.")
        if self.state == 'delivered' and self.send_mode == 'Production':
            return self.env._(
                "This invoice was delivered. Make a credit note instead of sending it twice."
            )
        if self.state not in RESENDABLE and not self._is_lost():
            return self.env._(
                "This document is “%(state)s”, so the recipient could get it twice. Cancel"
                " it first, or wait until Pagero has answered.",
                state=self.status,
            )
        return self._kind()._why_not_again(self)

    def _cancel_anywhere(self):
        """Cancel the transmission for good; Pagero is asked first where it may hold a copy."""
        self._refuse_unless(self._is_stoppable(), self._kind()._too_late_sentence(self))
        if self._may_be_at_pagero():
            self._refuse_unless(self._was_looked_for(), self._still_looking_sentence())
            self._look_now()
            self._refuse_unless(self._is_stoppable(), self._kind()._too_late_sentence(self))
        if self._is_stopped_there():
            self._act_at_pagero('Cancel')
            self._log('cancelled_at_pagero', user=True)
        self._move_to('cancelled')

    def _is_stopped_there(self):
        return self.state in STOPPED and bool(self.part_ids)

    def _may_be_at_pagero(self):
        stopped = self.state in STOPPED and self.file_id
        return stopped or self.state in ('unsure', 'processing') or self._may_be_there()

    def _is_stoppable(self):
        return self.state in CANCELLABLE or self._is_lost()

    def _still_looking_sentence(self):
        return self.env._(
            "It is still being checked whether Pagero received this document. Wait until that is"
            " done, about %(minutes)s min after the upload broke off, so that it"
            " does not arrive twice.",
            minutes=self.account_id.unsure_minutes,
        )

    def _was_looked_for(self):
        """Whether it is known that Pagero has no copy; in Production only after many look-ups."""
        is_unsure = self.state == 'unsure' or self._may_be_there()
        return not is_unsure or self.send_mode != 'Production' or self.lookups >= LOOKUPS

    def _look_now(self):
        """Ask Pagero about documents of one account; errors of the network become ``UserError``."""
        account = self.account_id
        if not account._is_ready():
            raise account._not_ready_refusal()
        try:
            self._look_at_each()
        except NetworkError as error:
            account._distrust_token(error)
            raise UserError(account._network_sentence(error)) from error

    def _act_at_pagero(self, action):
        """Restart or cancel this file's parts; errors of the network become ``UserError``."""
        account = self.account_id
        if not account._is_ready():
            raise account._not_ready_refusal()
        try:
            client = account._client()
            for part_id in self.part_ids:
                self._act_on_part(client, part_id, action)
        except NetworkError as error:
            account._distrust_token(error)
            raise UserError(account._network_sentence(error)) from error

    def _act_on_part(self, client, part_id, action):
        """A *Cancel* that finds nothing of the file: an earlier one worked, its answer was lost."""
        try:
            client.act_on_file_part(part_id, action)
        except UnexpectedAnswer:
            if action != 'Cancel' or self._is_listed(client):
                raise

    def _is_listed(self, client):
        """Whether Pagero still shows a part or a document of this file."""
        listed = [
            *client.iter_file_parts(self.file_id),
            *client.iter_documents(file_id=self.file_id),
        ]
        return any(each.file_id == self.file_id for each in listed)

    @api.model
    def _wake_poll(self, **options):
        wake_cron(self.env, 'pagero_connector.ir_cron_pagero_poll', **options)
