"""Search the network: one box, the hits of all sources in one list without doubles."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.texts.company import SOURCES, source_words
from ..models.texts.search import silence_words
from ..models.tools.actions import form_action, letter_action, notice_action
from ..models.tools.labels import labels_of


FIELDS = [
    ('any', "Anything"),
    ('org_number', "Organisation number"),
    ('vat_number', "VAT number"),
    ('gln', "GLN / EAN"),
    ('electronic_id', "Electronic ID"),
    ('name', "Name"),
]
PAGE = 20


class PageroNetworkSearch(models.TransientModel):
    """What the user looks for, and what each source answered."""

    _name = 'pagero.network.search'
    _description = "Search the Pagero Network"
    _inherit = ['pagero.record.mixin']
    _rec_name = 'query'

    account_id = fields.Many2one(
        'pagero.account',
        required=True,
        readonly=True,
        default=lambda self: self._default_account(),
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        domain="[('parent_id', '=', False)]",
        help="The customer you are looking for. Leave it empty to create a new one from a hit.",
    )
    guessed_partner_id = fields.Many2one('res.partner', readonly=True)  # by the search, by number
    query = fields.Char(string="Search")
    field = fields.Selection(FIELDS, string="Look In", default='any', required=True)
    searched_for = fields.Char(readonly=True)
    searched_in = fields.Selection(FIELDS, readonly=True)
    found_as = fields.Selection(FIELDS, readonly=True)  # what was recognised
    refusal = fields.Char(readonly=True)
    outcomes = fields.Json(readonly=True)  # {source: {total, count, error}}
    page = fields.Integer(readonly=True)
    hit_ids = fields.One2many('pagero.network.search.hit', 'search_id')
    shown_hit_ids = fields.One2many('pagero.network.search.hit', compute='_compute_shown_hit_ids')
    state = fields.Selection(
        [
            ('new', "New"),
            ('found', "Found"),
            ('nothing', "Nothing found"),
            ('partly', "Nothing found by the sources that answered"),
            ('silent', "No answer"),
        ],
        compute='_compute_state',
    )
    is_public_sector = fields.Boolean(
        related='partner_id.pagero_is_public_sector', related_sudo=False
    )
    summary = fields.Char(compute='_compute_summary')
    trouble = fields.Char(compute='_compute_trouble')
    has_previous = fields.Boolean(compute='_compute_paging')
    has_next = fields.Boolean(compute='_compute_paging')

    @api.model
    def _default_account(self):
        return self.env['pagero.account']._of_current_company()

    @api.constrains('partner_id')
    def _check_partner(self):
        for search in self:
            search.account_id._check_serves(search.partner_id)

    # === COMPUTES === #

    @api.depends('hit_ids.page', 'page')
    def _compute_shown_hit_ids(self):
        for search in self:
            page = search.page
            search.shown_hit_ids = search.hit_ids.filtered_domain([('page', '=', page)])

    @api.depends('hit_ids', 'outcomes')
    def _compute_state(self):
        for search in self:
            errors = [outcome['error'] for outcome in (search.outcomes or {}).values()]
            if search.hit_ids:
                search.state = 'found'
            elif not errors:
                search.state = 'new'
            elif any(errors):
                search.state = 'silent' if all(errors) else 'partly'
            else:
                search.state = 'nothing'

    def _outcomes(self):
        """(source, outcome) of each that was asked; the database keeps them in no order."""
        outcomes = self.outcomes or {}
        return [(name, outcomes[name]) for name in SOURCES if name in outcomes]

    @api.depends('outcomes', 'searched_for')
    @api.depends_context('lang')
    def _compute_summary(self):
        for search in self:
            totals = [
                f'{source_words(self.env, name)} {outcome["total"]}'
                for name, outcome in search._outcomes()
                if not outcome['error']
            ]
            search.summary = ' · '.join([search.searched_for or '', *totals])

    @api.depends('outcomes')
    @api.depends_context('lang')
    def _compute_trouble(self):
        for search in self:
            search.trouble = ' '.join(
                silence_words(self.env, name, outcome['error'])
                for name, outcome in search._outcomes()
                if outcome['error']
            )

    @api.depends('outcomes', 'page', 'hit_ids.page')
    def _compute_paging(self):
        for search in self:
            totals = [each['total'] or 0 for each in (search.outcomes or {}).values()]
            search.has_previous = search.page > 0
            search.has_next = max(totals, default=0) > (search.page + 1) * PAGE

    # === SEARCH === #

    def _open(self):
        """This search, on a page of its own: one comes back to the hits after each customer."""
        self.ensure_one()
        return form_action(self, self.env._("Search the Network"))

    @api.onchange('query', 'field')
    def _onchange_query(self):
        self.refusal = False

    def action_search(self):
        """Look for what was typed; bad input is answered beside the box, and nothing is lost."""
        self.ensure_one()
        self.check_access('write')
        kept = self.sudo()  # what was asked and found is the server's
        kept.hit_ids.unlink()
        self._forget_guess()
        kept.write({'outcomes': False, 'refusal': False, 'page': 0, 'found_as': False})
        try:
            found = self._recognised()
        except UserError as error:
            kept.refusal = str(error)
            return
        asked = {'searched_for': self.query, 'searched_in': self.field}
        kept.write({'found_as': found.kind, **asked})
        self._fetch(found)
        if self.state in ('nothing', 'partly') and not self.partner_id:
            kept.guessed_partner_id = self.account_id._customer_with(found)
            self.partner_id = self.guessed_partner_id

    def _forget_guess(self):
        """The customer that another number belonged to; one that the user chose stays."""
        if self.guessed_partner_id and self.partner_id == self.guessed_partner_id:
            self.partner_id = False
        self.sudo().guessed_partner_id = False

    def action_next_page(self):
        """Pages seen before are kept; others are asked for what was searched, not typed since."""
        self.ensure_one()
        self.check_access('write')
        if not self.has_next:
            return
        self.sudo().page += 1
        if self.page not in self.hit_ids.mapped('page'):
            self._fetch(self.account_id._recognise(self.searched_for, self.searched_in))

    def action_previous_page(self):
        """Back to the hits before."""
        self.ensure_one()
        self.check_access('write')
        self.sudo().page = max(self.page - 1, 0)

    def _recognised(self):
        return self.account_id._recognise(self.query, self.field)

    def _fetch(self, found):
        """Ask all sources at once for the current page; what is known already is not doubled."""
        self.account_id.check_access('read')  # its login is used
        known = [hit._company() for hit in self.hit_ids]
        companies, self.sudo().outcomes = self.account_id._ask_sources(
            found, PAGE, self.page * PAGE, known
        )
        self._add_hits(companies)

    def _add_hits(self, companies):
        connections = self.account_id._connections_with(companies)
        home = self.account_id.company_id.country_code
        companies = sorted(companies, key=lambda company: company.country_code != home)
        self.env['pagero.network.search.hit']._create_kept(
            [
                {
                    'search_id': self.id,
                    'page': self.page,
                    'company': company.to_dict(),
                    'connection_id': connections.get(company, self.env['pagero.connection']).id,
                }
                for company in companies
            ]
        )

    # === NOTHING FOUND === #

    def action_send_by_mail(self):
        """This customer gets its invoices by e-mail from now on."""
        return self._send_otherwise('email')

    def action_print(self):
        """This customer gets its invoices on paper from now on."""
        return self._send_otherwise('manual')

    def _send_otherwise(self, method):
        partner = self._customer()
        partner.invoice_sending_method = method
        message = self.env._(
            "Invoices to %(customer)s: %(method)s.",
            customer=partner.display_name,
            method=labels_of(partner, 'invoice_sending_method')[method],
        )
        return notice_action(message, then=partner._get_records_action())

    def action_invite(self):
        """Ask the customer by e-mail where it wants its e-invoices."""
        partner = self._customer()
        title = self.env._("Invite")
        return letter_action(partner, title, 'pagero_connector.mail_template_invite')

    def _customer(self):
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer in the field Customer."))
        return self.partner_id.pagero_receiver_id
