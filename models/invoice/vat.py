from odoo import fields, models

from ..tools.labels import labels_of


def reason_codes_of_vat(records):
    """The VATEX list, as core names it on taxes."""
    taxes = records.env['account.tax']
    return list(labels_of(taxes, 'ubl_cii_tax_exemption_reason_code').items())


class AccountMove(models.Model):
    """Why a whole invoice is exempt from VAT, and in which currency its VAT is stated."""

    _inherit = 'account.move'

    pagero_exemption_code = fields.Selection(
        reason_codes_of_vat,
        string="VAT Exemption",
        tracking=True,
        help="The reason why no VAT is charged on any line of this invoice. Empty: as the lines"
        " and their taxes say.",
    )
    pagero_exemption_reason = fields.Char(
        string="VAT Exemption in Words",
        tracking=True,
        help="Empty: the text of the code.",
    )
    pagero_tax_currency_id = fields.Many2one(
        'res.currency',
        string="VAT Currency",
        tracking=True,
        help="The currency in which the total VAT is stated a second time (BT-6). Empty: the"
        " company's, where the invoice is in another.",
    )


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    pagero_exemption_code = fields.Selection(
        reason_codes_of_vat,
        string="VAT Exemption",
        help="The reason why no VAT is charged on this line; it needs a tax of 0 %.",
    )
    pagero_exemption_reason = fields.Char(
        string="VAT Exemption in Words", help="Empty: the text of the code."
    )

    def _has_own_exemption(self):
        """Whether the line itself says that it is exempt; the invoice says it for lines of 0 %."""
        self.ensure_one()
        return bool(self.pagero_exemption_code or self.pagero_exemption_reason)
