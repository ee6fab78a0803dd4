from odoo import models


class AccountChartTemplate(models.AbstractModel):
    """A Swedish chart of accounts gets the VAT categories of its taxes when it is loaded."""

    _inherit = 'account.chart.template'

    def _post_load_data(self, template_code, company, template_data):
        result = super()._post_load_data(template_code, company, template_data)
        if (template_code or '').startswith('se'):
            self.env['account.tax']._set_swedish_categories(company)
        return result
