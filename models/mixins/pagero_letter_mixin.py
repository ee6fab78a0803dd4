from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.actions import notice_action
from ..tools.labels import labels_of


class PageroLetterMixin(models.AbstractModel):
    """A record that sends e-mails: one that has failed is told, and sent again."""

    _name = 'pagero.letter.mixin'
    _description = "E-mails of Pagero"

    mail_trouble = fields.Char(
        string="E-mail Not Sent", compute='_compute_mail_trouble', search='_search_mail_trouble'
    )

    def _failed_mails(self):
        """Their e-mails that have not left; what is wrong is known to administrators only."""
        mails = self.env['mail.mail'].sudo()
        failed = [('model', '=', self._name), ('res_id', 'in', self.ids)]
        return mails.search([*failed, ('state', '=', 'exception')])

    @api.depends_context('lang')
    def _compute_mail_trouble(self):
        failed = self._failed_mails().grouped('res_id')
        for record in self:
            mails = failed.get(record.id)
            record.mail_trouble = mails and record._mail_sentence(mails[-1])

    @api.model
    def _search_mail_trouble(self, operator, value):
        """Those of which an e-mail has failed, whatever the sentence about it says."""
        if operator not in ('in', 'not in') or set(value) != {False}:
            raise UserError(self.env._("Ask whether an e-mail has failed, or has not."))
        failed = (
            self.env['mail.mail']
            .sudo()
            ._search([('model', '=', self._name), ('state', '=', 'exception')])
        )
        return [('id', 'not in' if operator == 'in' else 'in', failed.subselect('res_id'))]

    def _mail_sentence(self, mail):
        reasons = labels_of(mail, 'failure_type')
        to = [mail.email_to or '', *mail.recipient_ids.mapped('display_name')]
        return self.env._(
            "The e-mail to %(reader)s could not be sent (%(reason)s). Correct the address or the"
            " mail server, and send it again.",
            reader=', '.join(filter(None, to)) or self.env._("an unknown address"),
            reason=reasons.get(mail.failure_type) or mail.failure_reason or '?',
        )

    def action_send_mail_again(self):
        """Send what has failed once more, and say whether it left."""
        self.check_access('write')
        mails = self._failed_mails()
        if not mails:
            raise UserError(self.env._("No e-mail has failed here. Reload the page."))
        mails.mark_outgoing()
        mails.send()
        self.invalidate_recordset(['mail_trouble'])
        if trouble := next(filter(None, self.mapped('mail_trouble')), None):
            return notice_action(trouble, 'warning', sticky=True)
        return notice_action(self.env._("The e-mail has been sent."))
