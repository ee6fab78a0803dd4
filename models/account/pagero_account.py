from uuid import UUID

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..texts.network import trouble_words


STATES = [
    ('draft', "Not connected"),
    ('interest_sent', "Interest sent"),
    ('connected', "Connected to Pagero"),
    ('expired', "Login expired"),
    ('disconnected', "Disconnected"),
]
WITH_LOGIN = ('connected', 'expired')  # a login is stored, whether it still works or not
ONCE_CONNECTED = (*WITH_LOGIN, 'disconnected')
TRANSITIONS = {
    'draft': {'interest_sent', 'connected'},
    'interest_sent': {'connected'},
    'connected': {'connected', 'expired', 'disconnected'},
    'expired': {'connected', 'disconnected'},
    'disconnected': {'connected'},
}
SEND_MODES = [
    ('Production', "Production"),
    ('Test', "Test"),
    ('Certification', "Certification"),
]


PLACE = ('environment', 'sandbox_url', 'pagero_company_id')  # where a login holds


class PageroAccount(models.Model):
    """One contract with Pagero: one for each company, or a parent's that its branches use."""

    _name = 'pagero.account'
    _description = "Pagero Account"
    _inherit = [
        'pagero.lifecycle.mixin',
        'pagero.letter.mixin',
        'mail.thread',
        'mail.activity.mixin',
    ]
    _transitions = TRANSITIONS
    _set_once = ('company_id',)  # said when one is made by hand
    _fixed_when = {'_has_gone_live': ('mode_before_live',)}
    _check_company_domain = models.check_company_domain_parent_of
    _rec_names_search = ['company_id']

    name = fields.Char(compute='_compute_name')
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, readonly=True
    )
    state = fields.Selection(
        STATES, default='draft', required=True, readonly=True, copy=False, tracking=True
    )
    active = fields.Boolean(default=True)

    environment = fields.Selection(
        [('production', "Pagero"), ('sandbox', "Sandbox or other host")],
        default='production',
        required=True,
        tracking=True,
        help="Where invoices are sent. Choose Pagero; another host is only for trials.",
    )
    sandbox_url = fields.Char(
        string="Sandbox Address",
        tracking=True,
        help="For example https://sandbox.example.com. Tokens are only ever sent to this host. A"
        " system parameter has to allow one on this server or in its network.",
    )
    client_id = fields.Char(
        string="Client ID", tracking=True, help="You get it from Pagero with the client secret."
    )
    client_secret = fields.Char(
        compute='_compute_client_secret',
        inverse='_inverse_client_secret',
        copy=False,
        help="Write-only: it is stored, but never shown again.",
    )
    has_client_secret = fields.Boolean(compute='_compute_login')
    pagero_company_id = fields.Char(
        string="Pagero Company ID",
        tracking=True,
        help="The id (a UUID) of your company's account in Pagero Online.",
    )
    callback_url = fields.Char(string="Callback URL", compute='_compute_callback_url')
    token_expires_at = fields.Datetime(string="Token Valid Until", compute='_compute_login')
    login_expires_at = fields.Datetime(string="Login Valid Until", compute='_compute_login')
    # A code of ``network_words`` with its parameters; what the network said stands apart.
    last_error_parameters = fields.Json(string="Last Error", readonly=True, copy=False)
    last_error = fields.Char(string="What the Network Said", readonly=True, copy=False)
    last_error_words = fields.Char(string="What Went Wrong", compute='_compute_last_error_words')

    is_live = fields.Boolean(string="Live", readonly=True, copy=False, tracking=True)
    catch_from = fields.Date(
        string="Catch Invoices From",
        copy=False,
        tracking=True,
        help="Invoices dated on or after this day are sent automatically when they are posted.",
    )
    block_posting = fields.Boolean(
        tracking=True,
        help="Refuse to post an invoice that the network would refuse. Normally it is posted, and"
        " waits as invalid until its references are corrected.",
    )
    embed_pdf = fields.Boolean(
        string="Attach the Invoice PDF",
        tracking=True,
        help="Odoo's PDF of the invoice goes inside the e-invoice, beside the other attachments. A"
        " customer can have another setting.",
    )
    attachment_megabytes = fields.Integer(
        string="Largest Attachment (MB)",
        default=5,
        required=True,
        tracking=True,
        help="Pagero advises at most 5 MB for each file.",
    )
    duplicate_control_stated = fields.Boolean(
        string="Duplicate Control Is On at Pagero",
        tracking=True,
        help="Tick this only when Pagero has confirmed it. An upload whose outcome is unknown is"
        " then sent again, since Pagero refuses a copy.",
    )
    unsure_minutes = fields.Integer(
        string="Look for Unsure Uploads (minutes)",
        default=60,
        required=True,
        help="How long to look for an upload whose outcome is unknown before a user is asked.",
    )
    parallel_uploads = fields.Integer(default=32, required=True)
    approved_fingerprint = fields.Char(
        readonly=True, copy=False, groups='pagero_connector.group_admin'
    )
    needs_approval = fields.Boolean(compute='_compute_needs_approval')
    paused_until = fields.Datetime(
        readonly=True, copy=False, help="Pagero takes no more calls until then."
    )
    is_paused = fields.Boolean(compute='_compute_is_paused')
    polled_until = fields.Datetime(readonly=True, copy=False)
    document_ids = fields.One2many('pagero.document', 'account_id', readonly=True)
    waiting_count = fields.Integer(compute='_compute_waiting_count')

    _company_unique = models.Constraint(
        'unique(company_id)', "This company has a Pagero account already."
    )
    _parallel_uploads_in_range = models.Constraint(
        'CHECK(parallel_uploads BETWEEN 1 AND 32)', "Use 1 to 32 parallel uploads."
    )
    _unsure_minutes_positive = models.Constraint(
        'CHECK(unsure_minutes >= 0)', "The time to look for unsure uploads cannot be negative."
    )

    # A parser of XML refuses texts over 10 MB, and Base64 adds a third.
    _attachment_megabytes_in_range = models.Constraint(
        'CHECK(attachment_megabytes BETWEEN 1 AND 7)',
        "Attachments may have 1 to 7 MB: recipients can't read documents with larger ones.",
    )

    # === COMPUTES === #

    @api.depends('company_id')
    def _compute_name(self):
        for account in self:
            company = account.sudo().company_id  # a branch's people may not see its parent
            account.name = account.env._("Pagero: %(company)s", company=company.name)

    def _compute_client_secret(self):
        self.client_secret = False

    def _inverse_client_secret(self):
        for account in self.filtered('client_secret'):
            self.env['pagero.credential']._set_client_secret(account, account.client_secret)
        self.invalidate_recordset(['client_secret', 'has_client_secret'])

    @api.depends('paused_until')
    def _compute_is_paused(self):
        for account in self:
            account.is_paused = account._is_paused()

    def _compute_login(self):
        summaries = self.env['pagero.credential']._summaries(self)
        for account in self:
            account.update(summaries[account.id])

    def _compute_callback_url(self):
        for account in self:
            account.callback_url = f'{account.get_base_url()}/pagero/oauth/callback'

    @api.depends('last_error', 'last_error_parameters')
    @api.depends_context('lang')
    def _compute_last_error_words(self):
        for account in self:
            account.last_error_words = trouble_words(
                self.env, account.last_error_parameters, account.last_error
            )

    @api.depends_context('uid')
    def _compute_needs_approval(self):
        fingerprint = self._current_fingerprint()
        for account, account_sudo in zip(self, self.sudo(), strict=True):
            approved = account_sudo.approved_fingerprint
            account.needs_approval = bool(approved) and not (
                approved == fingerprint
                and account_sudo._is_in_place()
                and not account_sudo.sent_elsewhere
            )

    def _compute_waiting_count(self):
        """Of all companies that use the account, whichever the user has chosen now."""
        documents = self.env['pagero.document'].sudo()
        groups = documents._read_group(
            [('account_id', 'in', self.ids), ('is_to_be_sent', '=', True)],
            ['account_id'],
            ['__count'],
        )
        counts = {account.id: count for account, count in groups}
        for account in self:
            account.waiting_count = counts.get(account.id, 0)

    # === CHECKS === #

    @api.constrains('pagero_company_id')
    def _check_pagero_company_id(self):
        for account in self.filtered('pagero_company_id'):
            try:
                UUID(account.pagero_company_id)
            except ValueError as error:
                raise ValidationError(
                    account.env._(
                        "“%(value)s” is not a Pagero company id. Copy it from Pagero Online; it"
                        " looks like 1b4e28ba-2fa1-11d2-883f-0016d3cca427.",
                        value=account.pagero_company_id,
                    )
                ) from error

    def _has_gone_live(self):
        return self.is_live

    def write(self, vals):
        """The login keeps its place, the news begin anew, company fields go to the company."""
        self._leave_place(vals)
        if vals.get('active') is False and not self.env.su:
            self._refuse_archiving()
        opened = self._opens_directory(vals)
        moved = self._changed_by(vals, 'gateway', *PLACE)
        result = super().write(self._own_values(vals))
        moved.sudo().network_polled_until = False
        opened._release_held('connection')
        self._write_company(vals)
        return result

    def _leave_place(self, vals):
        """A login belongs to the host, client and company that it was made for."""
        self._refuse_moving_login(vals)
        self._refuse_moving_documents(vals)
        # Another host must not be told the secret that this one knows.
        moved = self._changed_by(vals, 'environment', 'sandbox_url')
        self.env['pagero.credential']._forget_client_secrets(moved)
        # The new place has not been tried yet.
        moved |= self._changed_by(vals, 'pagero_company_id')
        if moved:
            moved.sudo().write(
                {
                    'is_live': False,
                    **dict.fromkeys(('polled_until', 'received_until', 'answers_until'), False),
                }
            )
            self.env['pagero.received.document'].sudo()._leave_place(moved)

    def _opens_directory(self, vals):
        """The accounts that begin to send to recipients without a connection."""
        opens = vals.get('is_open_directory')
        return self._changed_by(vals, 'is_open_directory') if opens else self.browse()

    def _refuse_moving_login(self, vals):
        if self._changed_by(vals, *PLACE, 'client_id').filtered(
            lambda account: account.state in WITH_LOGIN
        ):
            raise UserError(self.env._("Disconnect before you change the connection."))

    def _refuse_archiving(self):
        """What an archived account still sends would be seen by no user."""
        if self.filtered(lambda account: account.state in WITH_LOGIN):
            raise UserError(self.env._("Disconnect before you archive the account."))

    def _refuse_moving_documents(self, vals):
        """What waits or is under way belongs to the place it was made for."""
        moved = self._changed_by(vals, *PLACE)
        for account in moved.filtered(lambda account: account._count_under_way()):
            raise UserError(
                account.env._(
                    "Documents of %(account)s are still waiting or under way. Cancel them first:"
                    " otherwise they would be sent to the wrong place, or looked for there.",
                    account=account.name,
                )
            )

    def _changed_by(self, vals, *names):
        """The accounts of which ``vals`` would change one of the fields."""
        return self.filtered(
            lambda account: any(name in vals and account[name] != vals[name] for name in names)
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for account in self:
            if account.state in WITH_LOGIN or account.sudo().document_ids:
                raise UserError(
                    account.env._(
                        "This account has a login or documents. Disconnect and archive it instead."
                    )
                )

    # === NETWORK === #

    def _is_ready(self):
        """Whether this account's stored login may be used by this database."""
        self.ensure_one()
        return self.state == 'connected' and self._is_approved()
