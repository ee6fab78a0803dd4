from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.tools.actions import CLOSE


class PageroReceivedRequestNote(models.TransientModel):
    """The user enters what was decided about a company's request in Pagero Online."""

    _name = 'pagero.received.request.note'
    _description = "Note a Received Request"
    _inherit = ['pagero.record.mixin', 'pagero.online.mixin']
    _set_once = ('account_id', 'request_id')

    account_id = fields.Many2one(
        'pagero.account',
        required=True,
        readonly=True,
        default=lambda self: self.env.company._pagero_account(),
        ondelete='cascade',
    )
    request_id = fields.Many2one('pagero.received.request', readonly=True, ondelete='cascade')
    partner_id = fields.Many2one(
        'res.partner', string="Vendor", domain="[('parent_id', '=', False)]"
    )
    sender_name = fields.Char(
        string="Sender",
        compute='_compute_sender_name',
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The company that asked, as Pagero Online names it.",
    )
    decision = fields.Selection(
        [('approved', "Approved"), ('denied', "Denied")], required=True, default='approved'
    )
    word = fields.Text(string="What You Answered")

    @api.depends('partner_id', 'request_id')
    def _compute_sender_name(self):
        for note in self:
            named = note.request_id.sender_name or note.partner_id.commercial_partner_id.name
            note.sender_name = named or note.sender_name

    def action_confirm(self):
        self.ensure_one()
        requests = self.env['pagero.received.request']
        requests.check_access('write')
        request, account = self.request_id, self.request_id.account_id or self.account_id
        account._refuse_noting_requests()
        if request:
            request._to_be_decided()
        request = requests._note(request, self._prepare_values(account), self.decision, self.word)
        return request and CLOSE

    def _prepare_values(self, account):
        if not self.sender_name:
            raise UserError(self.env._("Enter which company asked."))
        partner = self.partner_id.commercial_partner_id
        account._check_serves(partner)
        return {
            'account_id': account.id,
            'sender_name': self.sender_name,
            'partner_id': partner.id,
            'company': self.env['pagero.received.request']._company_of(self.sender_name, partner),
        }
