from odoo import api, fields, models


# The taxes of l10n_se: their category (UNCL5305) and reason (VATEX). A sale of services to
# another EU country is taxed where the buyer is, so it is reverse charge and no supply of goods;
# so is the sale by the second of three companies, between two countries that aren't its own.
SWEDISH = {
    'sale_tax_25_goods': ('S', False),
    'sale_tax_25_services': ('S', False),
    'sale_tax_12_goods': ('S', False),
    'sale_tax_12_services': ('S', False),
    'sale_tax_6_goods': ('S', False),
    'sale_tax_6_services': ('S', False),
    'sale_tax_goods_EC': ('K', 'VATEX-EU-IC'),
    'sale_tax_services_EC': ('AE', 'VATEX-EU-AE'),
    'sale_tax_goods_NEC': ('G', 'VATEX-EU-G'),
    'sale_tax_services_NEC': ('O', 'VATEX-EU-O'),
    **{f'triangular_tax_{rate}_goods': ('AE', 'VATEX-EU-AE') for rate in (25, 12, 6, 0)},
}


class AccountTax(models.Model):
    _name = 'account.tax'
    _inherit = ['account.tax', 'pagero.guarded.mixin']

    # Insurance, finance, property and gambling: the code is of the list, and core may lack it.
    ubl_cii_tax_exemption_reason_code = fields.Selection(
        selection_add=[
            (
                'VATEX-EU-135-1',
                "VATEX-EU-135-1 - Exempt based on article 135, section 1 of Council Directive"
                " 2006/112/EC",
            )
        ]
    )
    pagero_exemption_reason = fields.Char(
        string="Exemption in Words",
        translate=True,
        help="Why no VAT is charged, as stated on e-invoices (BT-120). Empty: the text of the"
        " code.",
    )

    @api.model
    def _set_swedish_categories(self, company):
        """Fill in what core only guesses, on taxes that have neither category nor code yet."""
        charts = self.env['account.chart.template'].with_company(company)
        for name, (category, code) in SWEDISH.items():
            tax = charts.ref(name, raise_if_not_found=False)
            if tax and not (tax.ubl_cii_tax_category_code or tax.ubl_cii_tax_exemption_reason_code):
                tax.write(
                    {
                        'ubl_cii_tax_category_code': category,
                        'ubl_cii_tax_exemption_reason_code': code,
                    }
                )
