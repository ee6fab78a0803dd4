from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.tools.actions import CLOSE


KINDS = [('delivery', "Delivery Address"), ('invoice', "Invoice Address")]
FIELDS = {'delivery': 'partner_shipping_id', 'invoice': 'partner_id'}
ADDRESS = ('name', 'street', 'street2', 'zip', 'city', 'country_id', 'global_location_number')
# What another contact of the same customer would bring along, and this invoice has already.
KEPT = (
    'partner_shipping_id',
    'invoice_payment_term_id',
    'invoice_date_due',
    'fiscal_position_id',
    'partner_bank_id',
    'preferred_payment_method_line_id',
    'currency_id',
    'pagero_choice',
)
OF_CONTACT = ('email', 'phone', 'lang', 'ref', 'pagero_buyer_reference')


class PageroAddressEdit(models.TransientModel):
    """Another address for one invoice, and on the customer too if the user ticks that."""

    _name = 'pagero.address.edit'
    _description = "Address of an Invoice"
    _inherit = ['pagero.record.mixin']
    _set_once = ('move_id', 'kind')

    move_id = fields.Many2one('account.move', required=True, readonly=True, ondelete='cascade')
    kind = fields.Selection(KINDS, required=True, readonly=True)
    name = fields.Char(compute='_compute_address', compute_sudo=False, store=True, readonly=False)
    street = fields.Char(compute='_compute_address', compute_sudo=False, store=True, readonly=False)
    street2 = fields.Char(
        compute='_compute_address', compute_sudo=False, store=True, readonly=False
    )
    zip = fields.Char(compute='_compute_address', compute_sudo=False, store=True, readonly=False)
    city = fields.Char(compute='_compute_address', compute_sudo=False, store=True, readonly=False)
    country_id = fields.Many2one(
        'res.country', compute='_compute_address', compute_sudo=False, store=True, readonly=False
    )
    global_location_number = fields.Char(
        string="GLN", compute='_compute_address', compute_sudo=False, store=True, readonly=False
    )
    is_for_customer = fields.Boolean(
        string="Also on the Customer",
        help="Saves the address on the customer for later invoices. Otherwise it applies to this"
        " invoice only.",
    )

    @api.depends('move_id', 'kind')
    def _compute_address(self):
        for edit in self:
            contact = edit._contact()
            for name in ADDRESS:
                edit[name] = contact[name]
            edit.name = contact.name or contact.commercial_partner_id.name

    def _contact(self):
        """The address that the invoice has now."""
        move = self.move_id
        return (self.kind and move[FIELDS[self.kind]]) or move.partner_id

    def action_confirm(self):
        self.ensure_one()
        self._check_possible()
        contact = self._changed_contact() if self.is_for_customer else self._create_contact(False)
        values = {FIELDS[self.kind]: contact.id}
        if self.kind == 'invoice':
            kept = {name: self.move_id[name] for name in KEPT}
            values |= self.move_id._convert_to_write(kept)
        self.move_id.write(values)
        return CLOSE

    def _check_possible(self):
        self.move_id.check_access('write')
        if self.kind == 'invoice' and self.move_id.state != 'draft':
            raise UserError(
                self.env._(
                    "The customer is part of the posted entry: reset the invoice to draft first."
                )
            )
        self.move_id._check_references_editable(['partner_shipping_id'])

    def _changed_contact(self):
        """The customer's own contact of that kind, or a new one."""
        contact = self._contact()
        if contact.active and contact.type == self.kind:
            contact.write(self._address_values())
            return contact
        return self._create_contact(True)

    def _create_contact(self, active):
        """An inactive contact is for this invoice only: it is not offered on others."""
        now = self._contact()
        own = now._convert_to_write({name: now[name] for name in OF_CONTACT})
        customer = self.move_id.commercial_partner_id.id
        values = {**own, **self._address_values(), 'parent_id': customer, 'type': self.kind}
        if active:
            return self.env['res.partner'].create(values)
        # A user who may write invoices may lack the right to write contacts.
        contacts = self.env['res.partner'].sudo()
        hidden = {'active': False, 'pagero_is_of_one_invoice': True}
        return contacts.create({**values, **hidden}).sudo(self.env.su)

    def _address_values(self):
        """Without the customer's own name, which its contacts have before theirs anyhow."""
        values = self._convert_to_write({name: self[name] for name in ADDRESS})
        if self.name == self.move_id.commercial_partner_id.name:
            values['name'] = False
        return values
