from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


STATES = [
    ('none', "No connection"),
    ('requested', "Requested"),
    ('routing_needed', "Routing needed"),
    ('routing_ordered', "Routing ordered"),
    ('connected', "Connected"),
    ('rejected', "Rejected"),
    ('cancelled', "Cancelled"),
    ('not_found', "Not found"),
    ('inactive', "Inactive"),
]
LEARNT = {'not_found', 'inactive'}  # any state may turn out to be one of these
TRANSITIONS = {
    'none': {'connected', 'requested', 'routing_needed', *LEARNT},
    'requested': {'connected', 'rejected', 'cancelled', *LEARNT},
    'routing_needed': {'routing_ordered', 'connected', *LEARNT},
    'routing_ordered': {'connected', 'routing_needed', *LEARNT},
    'connected': {'routing_needed', 'none', 'requested', *LEARNT},
    'rejected': {'requested', *LEARNT},
    'cancelled': {'requested', *LEARNT},
    'not_found': {'connected', 'requested', 'routing_needed', 'inactive'},
    'inactive': {'connected', 'requested', 'routing_needed', 'not_found'},
}


class PageroConnection(models.Model):
    """How one customer is reached over one account: the link that Production waits for."""

    _name = 'pagero.connection'
    _description = "Pagero Connection"
    _inherit = ['pagero.lifecycle.mixin', 'mail.thread']
    _transitions = TRANSITIONS
    _rec_name = 'partner_id'

    account_id = fields.Many2one(
        'pagero.account',
        required=True,
        index=True,
        ondelete='cascade',
        default=lambda self: self.env.company._pagero_account(),
    )
    company_id = fields.Many2one(related='account_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        index=True,
        ondelete='restrict',
        domain="[('is_company', '=', True), ('parent_id', '=', False)]",
    )
    state = fields.Selection(
        STATES, default='none', required=True, readonly=True, copy=False, tracking=True
    )
    customer_number = fields.Char(
        tracking=True,
        help="The customer's number in your customer directory in Pagero Online. Pagero matches"
        " the recipient by it first.",
    )
    network_company_id = fields.Char(string="Network Company ID", tracking=True)

    _account_partner_unique = models.Constraint(
        'unique(account_id, partner_id)', "This customer is linked to this account already."
    )

    @api.depends('partner_id', 'state')
    def _compute_display_name(self):
        for connection in self:
            connection.display_name = connection.partner_id.display_name

    @api.model_create_multi
    def create(self, vals_list):
        """Connections belong to the whole company, not to one of its contacts."""
        for vals in vals_list:
            partner = self.env['res.partner'].browse(vals.get('partner_id'))
            vals['partner_id'] = partner.commercial_partner_id.id or vals.get('partner_id')
        return super().create(vals_list)

    def write(self, vals):
        """A connection that was agreed for one customer never becomes another's."""
        if not self.env.su and self._would_change(vals, 'account_id', 'company_id', 'partner_id'):
            raise UserError(
                self.env._(
                    "A connection keeps its customer and its account. Make a new connection"
                    " instead."
                )
            )
        return super().write(vals)

    def _would_change(self, vals, *names):
        return any(
            name in vals and connection[name].id != vals[name]
            for connection in self
            for name in names
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_waited_for(self):
        for connection in self.filtered(lambda connection: connection._held_documents()):
            raise UserError(
                connection.env._(
                    "Invoices wait for the connection of %(partner)s. Cancel them first.",
                    partner=connection.partner_id.display_name,
                )
            )

    # === STATE === #

    def action_set_state(self):
        """A person states how the customer is reached, with a reason."""
        self.ensure_one()
        self.check_access('write')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Set Connection"),
            'res_model': 'pagero.connection.set.state',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_connection_id': self.id},
        }

    def _set_by_hand(self, target, reason):
        """Any state may be set by hand: the network has no public word on connections."""
        self.ensure_one()
        self.check_access('write')
        self.with_context(pagero_by_hand=True)._move_to(target)
        self.message_post(body=self.env._("Set by hand: %(reason)s", reason=reason))

    def _can_move_to(self, target):
        if self.env.context.get('pagero_by_hand'):
            return target in self._transitions
        return super()._can_move_to(target)

    def _learn(self, target):
        """A Production delivery told us how the customer is reached; late news is no error."""
        for connection in self:
            if connection.state != target and connection._can_move_to(target):
                connection._move_to(target)

    def _move_to(self, target, **values):
        """When the way is open, the invoices that waited for it leave by themselves."""
        super()._move_to(target, **values)
        if target == 'connected':
            self._held_documents()._release()

    def _held_documents(self):
        """What waits for these connections; found by account and customer, which may be merged."""
        pairs = Domain.OR(
            Domain('account_id', '=', connection.account_id.id)
            & Domain('partner_id', '=', connection.partner_id.id)
            for connection in self
        )
        waiting = Domain('state', '=', 'held') & Domain('held_reason', '=', 'connection')
        return self.env['pagero.document'].sudo().search(waiting & pairs)

    # === LOOK-UP === #

    @api.model
    def _by_partner(self, account, partners):
        """{commercial partner id: connection} over one account, in one query."""
        found = self.sudo().search(
            [('account_id', '=', account.id), ('partner_id', 'in', partners.ids)]
        )
        return {connection.partner_id.id: connection for connection in found}
