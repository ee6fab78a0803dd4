"""How a received document stands, as fields: for views, searches, and rooms that know no states."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.searching import boolean_domain
from .pagero_received_document import BILLS, SELF_BILLED


LEVELS = {
    'announced': 'info',
    'stored': 'warning',
    'linked': 'info',
    'booked': 'info',
    'answered': 'success',
}
TRIED = 3  # attempts after which a person should know
CAN_BE_TAKEN_BACK = ('other_company', 'unknown_mode', 'receiving_off', 'by_hand')


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    level = fields.Char(
        string="Colour",
        compute='_compute_level',
        help="The colour of the state; none where it was set aside.",
    )
    is_bookable = fields.Boolean(
        string="Can Be Booked",
        compute='_compute_is_bookable',
        search='_search_is_bookable',
        help="A real invoice or credit note that no bill was made of yet.",
    )
    needs_person = fields.Boolean(
        string="Needs Attention", compute='_compute_needs_person', search='_search_needs_person'
    )
    is_test = fields.Boolean(
        string="Only a Test", compute='_compute_is_test', search='_search_is_test'
    )
    can_set_aside = fields.Boolean(compute='_compute_can')
    can_take_back = fields.Boolean(compute='_compute_can')
    can_preview = fields.Boolean(compute='_compute_can')

    @api.depends('state')
    def _compute_level(self):
        for document in self:
            document.level = LEVELS.get(document.state)

    @api.depends('state', 'kind', 'send_mode')
    def _compute_is_bookable(self):
        for document in self:
            document.is_bookable = (
                document.state == 'stored'
                and document.kind in (*BILLS, *SELF_BILLED)
                and document.send_mode == 'Production'
            )

    def _search_is_bookable(self, operator, value):
        bookable = [
            ('state', '=', 'stored'),
            ('kind', 'in', (*BILLS, *SELF_BILLED)),
            ('send_mode', '=', 'Production'),
        ]
        return boolean_domain(Domain(bookable), operator, value)

    @api.depends('state', 'attempts', 'set_aside_reason')
    def _compute_needs_person(self):
        for document in self:
            document.needs_person = (
                document.state == 'stored'
                or (document.state == 'announced' and document.attempts >= TRIED)
                or document.set_aside_reason in ('other_company', 'unknown_mode')
            )

    def _search_needs_person(self, operator, value):
        waits = (
            Domain('state', '=', 'stored')
            | Domain([('state', '=', 'announced'), ('attempts', '>=', TRIED)])
            | Domain('set_aside_reason', 'in', ('other_company', 'unknown_mode'))
        )
        return boolean_domain(waits, operator, value)

    @api.depends('send_mode')
    def _compute_is_test(self):
        for document in self:
            document.is_test = document.send_mode in ('Test', 'Certification')

    def _search_is_test(self, operator, value):
        tests = Domain('send_mode', 'in', ('Test', 'Certification'))
        return boolean_domain(tests, operator, value)

    @api.depends('state', 'set_aside_reason', 'kind')
    def _compute_can(self):
        for document in self:
            document.can_set_aside = document.state in ('announced', 'stored', 'linked')
            document.can_take_back = document.set_aside_reason in CAN_BE_TAKEN_BACK
            is_drawn = document.kind not in ('pdf', 'application_response')
            document.can_preview = bool(document.digest) and is_drawn
