"""How a document stands, as fields: for views, searches, and rooms that know no states."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.searching import boolean_domain
from .pagero_document import (
    IN_TRANSIT,
    LEVELS,
    NEEDS_ACCOUNT,
    NEEDS_PERSON,
    POLLED,
    RESENDABLE,
    SETTLED_LATER,
    TO_BE_SENT,
    UNDELIVERED,
)


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    level = fields.Char(
        string="Colour",
        compute='_compute_level',
        help="The colour of the status; none if it ended.",
    )
    needs_person = fields.Boolean(
        string="Needs Attention", compute='_compute_needs_person', search='_search_needs_person'
    )
    needs_account = fields.Boolean(
        string="Needs Its Account", compute='_compute_standing', search='_search_needs_account'
    )
    is_to_be_sent = fields.Boolean(
        string="To Be Sent", compute='_compute_standing', search='_search_is_to_be_sent'
    )
    is_in_transit = fields.Boolean(
        string="In Transit", compute='_compute_standing', search='_search_is_in_transit'
    )
    can_refresh = fields.Boolean(compute='_compute_standing')
    can_cancel = fields.Boolean(compute='_compute_standing')
    can_restart = fields.Boolean(compute='_compute_can_restart')
    can_send_again = fields.Boolean(compute='_compute_can_send_again')
    can_send_instead = fields.Boolean(compute='_compute_can_send_instead')
    is_put_off = fields.Boolean(
        string="To Be Tried Again",
        compute='_compute_is_put_off',
        help="An attempt has failed, and another one follows.",
    )

    @api.depends('state', 'send_mode', 'instead')
    def _compute_level(self):
        """A test that was delivered, or an invoice still to be sent another way, is a warning."""
        for document in self:
            is_test = document.state == 'delivered' and document.send_mode != 'Production'
            is_warning = is_test or document.instead in SETTLED_LATER
            document.level = 'warning' if is_warning else LEVELS.get(document.state)

    @api.depends('state', 'part_ids', 'file_id', 'state_changed_at')
    def _compute_standing(self):
        for document in self:
            document.needs_account = document.state in NEEDS_ACCOUNT
            document.is_to_be_sent = document.state in TO_BE_SENT
            document.is_in_transit = document.state in IN_TRANSIT
            document.can_refresh = document.state in POLLED
            document.can_cancel = document._is_stoppable()

    def _search_needs_account(self, operator, value):
        return _search_states(NEEDS_ACCOUNT, operator, value)

    def _search_is_to_be_sent(self, operator, value):
        return _search_states(TO_BE_SENT, operator, value)

    def _search_is_in_transit(self, operator, value):
        return _search_states(IN_TRANSIT, operator, value)

    @api.depends('state', 'instead', 'is_superseded', 'fails_check')
    def _compute_needs_person(self):
        for document in self:
            waits = (
                document.state in NEEDS_PERSON
                or document.instead in SETTLED_LATER
                or document.fails_check
            )
            document.needs_person = waits and not document.is_superseded

    def _search_needs_person(self, operator, value):
        waits = Domain('state', 'in', NEEDS_PERSON) | Domain('instead', 'in', [*SETTLED_LATER])
        waits |= Domain('fails_check', '=', True)
        return boolean_domain(Domain('is_superseded', '=', False) & waits, operator, value)

    @api.depends(
        *('state', 'part_ids'),
        *('answered_id.answer_ids.state', 'answered_id.answer_ids.is_superseded'),
    )
    def _compute_can_restart(self):
        """Not an answer that was taken back since: the supplier would hear it last."""
        for document in self:
            is_overtaken = bool(document.sudo()._later_answers())
            document.can_restart = document._is_stopped_there() and not is_overtaken

    @api.depends('state', 'part_ids', 'file_id', 'state_changed_at', 'is_superseded')
    def _compute_can_send_again(self):
        """What the button is shown for; ``_why_not_again`` allows a delivered test as well."""
        for document in self:
            is_over = document.state in RESENDABLE and document.state != 'delivered'
            is_open = is_over or document._is_lost()
            document.can_send_again = is_open and not document.is_superseded

    @api.depends(
        *('state', 'is_superseded', 'instead', 'document_type'),
        'move_id.pagero_document_ids.state',
    )
    def _compute_can_send_instead(self):
        for document in self:
            is_open = document.state in UNDELIVERED and document.instead in (False, *SETTLED_LATER)
            is_last = not document.is_superseded and not document._why_another_counts()
            document.can_send_instead = is_open and document.document_type == 'Invoice' and is_last

    @api.depends('state', 'attempts')
    def _compute_is_put_off(self):
        for document in self:
            document.is_put_off = document.state in ('queued', 'unsure') and document.attempts > 0


def _search_states(states, operator, value):
    return boolean_domain(Domain('state', 'in', states), operator, value)
