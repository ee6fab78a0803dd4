from odoo import api, fields, models

from ...identification.sentence import Sentence
from ...ubl.words import told
from ..compat.bank_account import bare_number_of
from ..tools.labels import labels_of


STATES = [('stated', "Stated"), ('approved', "Approved"), ('declined', "Declined")]
DECIDED = {'approved', 'declined'}
# Another bill or another account of the vendor is decided on anew.
TRANSITIONS = {'stated': DECIDED, 'approved': DECIDED, 'declined': DECIDED}
KINDS = [
    ('bankgiro', "Bankgiro"),
    ('plusgiro', "Plusgiro"),
    ('iban', "IBAN"),
    ('bank', "Bank account"),
    ('unreadable', "Unreadable"),
]
UNCHECKED = 'bank:'  # how the key of an account begins whose bank isn't known for certain


class PageroPayeeAccount(models.Model):
    """An account that a sender once asked a company to pay to, and what people decided on it.

    A supplier is known by its electronic id, whatever the vendor in Odoo is called or becomes.
    """

    _name = 'pagero.payee.account'
    _description = "Account Stated by a Supplier"
    _inherit = ['pagero.lifecycle.mixin']
    _transitions = TRANSITIONS
    _order = 'first_stated_at desc, id desc'
    _rec_name = 'number'

    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    sender = fields.Char(
        string="Supplier's Electronic ID",
        required=True,
        readonly=True,
        help="With its scheme. Where a document has none: the organisation or VAT number.",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    number = fields.Char(required=True, readonly=True)
    key = fields.Char(
        required=True, readonly=True, help="Equal for every spelling of the same account."
    )
    country_id = fields.Many2one('res.country', readonly=True)
    holder = fields.Char(readonly=True, help="BT-85, as the document says.")
    provider = fields.Char(readonly=True, help="BT-86: a BIC, or SE:BANKGIRO and SE:PLUSGIRO.")
    fault = fields.Json(readonly=True)
    is_by_hand = fields.Boolean(
        string="Chosen by Hand", readonly=True, help="It stood on the bill, not in the document."
    )
    first_stated_at = fields.Datetime(string="First Stated", required=True, readonly=True)
    document_id = fields.Many2one(
        'pagero.received.document', string="First Stated In", readonly=True, index='btree_not_null'
    )
    state = fields.Selection(STATES, default='stated', required=True, readonly=True)
    decided_by_id = fields.Many2one('res.users', readonly=True)
    decided_at = fields.Datetime(string="Decided", readonly=True)
    bank_account_id = fields.Many2one('res.partner.bank', readonly=True, index='btree_not_null')

    _account_unique = models.Constraint(
        'unique(company_id, sender, key)', "This account of the supplier is known already."
    )
    _key_index = models.Index("(company_id, key)")

    @api.depends('kind', 'number')
    @api.depends_context('lang')
    def _compute_display_name(self):
        kinds = labels_of(self, 'kind')
        for account in self:
            account.display_name = f'{kinds.get(account.kind, "")} {account.number}'.strip()

    # === MEMORY === #

    @api.model
    def _remember(self, document, stated, **values):
        """The accounts that a document states, each once; ``stated`` as ``stated_in`` tells."""
        sender = document._payee_sender()
        domain = [('company_id', '=', document.company_id.id), ('sender', '=', sender)]
        known = {each.key: each for each in self.search(domain)}
        new = [each for each in stated if each.payee.key not in known]
        created = self.create(
            [{**self._prepare(document, each), 'sender': sender, **values} for each in new]
        )
        known |= {each.key: each for each in created}
        return self.browse(known[each.payee.key].id for each in stated)

    def _prepare(self, document, stated):
        payee = stated.payee
        country = self.env['res.country'].search([('code', '=', payee.country or '-')], limit=1)
        fault = payee.fault
        return {
            'company_id': document.company_id.id,
            'kind': payee.kind,
            'number': payee.written,
            'key': payee.key,
            'country_id': country.id,
            'holder': stated.holder,
            'provider': stated.provider,
            'fault': fault and _kept(fault),
            'first_stated_at': document._came_at(),
            'document_id': document.id,
        }

    def _earlier_of_all(self):
        """What the same senders stated before, apart from these."""
        return self.union(*(each._earlier() for each in self)) - self

    def _earlier(self):
        """What the same sender stated before."""
        self.ensure_one()
        return self.search(
            [
                ('company_id', '=', self.company_id.id),
                ('sender', '=', self.sender),
                ('id', '<', self.id),
                ('is_by_hand', '=', False),
            ]
        )

    def _judgement(self):
        """What the check digits say, in the reader's words."""
        if self.fault:
            return told(_sentence(self.fault), self.env.lang)
        if self.key.startswith(UNCHECKED):
            return self.env._("The check digits of such an account cannot be checked.")
        return self.env._("The check digits are right.")

    # === WHETHER MONEY MAY GO THERE === #

    def _is_cleared_for(self, move):
        """Whether the bill's vendor may be paid to it without another look.

        Either the vendor's own account was trusted before it was stated, or it was approved, and
        what was approved is still trusted.
        """
        self.ensure_one()
        if self.state == 'declined':
            return False
        if self.state == 'approved' and self.kind == 'unreadable':
            return True
        banks = move._vendor_accounts()
        if self.state == 'approved' and self._approved_bank() & banks:
            return True
        return any(
            bank._pagero_payee_key() == self.key and bank._was_trusted_before(self.first_stated_at)
            for bank in banks
        )

    def _approved_bank(self):
        """The vendor's account that was approved, unless it was changed or distrusted since."""
        return self.filtered(lambda each: each.state == 'approved').bank_account_id.filtered(
            lambda bank: bank.active and bank._is_trusted_as_approved(self)
        )

    @api.model
    def _doubts(self, bank, company):
        """Accounts that a sender stated, which this bank account is, and which wait for approval.

        One that was trusted before, such as a factoring company's, is in no doubt.
        """
        if not bank or not bare_number_of(bank):
            return self.browse()
        domain = [('company_id', '=', company.id), ('key', '=', bank._pagero_payee_key())]
        found = self.search(domain)
        if bank in found._approved_bank():
            return self.browse()
        return found.filtered(lambda each: not bank._was_trusted_before(each.first_stated_at))

    def _decide(self, state, **values):
        values |= {'decided_by_id': self.env.uid, 'decided_at': fields.Datetime.now()}
        self.sudo()._move_to(state, **values)


def _kept(sentence):
    """As JSON, with the sentences inside."""
    if not isinstance(sentence, Sentence):
        return sentence
    values = {name: _kept(value) for name, value in sentence.values.items()}
    return {'template': sentence.template, 'values': values}


def _sentence(kept):
    """What ``_kept`` made of it."""
    if not isinstance(kept, dict):
        return kept
    values = {name: _sentence(value) for name, value in kept['values'].items()}
    return Sentence(kept['template'], values)
