from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.actions import dialog_action


KIND = "Additional Pagero Network User"  # Pagero's own name for it, in every language
QUOTE_STATES = [('none', "No quote requested"), ('open', "Requested"), ('answered', "Answered")]


class PageroLicence(models.Model):
    """A kind of user licence in the contract: how many there are, and who holds them.

    ``holder_count`` is a column, so that two people who give away the last licence at the same
    time change the same row: the database lets one of them through.
    """

    _name = 'pagero.licence'
    _inherit = [
        'pagero.record.mixin',
        'pagero.online.mixin',
        'pagero.letter.mixin',
        'mail.thread',
        'mail.activity.mixin',
    ]
    _description = "Pagero Licence"
    _set_once = ('account_id',)  # said when one is added

    account_id = fields.Many2one(
        'pagero.account',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
        default=lambda self: self.env.company._pagero_account(),
    )
    company_id = fields.Many2one(related='account_id.company_id', store=True, index=True)
    name = fields.Char(string="Kind of Licence", required=True, default=KIND, tracking=True)
    quantity = fields.Integer(
        string="In the Contract", required=True, default=1, tracking=True, aggregator='sum'
    )
    user_ids = fields.One2many('pagero.user', 'licence_id', string="Holders", readonly=True)
    holder_count = fields.Integer(string="In Use", compute='_compute_holder_count', store=True)
    free_count = fields.Integer(string="Free", compute='_compute_free_count')
    network_id = fields.Char(string="ID at Pagero", readonly=True, copy=False)

    quote_state = fields.Selection(
        QUOTE_STATES,
        string="Quote",
        default='none',
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    quote_quantity = fields.Integer(readonly=True, copy=False)
    quote_requested_at = fields.Datetime(string="Quote Requested", readonly=True, copy=False)
    quote_user_id = fields.Many2one('res.users', string="Requested By", readonly=True, copy=False)

    _quantity_not_negative = models.Constraint(
        'CHECK(quantity >= 0)', "The number of licences cannot be negative."
    )
    _enough_for_its_holders = models.Constraint(
        'CHECK(holder_count <= quantity)', "More users would hold a licence than there are."
    )
    _network_id_unique = models.UniqueIndex(
        '(account_id, network_id) WHERE network_id IS NOT NULL', "This licence is known already."
    )

    # === COUNTING === #

    @api.depends('user_ids.state')
    def _compute_holder_count(self):
        for licence in self:
            holders = licence.user_ids.filtered(lambda user: user.state != 'removed')
            licence.holder_count = len(holders)

    @api.depends('quantity', 'holder_count')
    def _compute_free_count(self):
        for licence in self:
            licence.free_count = licence.quantity - licence.holder_count

    @api.depends('name', 'quantity', 'holder_count')
    def _compute_display_name(self):
        for licence in self:
            licence.display_name = licence.env._(
                "%(kind)s (%(used)s of %(quantity)s in use)",
                kind=licence.name,
                used=licence.holder_count,
                quantity=licence.quantity,
            )

    @api.constrains('quantity')
    def _check_quantity(self):
        for licence in self:
            if licence.quantity < licence.holder_count:
                raise ValidationError(
                    licence.env._(
                        "Licences in use: %(used)s. The contract cannot have only %(quantity)s."
                        " Delete users first.",
                        used=licence.holder_count,
                        quantity=licence.quantity,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        for licence in self.filtered('user_ids'):
            raise ValidationError(
                licence.env._("Users have had this licence. Set its number to 0 instead.")
            )

    def _queue_up(self):
        """One transaction after the other: the second begins anew, and sees what the first took.

        A conflict shows at this lock, where it is expected, and not as an error of the log.
        """
        ids = tuple(sorted(self.ids))
        if ids:
            lock = 'SELECT id FROM pagero_licence WHERE id IN %s ORDER BY id FOR NO KEY UPDATE'
            self.env.cr.execute(lock, [ids], log_exceptions=False)

    @api.model
    def _open_list(self):
        if not self.env['pagero.account']._may_change_contract():
            return self.env['pagero.help']._ask_administrator()
        return self.env['ir.actions.actions']._for_xml_id('pagero_connector.pagero_licence_action')

    # === QUOTES === #

    def action_request_quote(self):
        """Ask the salesperson for more; while a request is open, it is shown."""
        self.ensure_one()
        self.check_access('write')
        return self._quote_action()

    def _quote_action(self):
        title = self.env._("Request a Quote")
        return dialog_action('pagero.licence.quote', title, licence_id=self.id)

    def _request_quote(self, quantity):
        """Mail it, and tell the network where there is an API."""
        self.ensure_one()
        self.check_access('write')
        self.sudo().write(
            {
                'quote_state': 'open',
                'quote_quantity': quantity,
                'quote_requested_at': fields.Datetime.now(),
                'quote_user_id': self.env.uid,
            }
        )
        template = self.env.ref('pagero_connector.mail_template_quote').sudo()
        address = self.account_id.salesperson_email
        template.send_mail(self.id, email_values={'email_to': address})
        self.account_id._gateway()._request_quote(self.sudo(), quantity)

    def action_quote_answered(self):
        """The offer is here, or the number was changed: ask anew next time."""
        self.check_access('write')
        self.sudo().quote_state = 'answered'

    def action_open_store(self):
        """Pagero sells licences in its own shop."""
        self.check_access('read')
        return self.action_open_in_pagero_online()
