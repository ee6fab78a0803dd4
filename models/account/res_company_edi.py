from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    pagero_f_tax = fields.Boolean(
        string="Approved for F-tax",
        help="Your e-invoices say “Godkänd för F-skatt”, as Swedish law wants from an approved"
        " company.",
    )
