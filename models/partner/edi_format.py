from odoo import api, fields, models


FORMAT = 'pagero_bis3'


class ResPartner(models.Model):
    """Our format of e-invoices, among those that core offers on a customer."""

    _inherit = 'res.partner'

    invoice_edi_format = fields.Selection(selection_add=[(FORMAT, "Peppol BIS Billing 3 (Pagero)")])

    @api.model
    def _get_ubl_cii_formats_info(self):
        # No country: the format is no country's default, only that of customers sent to by Pagero.
        info = {'countries': [], 'on_peppol': True, 'sequence': 300, 'embed_attachments': True}
        return {**super()._get_ubl_cii_formats_info(), FORMAT: info}

    @api.model
    def _get_edi_builder(self, invoice_edi_format):
        if invoice_edi_format == FORMAT:
            return self.env['account.edi.xml.pagero']
        return super()._get_edi_builder(invoice_edi_format)
