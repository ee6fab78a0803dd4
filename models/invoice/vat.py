from odoo import fields, models

from ..tools.labels import labels_of


OWN_CATEGORY = ('VATEX-EU-AE', 'VATEX-EU-IC', 'VATEX-EU-G', 'VATEX-EU-O')
LAST = 'VATEX-FR-'  # reasons of French law come last


def usual_reasons(env):
    """{code: what it is about}, in the order of how usual it is in Sweden.

    With the place in the Swedish VAT Act (ML 2023:200), which an invoice without VAT has to name.
    """
    return {
        'VATEX-EU-132-1C': env._("Medical and dental care, ML (2023:200) 10 kap. 6 §"),
        'VATEX-EU-132-1B': env._("Hospital care, ML (2023:200) 10 kap. 6 §"),
        'VATEX-EU-132-1G': env._("Social care, ML (2023:200) 10 kap. 14 §"),
        'VATEX-EU-132-1H': env._("Child care, ML (2023:200) 10 kap. 14 §"),
        'VATEX-EU-132-1I': env._("Education, ML (2023:200) 10 kap."),
        'VATEX-EU-135-1': env._(
            "Insurance, finance, letting and sale of property, gambling, ML (2023:200) 10 kap."
        ),
        'VATEX-EU-132-1N': env._("Culture, ML (2023:200) 10 kap."),
        'VATEX-EU-132-1M': env._("Sport, ML (2023:200) 10 kap."),
        'VATEX-EU-132-1L': env._("Membership of non-profit organisations, ML (2023:200) 10 kap."),
        'VATEX-EU-132-1E': env._("Dental products, ML (2023:200) 10 kap. 11 §"),
        'VATEX-EU-132-1D': env._("Human organs, blood and milk, ML (2023:200) 10 kap. 12 §"),
        'VATEX-EU-132-1A': env._("Postal services, ML (2023:200) 10 kap."),
    }


def core_reasons(env):
    """{code: words of the VATEX list}, as core has them on taxes."""
    labels = labels_of(env['account.tax'], 'ubl_cii_tax_exemption_reason_code')
    return {code: label.removeprefix(f'{code} - ') for code, label in labels.items()}


def reason_codes_of_vat(records):
    """The VATEX list in words, what is usual first."""
    usual = usual_reasons(records.env)
    listed = core_reasons(records.env)
    others = sorted(listed.keys() - usual.keys(), key=lambda code: _place(code, [*listed]))
    words = {**usual, **{code: listed[code] for code in others}}
    return [(code, f'{label} ({code})') for code, label in words.items()]


def _place(code, listed):
    """Categories of their own (reverse charge, export …) before articles of the directive."""
    has_own_category = code in OWN_CATEGORY
    return not has_own_category, code.startswith(LAST), listed.index(code)


class AccountMove(models.Model):
    """Why a whole invoice is exempt from VAT, and in which currency its VAT is stated."""

    _inherit = 'account.move'

    pagero_exemption_code = fields.Selection(
        reason_codes_of_vat,
        string="VAT Exemption",
        tracking=True,
        help="The reason why no VAT is charged on the lines of this invoice that have a tax of 0 %."
        " Empty: as the lines and their taxes say.",
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
