"""What the network says of requests that companies made to us."""

from datetime import timezone

from odoo import api, fields, models

from ...network import Company


STATE_OF = {
    'pending': 'pending',
    'accepted': 'approved',
    'rejected': 'denied',
    'cancelled': 'withdrawn',
}


class PageroReceivedRequest(models.Model):
    _inherit = 'pagero.received.request'

    @api.model
    def _hear(self, account, theirs):
        """A request of a company, or what became of it elsewhere; whether it was any news."""
        known = self.search([('account_id', '=', account.id), ('network_id', '=', theirs.id)])
        state = STATE_OF.get(theirs.state)
        if not known:
            return state == 'pending' and bool(self._take_in(account, theirs))
        if state in (None, known.state):
            return False
        known._move_to(state, answer=theirs.answer)
        return True

    @api.model
    def _take_in(self, account, theirs):
        """A request that is new here; one that was answered before isn't."""
        company = theirs.sender or Company(network_id=theirs.recipient_id)
        created_at = theirs.created_at and theirs.created_at.astimezone(timezone.utc)
        request = self.create(
            {
                'account_id': account.id,
                'network_id': theirs.id,
                'company': company.to_dict(),
                'sender_name': company.name or theirs.recipient_id or theirs.id,
                'message': theirs.message,
                'requested_at': created_at.replace(tzinfo=None)
                if created_at
                else fields.Datetime.now(),
                'state_changed_at': fields.Datetime.now(),
                'partner_id': self._vendors_of(account, company)[:1].id,
            }
        )
        request._tell_people()
        return request
