from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.compat.electronic_address import electronic_address_values
from ..models.compat.organisation_number import organisation_number_values


ADDRESS = ('name', 'street', 'street2', 'zip', 'city', 'country_id', 'vat', 'email', 'phone')
NUMBERS = ('organisation_number', 'scheme', 'identifier')


def _filled():
    """A field that begins with what the file says."""
    return {
        'compute': '_compute_from_file',
        'compute_sudo': False,
        'store': True,
        'readonly': False,
    }


class PageroReceivedVendor(models.TransientModel):
    """Whose a received invoice is, said by a user: a vendor that is here, or a new one."""

    _name = 'pagero.received.vendor'
    _description = "Vendor of a Received Document"
    _inherit = ['pagero.record.mixin']
    _set_once = ('document_id',)

    document_id = fields.Many2one(
        'pagero.received.document', required=True, readonly=True, ondelete='cascade'
    )
    remark_words = fields.Text(related='document_id.bill_remark_words', related_sudo=False)
    choice = fields.Selection(
        [('existing', "An existing vendor"), ('new', "A new vendor")],
        string="Which Vendor?",
        default='new',
        required=True,
    )
    partner_id = fields.Many2one('res.partner', string="Vendor")
    name = fields.Char(**_filled())
    street = fields.Char(**_filled())
    street2 = fields.Char(**_filled())
    zip = fields.Char(string="Postal Code", **_filled())
    city = fields.Char(string="Town", **_filled())
    country_id = fields.Many2one('res.country', **_filled())
    vat = fields.Char(string="VAT Number", **_filled())
    organisation_number = fields.Char(**_filled())
    scheme = fields.Char(**{**_filled(), 'readonly': True})
    identifier = fields.Char(string="Electronic ID", **{**_filled(), 'readonly': True})
    email = fields.Char(**_filled())
    phone = fields.Char(**_filled())

    @api.depends('document_id')
    def _compute_from_file(self):
        for choosing in self:
            said = choosing.document_id._vendor_in_file() if choosing.document_id else {}
            for name in (*ADDRESS, *NUMBERS):
                choosing[name] = said.get(name, False)

    def action_confirm(self):
        """The vendor is remembered for this sender, and the bill is made."""
        self.ensure_one()
        self.document_id._for_accountant()._refuse_unless_bookable()
        partner = self.partner_id if self.choice == 'existing' else self._create_vendor()
        if not partner:
            raise UserError(self.env._("Choose the vendor."))
        return self.document_id._take_vendor(partner)

    def _create_vendor(self):
        """With the user's own rights: who may create no contact chooses one."""
        if not self.name:
            raise UserError(self.env._("Fill in the name of the vendor."))
        values = {name: self[name] for name in ADDRESS}
        address = {}
        if self.scheme and self.identifier:
            address = electronic_address_values(self.scheme, self.identifier)
        return self.env['res.partner'].create(
            {
                **self._convert_to_write(values),
                **organisation_number_values(self.organisation_number),
                **address,
                'is_company': True,
                'supplier_rank': 1,
            }
        )
