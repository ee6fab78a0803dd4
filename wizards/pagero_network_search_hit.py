from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.connection.pagero_connection import STATES
from ..models.tools.actions import form_action


class PageroNetworkSearchHit(models.TransientModel):
    """One company that was found, and whether we are connected to it already."""

    _name = 'pagero.network.search.hit'
    _description = "Company Found on the Pagero Network"
    _inherit = ['pagero.record.mixin', 'pagero.company.mixin']
    _order = 'id'

    search_id = fields.Many2one(
        'pagero.network.search', required=True, readonly=True, index=True, ondelete='cascade'
    )
    page = fields.Integer(readonly=True)
    connection_id = fields.Many2one('pagero.connection', readonly=True, ondelete='set null')
    connection_state = fields.Selection(STATES, compute='_compute_connection_state')
    can_connect = fields.Boolean(compute='_compute_connection_state')
    is_by_name = fields.Boolean(compute='_compute_is_by_name')

    @api.depends('connection_id.state', 'connection_id.lacks_request', 'company')
    def _compute_connection_state(self):
        for hit in self:
            state = hit.connection_id.state
            hit.connection_state = state if state != 'none' else False
            hit.can_connect = hit.is_active and hit.connection_id._is_connectable()

    @api.depends('search_id.found_as')
    def _compute_is_by_name(self):
        for hit in self:
            hit.is_by_name = hit.search_id.found_as in ('name', 'any')

    def action_details(self):
        """Everything that is known, before deciding."""
        self.ensure_one()
        self._look_up_documents()
        return form_action(self, self.name, target='new')

    def _look_up_documents(self):
        """Ask Peppol's SMP for the documents where the sources have named none."""
        company = self._company()
        if not company.capabilities and company.electronic_ids:
            account = self.search_id.account_id
            account.check_access('read')
            self.sudo().company = account._with_documents(company).to_dict()

    def action_open(self):
        """The connection that there is already."""
        self.ensure_one()
        if not self.connection_id:
            raise UserError(self.env._("The customer is not connected."))
        return self.connection_id._open()

    def action_connect(self):
        """Ask the few things that a connection needs."""
        self.ensure_one()
        search = self.search_id
        self._refuse_where_network_was_silent()
        return self.env['pagero.connect']._open(
            self,
            account=search.account_id,
            partner=search.partner_id,
            found_by_name=self.is_by_name,
        )

    def _refuse_where_network_was_silent(self):
        """A company that only the Directory knows may be in the network as well, with own rules."""
        network = (self.search_id.outcomes or {}).get('network')
        if network and network['error'] and not self._company().network_id:
            raise UserError(
                self.env._(
                    "The network did not answer, so it is not known how %(company)s is reached."
                    " Search again when it answers.",
                    company=self.name,
                )
            )
