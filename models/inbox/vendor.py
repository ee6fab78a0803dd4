"""Whose bill a received document is: by numbers that only one partner has, never by a name.

A partner that only might be it is told to people, who choose; nothing is guessed or created.
"""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...identification.identifiers import bare_identity
from ...identification.identity import Identity
from ...identification.registers import legal_number
from ...identification.schemes import SWEDISH_ORGNR
from ...ubl.billing.reader import read
from ...ubl.parse import NotReadable
from ..compat.bank_account import BARE_NUMBER
from ..compat.electronic_address import VALUE
from ..compat.organisation_number import NUMBER
from ..tools.actions import dialog_action
from .pagero_received_document import SELF_BILLED


# In this order; the first by which a partner is found decides.
WITHOUT_VENDOR = {'no_vendor', 'several_vendors'}
NUMBERS = ('address', 'legal', 'vat')


class Claim(NamedTuple):
    """The numbers of a document's other party, and the accounts that it wants to be paid to."""

    identity: Identity
    accounts: frozenset


class Found(NamedTuple):
    """A partner or none; ``remarks`` are for people."""

    partner: models.BaseModel
    remarks: tuple = ()


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    is_vendor_chosen = fields.Boolean(
        readonly=True, copy=False, help="A user said which partner the sender is."
    )

    needs_vendor = fields.Boolean(compute='_compute_needs_vendor')

    @api.depends('bill_remarks', 'is_bookable', 'partner_id')
    def _compute_needs_vendor(self):
        for document in self:
            codes = {remark['code'] for remark in document.bill_remarks or ()}
            document.needs_vendor = document.is_bookable and bool(codes & WITHOUT_VENDOR)

    # === CHOSEN BY A USER === #

    def action_create_vendor(self):
        """A dialog with what the file says of the sender."""
        return self._open_vendor_dialog('new')

    def action_choose_vendor(self):
        """The same dialog, to choose one that is here."""
        return self._open_vendor_dialog('existing')

    def _open_vendor_dialog(self, choice):
        self.ensure_one()
        self._for_accountant()._refuse_unless_bookable()
        return dialog_action(
            'pagero.received.vendor', self.env._("Vendor"), document_id=self.id, choice=choice
        )

    def _vendor_in_file(self):
        """The other party of the file as values of a contact."""
        self.check_access('read')
        party = self.sudo()._other_party()
        if party is None:
            return {'name': self.sender_name}
        country = self.env['res.country'].search([('code', '=', party.address.country.upper())])
        contact, address = party.contact, party.address
        legal, endpoint = party.legal_registration, party.endpoint
        return {
            'name': party.name or party.trading_name or self.sender_name,
            'street': address.street,
            'street2': address.additional_street,
            'zip': address.post_code,
            'city': address.city,
            'country_id': country[:1],
            'vat': party.vat_number,
            'organisation_number': legal.value if legal else '',
            'scheme': endpoint.scheme if endpoint else '',
            'identifier': endpoint.value if endpoint else '',
            'email': contact.email,
            'phone': contact.telephone,
        }

    def _other_party(self):
        """The seller (BG-4), or the buyer (BG-7) who wrote our invoice; None if unreadable."""
        try:
            invoice = read(self._content()).invoice
        except NotReadable:
            return None
        return invoice.buyer if self.kind in SELF_BILLED else invoice.seller

    def _take_vendor(self, partner):
        """The user's choice counts for all that this sender has sent and will send."""
        self.ensure_one()
        partner.check_access('read')
        document = self._for_accountant()
        document._refuse_unless_bookable()
        document._refuse_vendor_of_others(partner.sudo())
        document.write({'partner_id': partner.id, 'is_vendor_chosen': True})
        document._log('vendor_chosen', user=True, vendor=partner.display_name)
        document._others_without_vendor()._ask_for_bills()
        return self.action_create_bill()

    def _refuse_vendor_of_others(self, partner):
        if not self._may_bill(partner):
            raise UserError(
                self.env._(
                    "%(vendor)s is a contact of %(other)s, but the invoice is for %(company)s."
                    " Choose another vendor.",
                    vendor=partner.display_name,
                    other=partner.company_id.name,
                    company=self.company_id.name,
                )
            )

    def _others_without_vendor(self):
        if not self.sender_identifier:
            return self.browse()
        domain = [
            ('id', '!=', self.id),
            ('company_id', '=', self.company_id.id),
            ('sender_scheme', '=', self.sender_scheme),
            ('sender_identifier', '=', self.sender_identifier),
            ('is_bookable', '=', True),
        ]
        return self.search(domain).filtered('needs_vendor')

    # === FOUND === #

    @api.model
    def _find_vendors(self, claims, company):
        """{document: Found} of ``claims``, {document: Claim}; all of one company."""
        seen = self._known_by_number({claim.identity for claim in claims.values()}, company)
        accounts = {number for claim in claims.values() for number in claim.accounts}
        holders = self._holders_of(accounts, company)
        chosen = self._chosen_before(claims, company)
        return {
            document: document._find_vendor(claim, seen, holders, chosen)
            for document, claim in claims.items()
        }

    def _find_vendor(self, claim, seen, holders, chosen):
        if own := self._vendor_of_user():
            return Found(own)
        for name in NUMBERS:
            number = getattr(claim.identity, name)
            partners = seen[name].get(number) if number else None
            if partners:
                return self._one_of(partners, claim, seen, chosen)
        learned = chosen.get(self._sender_key())
        if learned:
            return Found(learned)
        held = self.env['res.partner'].union(*(holders[each] for each in claim.accounts))
        if held:
            return self._one_of(held, claim, seen, chosen)
        return Found(held, ({'code': 'no_vendor', 'sender': self.sender_name or ''},))

    def _vendor_of_user(self):
        """Whom a user chose, unless that one was archived since, or given to another company."""
        chosen = self.partner_id if self.is_vendor_chosen else self.partner_id.browse()
        return chosen.filtered(lambda partner: partner.active and self._may_bill(partner))

    def _may_bill(self, partner):
        return partner.company_id.id in _companies(self.company_id)

    def _one_of(self, partners, claim, seen, chosen):
        """The one that has the number; of several, the one that a user chose before."""
        companies = partners.commercial_partner_id
        if len(companies) > 1:
            learned = chosen.get(self._sender_key())
            if learned and learned.commercial_partner_id in companies:
                return Found(learned)
            names = ', '.join(sorted(companies.mapped('display_name')))
            return Found(partners.browse(), ({'code': 'several_vendors', 'names': names},))
        partner = partners if len(partners) == 1 else companies
        return Found(partner, tuple(self._contradictions(partner, claim, seen)))

    def _contradictions(self, partner, claim, seen):
        """Numbers of the same document that belong to others."""
        for name in NUMBERS:
            number = getattr(claim.identity, name)
            others = seen[name].get(number, partner.browse()).commercial_partner_id
            if others and partner.commercial_partner_id not in others:
                yield {
                    'code': 'vendor_contradicted',
                    'number': number.split(':', 1)[-1],
                    'vendor': partner.display_name,
                    'names': ', '.join(others.mapped('display_name')),
                }
                return

    # === WHO HAS THE NUMBERS === #

    @api.model
    def _known_by_number(self, identities, company):
        """{kind of number: {number: partners}} of the partners that the company may bill."""
        known = {name: defaultdict(self.env['res.partner'].browse) for name in NUMBERS}
        values = {number.split(':', 1)[-1] for each in identities for number in each.numbers}
        if not values:
            return known
        written = [spelling for value in values for spelling in _spellings(value)]
        domain = Domain.OR(
            Domain(name, 'in', written) for name in (VALUE, NUMBER, 'vat', *self._gln_field())
        )
        for partner in self.env['res.partner'].search(domain & _of_company(company), order='id'):
            own = partner._pagero_identity()
            for name in NUMBERS:
                for number in _numbers_as(name, own):
                    known[name][number] |= partner
        return known

    @api.model
    def _gln_field(self):
        name = 'global_location_number'
        return (name,) if name in self.env['res.partner']._fields else ()

    @api.model
    def _holders_of(self, accounts, company):
        """{account: partners to whom a person trusted it}."""
        holders = defaultdict(self.env['res.partner'].browse)
        if accounts:
            domain = [(BARE_NUMBER, 'in', list(accounts)), ('allow_out_payment', '=', True)]
            of_company = [
                ('partner_id.company_id', 'in', _companies(company)),
                ('partner_id.active', '=', True),
                ('partner_id', '!=', company.partner_id.id),
            ]
            for each in self.env['res.partner.bank'].search([*domain, *of_company]):
                holders[each[BARE_NUMBER]] |= each.partner_id
        return holders

    @api.model
    def _chosen_before(self, claims, company):
        """{sender: partner} that users chose, the last choice counts."""
        senders = [document.sender_identifier for document in claims if document.sender_identifier]
        domain = [
            ('company_id', '=', company.id),
            ('sender_identifier', 'in', senders),
            ('is_vendor_chosen', '=', True),
            ('partner_id.active', '=', True),
            ('partner_id.company_id', 'in', _companies(company)),
        ]
        earlier = self.search(domain, order='id') if senders else self.browse()
        return {document._sender_key(): document.partner_id for document in earlier}

    def _sender_key(self):
        return self.sender_scheme, self.sender_identifier


def claim_of(party, payment_means):
    """What the document says of the party (BG-4 or BG-7) that our partner is."""
    legal = party.legal_registration
    address = party.endpoint and (party.endpoint.scheme, party.endpoint.value)
    number = legal_number(
        party.address.country or party.vat_number[:2].upper() or 'SE',
        legal.value if legal else '',
        party.vat_number,
        address or None,
    )
    accounts = (each.account.number for each in payment_means if each.account)
    return Claim(
        Identity.of(address=address or None, legal=number, vat=party.vat_number),
        frozenset(filter(None, map(bare_identity, accounts))),
    )


def _numbers_as(name, own):
    """Under which numbers of a kind a partner is known; its GLN is an address, too."""
    numbers = {getattr(own, name)}
    if name == 'address':
        numbers |= {own.gln}
        if own.legal.startswith('SE:'):
            numbers.add(f'{SWEDISH_ORGNR}:{own.legal.removeprefix("SE:")}')
    return numbers - {''}


def _spellings(value):
    """How people write a number that is given without separators."""
    bare = bare_identity(value)
    yield from {value, value.lower(), bare}
    core = bare.removeprefix('SE')
    core = core[:10] if core != bare and len(core) == 12 else core
    if len(core) == 10 and core.isdigit():
        yield from (core, f'{core[:6]}-{core[6:]}', f'SE{core}01')


def _companies(company):
    return [False, *company.parent_ids.ids]


def _of_company(company):
    """Partners that the company may bill; never the company itself."""
    others = Domain('id', '!=', company.partner_id.id)
    return others & Domain('company_id', 'in', _companies(company))
