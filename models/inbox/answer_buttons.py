"""The buttons that answer: at once where nothing need be said, else in a dialog."""

from odoo import models
from odoo.exceptions import UserError

from ...ubl.response.codes import ACCEPTED, REJECTED, UNDER_QUERY
from ..tools.actions import CLOSE, dialog_action, notice_action


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    def action_accept(self):
        """Accepted, without a dialog."""
        return self._for_accountant()._answer_those_that_may(ACCEPTED)

    def action_reject(self):
        """The dialog, in which the reasons are chosen."""
        return self._open_answer(REJECTED)

    def action_query(self):
        """The dialog with a question to the supplier."""
        return self._open_answer(UNDER_QUERY)

    def action_answer(self):
        """The dialog for every other answer."""
        return self._open_answer()

    def _open_answer(self, code=False):
        self._for_accountant()
        if code:
            self._reasons_not_to_answer(code)
        title = self.env._("Answer the Supplier")
        defaults = {'document_ids': self.ids, 'code': code}
        if len(self) == 1 and (lines := self.sudo()._suggested_lines(code)):
            defaults['line_ids'] = lines
        return dialog_action('pagero.answer', title, **defaults)

    def _answer_those_that_may(self, code, clarifications=(), note=''):
        """One selected document that can't be answered so doesn't stop the others."""
        reasons = self._reasons_not_to_answer(code)
        able = self.filtered(lambda document: not reasons[document])
        left = self - able
        able._answer(code, clarifications, note)
        if not left:
            return CLOSE
        return notice_action(
            self.env._(
                "Answered: %(count)s. Not answered: %(left)s, the first because: %(reason)s",
                count=len(able),
                left=len(left),
                reason=reasons[left[0]],
            ),
            'warning',
            sticky=True,
        )

    def _reasons_not_to_answer(self, code):
        """{document: why not, or None}; refuses where none may be answered so."""
        reasons = {document: document._why_not_answer(code) for document in self}
        if reasons and all(reasons.values()):
            raise UserError('\n'.join(dict.fromkeys(reasons.values())))
        return reasons
