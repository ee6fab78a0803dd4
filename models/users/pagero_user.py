import logging

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError, ValidationError
from odoo.tools.mail import single_email_re

from ..tools.actions import RELOAD, dialog_action, form_action
from ..tools.later_steps import one_by_one


_logger = logging.getLogger(__name__)

STATES = [('invited', "Invited"), ('active', "Active"), ('removed', "Removed")]
TRANSITIONS = {
    'invited': {'active', 'removed'},
    'active': {'removed'},
    'removed': {'invited'},
}
# As Pagero calls them.
ROLES = [
    ('normal', "Normal"),
    ('administrator', "Administrator"),
    ('group_administrator', "Company group administrator"),
]
TOLD = ('name', 'user_name', 'email', 'role')  # what Pagero has to hear of


class PageroUser(models.Model):
    """A person with a login to Pagero Online; holds a licence until removed."""

    _name = 'pagero.user'
    _inherit = ['pagero.lifecycle.mixin', 'pagero.online.mixin', 'mail.thread']
    _description = "Pagero User"
    _transitions = TRANSITIONS
    _order = 'name, id'
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
    name = fields.Char(required=True, tracking=True)
    email = fields.Char(
        string="E-mail", required=True, tracking=True, help="The activation link is mailed there."
    )
    user_name = fields.Char(
        compute='_compute_user_name',
        store=True,
        readonly=False,
        tracking=True,
        help="What the person logs in with; usually the e-mail address.",
    )
    role = fields.Selection(
        ROLES, string="User Role", default='normal', required=True, tracking=True
    )
    state = fields.Selection(
        STATES, default='invited', required=True, readonly=True, copy=False, tracking=True
    )
    licence_id = fields.Many2one(
        'pagero.licence',
        required=True,
        index=True,
        ondelete='restrict',
        default=lambda self: self._free_licence(),
        domain="[('account_id', '=', account_id)]",
        tracking=True,
    )
    user_id = fields.Many2one(
        'res.users', string="Odoo User", domain=[('share', '=', False)], ondelete='set null'
    )
    network_id = fields.Char(string="ID at Pagero", readonly=True, copy=False)
    to_do = fields.Selection(
        [('add', "Add"), ('change', "Change"), ('remove', "Remove")],
        string="To Do in Pagero Online",
        readonly=True,
        copy=False,
        help="What a person still has to do there, because Pagero has no public API for it.",
    )

    _user_name_unique = models.UniqueIndex(
        "(account_id, lower(user_name)) WHERE state != 'removed'",
        "This user name is on the list already.",
    )
    _network_id_unique = models.UniqueIndex(
        '(account_id, network_id) WHERE network_id IS NOT NULL', "This user is known already."
    )

    @api.model
    def _free_licence(self):
        account = self.env.company._pagero_account()
        licences = self.env['pagero.licence'].search([('account_id', '=', account.id)])
        return licences.filtered(lambda licence: licence.free_count > 0)[:1] or licences[:1]

    @api.depends('email')
    def _compute_user_name(self):
        for user in self:
            user.user_name = user.user_name or user.email

    @api.constrains('email')
    def _check_email(self):
        for user in self:
            if not single_email_re.match((user.email or '').strip()):
                raise ValidationError(
                    user.env._(
                        "“%(value)s” is not an e-mail address. The activation link is mailed"
                        " there.",
                        value=user.email,
                    )
                )

    @api.constrains('licence_id', 'account_id')
    def _check_licence(self):
        if self.filtered(lambda user: user.licence_id.account_id != user.account_id):
            raise ValidationError(self.env._("The licence belongs to another Pagero account."))

    # === CREATION, CHANGE === #

    @api.model_create_multi
    def create(self, vals_list):
        """A licence is taken in the database first; only then Pagero is told."""
        users = super().create(vals_list)
        users._refuse_without_licence()
        self.env.flush_all()  # a conflict with another user of the same licence shows here
        new = self.browse(
            user.id
            for user, vals in zip(users, vals_list, strict=True)
            if not self._is_from_pagero(vals)
        )
        new.sudo(False).check_access('create')  # a copy is made as superuser
        one_by_one(new, lambda user: user.account_id._gateway()._add_user(user.sudo()))
        return users

    def write(self, vals):
        """Pagero is told of what it has to know, unless it is the one who said so."""
        told = self.filtered(
            lambda user: any(name in vals and user[name] != vals[name] for name in TOLD)
        )
        result = super().write(vals)
        if 'licence_id' in vals:
            self._refuse_without_licence()
            self.env.flush_all()
        if not self._is_from_pagero(vals):
            one_by_one(
                told.filtered(lambda user: user.state != 'removed'),
                lambda user: user.account_id._gateway()._change_user(user.sudo()),
            )
        return result

    @api.model
    def _is_from_pagero(self, vals):
        """What Pagero lists comes with its own id of the user, which a client can't set."""
        return 'network_id' in vals

    def _refuse_without_licence(self):
        """One more than the contract holds is refused, with the way to more."""
        self.licence_id._queue_up()
        for licence in self.licence_id:
            if licence.holder_count > licence.quantity:
                raise RedirectWarning(
                    self.env._(
                        "All licences “%(kind)s” of the contract are in use: %(quantity)s. Delete a"
                        " user who needs none any more, or ask Pagero for another licence.",
                        quantity=licence.quantity,
                        kind=licence.name,
                    ),
                    licence._quote_action(),
                    self.env._("Request a Quote"),
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_removed(self):
        if self.filtered(lambda user: user.state != 'removed'):
            raise UserError(
                self.env._(
                    "This person can still log in to Pagero. Press Delete on the form first."
                )
            )

    # === BUTTONS === #

    def action_add(self):
        """Ask for a new person, whatever is selected; with no licence at all, for those first."""
        self.browse().check_access('create')
        licence = self._free_licence()
        if not licence:
            raise RedirectWarning(
                self.env._(
                    "Each user takes a licence. First enter how many licences your contract with"
                    " Pagero has."
                ),
                form_action(licence),
                self.env._("Enter Licences"),
            )
        account = self.env.company._pagero_account()
        defaults = {'account_id': account.id, 'licence_id': licence.id}
        return dialog_action('pagero.user.add', self.env._("Add New User"), **defaults)

    def action_remove(self):
        """The person can't log in any more; the licence is free."""
        self.check_access('write')
        self._refuse_unless_movable('removed')
        one_by_one(self, type(self)._remove)

    def _remove(self):
        self._move_to('removed')
        self.env.flush_all()
        self.account_id._gateway()._remove_user(self.sudo())

    def action_invite_again(self):
        """Takes a licence again."""
        self.check_access('write')
        self._refuse_unless_movable('invited')
        one_by_one(self, type(self)._invite_again)

    def _invite_again(self):
        self._move_to('invited', network_id=False)
        self._refuse_without_licence()
        self.env.flush_all()
        self.account_id._gateway()._add_user(self.sudo())

    def action_mark_active(self):
        """The person has followed the activation link, so the login was added at Pagero."""
        self.check_access('write')
        self._move_to('active')
        self.sudo().filtered(lambda user: user.to_do == 'add').to_do = False

    def action_done_by_hand(self):
        """A user has done it in Pagero Online."""
        self.check_access('write')
        self.sudo().to_do = False

    @api.model
    def _open_list(self):
        """The list as it stands at Pagero, where Pagero can be asked."""
        if not self.env['pagero.account']._may_change_contract():
            return self.env['pagero.help']._ask_administrator()
        account = self.env['pagero.account']._in_use()
        if account.gateway == 'partner' and account._is_ready():
            try:
                account._gateway()._refresh_users(account.sudo())
            except UserError as error:
                _logger.info(
                    "The users of account %s are shown as they were: %s", account.id, error
                )
        return self.env['ir.actions.actions']._for_xml_id('pagero_connector.pagero_user_action')

    def action_refresh(self):
        """Ask Pagero how its users and licences stand."""
        self.env['pagero.account'].check_access('write')
        accounts = self.account_id or self.env.company._pagero_account()
        for account in accounts:
            account._gateway()._refresh_users(account.sudo())
        return RELOAD
