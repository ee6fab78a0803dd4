"""A connection is made for one receiver: with other numbers on the customer it is asked about."""

from dataclasses import replace

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...identification.identity import VAT, Identity
from ...identification.schemes import GLN, SCHEME_OF_COUNTRY
from .state_changes import MADE_STATES, TODO


_lt = LazyTranslate(__name__)

CHANGED = 'changed'
# States in which the recipient was asked, and may say yes for numbers that the customer had then.
ASKED = tuple(state for state in MADE_STATES if state not in ('connected', CHANGED))
SUMMARY = _lt("Other numbers than connected")
NOTE = _lt(
    "The organisation number, VAT number, GLN or electronic ID of this customer is no longer the"
    " one that was connected, so its invoices wait. Is it the same company? Then press Same Company"
    " on the connection. Otherwise connect the customer again, or write the earlier numbers back."
)
NOTE_ASKED = _lt(
    "The organisation number, VAT number, GLN or electronic ID of this customer is no longer the"
    " one for which the connection was requested. Is it the same company? Then press Same Company"
    " on the connection. Otherwise cancel the request or the routing order, and connect the"
    " customer again."
)


class PageroConnection(models.Model):
    _inherit = 'pagero.connection'

    made_for = fields.Json(
        string="Made for These Numbers",
        readonly=True,
        copy=False,
        help="The numbers of the customer when it was connected, and those that the network had.",
    )
    made_for_words = fields.Char(string="Connected As", compute='_compute_made_for_words')
    is_questioned = fields.Boolean(
        string="Other Numbers than Connected",
        readonly=True,
        copy=False,
        help="The customer has other numbers than those that it was connected with.",
    )

    @api.depends('made_for')
    def _compute_made_for_words(self):
        for connection in self:
            connection.made_for_words = ' · '.join(connection._identity_made_for().numbers)

    def _identity_made_for(self):
        return Identity.from_dict(self.made_for or {})

    # === BINDING === #

    def _bind(self, company=None):
        """From now on it counts for the customer's numbers of today, and those of ``company``."""
        for connection in self.sudo():
            identity = connection.partner_id._pagero_identity()
            if company:
                identity = Identity.of(held=_numbers_of(company)).completed_by(identity)
            else:
                identity = replace(identity, held=connection._identity_made_for().held)
            connection.write({'made_for': identity.to_dict(), 'is_questioned': False})

    def action_confirm_identity(self):
        """It is the same company: a person says so, and what waited is sent."""
        self.check_access('write')
        for connection in self.filtered('is_questioned'):
            connection._bind()  # clears the question
            connection.message_post(
                body=self.env._(
                    "Confirmed as the same company, now with %(numbers)s.",
                    numbers=connection.made_for_words,
                )
            )
            connection._go_on()

    def _go_on(self):
        """What was asked is answered; a connection that it held up counts again."""
        if self.state == CHANGED:
            self._move_to('connected')
        else:
            words = self.env._("Settled: it is the same company.")
            self.sudo().activity_feedback([TODO], feedback=words)

    # === COMPARING === #

    def _leads_to_customer(self):
        """Whether the customer still has the numbers that this was made for."""
        return self._identity_made_for().leads_to(self.partner_id._pagero_identity())

    def _question_identity(self):
        """Hold up those whose customer has other numbers, and let go those that have theirs back.

        Returns those that are held up, also from before.
        """
        held_up = self.browse()
        for connection in self.sudo():
            if not connection._leads_to_customer():
                connection._question()
                held_up += connection.filtered(lambda each: each.state == CHANGED)
            elif connection.state == 'connected' or connection.is_questioned:
                connection._complete()
        return held_up.sudo(self.env.su)

    def _question(self):
        """Tell once; a connection that invoices would leave over is held up at once."""
        if self.state == 'connected':
            self._move_to(CHANGED)
            self._tell_salesperson(self, SUMMARY, NOTE)
        elif self.state in ASKED and not self.is_questioned:
            self._tell_salesperson(self, SUMMARY, NOTE_ASKED)
        self.is_questioned = self.state in (CHANGED, *ASKED)

    def _complete(self):
        """The numbers fit: those that are new are part of the identity from now on."""
        made_for = self._identity_made_for()
        whole = made_for.completed_by(self.partner_id._pagero_identity())
        if whole != made_for:
            self.made_for = whole.to_dict()
        if self.is_questioned:
            self.is_questioned = False
            self._go_on()


def _numbers_of(company):
    """Every number that the network has of one company, as (scheme, value)."""
    yield from company.electronic_ids
    if company.gln:
        yield GLN, company.gln
    if company.vat_number:
        yield VAT, company.vat_number
    scheme = SCHEME_OF_COUNTRY.get(company.country_code)
    if company.org_number and scheme:
        yield scheme, company.org_number
