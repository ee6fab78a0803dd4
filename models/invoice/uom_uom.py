from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.account_edi_ubl_cii.models.account_edi_common import UOM_TO_UNECE_CODE

from ...ubl.unit_codes import is_unit_code


# What core lacks or has wrong: its quart isn't in UN/ECE Recommendation 20.
UNIT_CODES = {
    **UOM_TO_UNECE_CODE,
    'uom.product_uom_qt': 'QTL',
    'uom.product_uom_milliliter': 'MLT',
    'uom.product_uom_pack_6': 'XPK',
}


class UomUom(models.Model):
    """Units by their international code, without which a recipient's system can't read them."""

    _name = 'uom.uom'
    _inherit = ['uom.uom', 'pagero.guarded.mixin']

    pagero_unit_code = fields.Char(
        string="Code in E-Invoices",
        help="The code of UN/ECE Recommendation 20 (for example HUR, KGM), or of Recommendation 21"
        " with an X before it (XBX). Odoo's own units already have one.",
    )
    pagero_unit_code_placeholder = fields.Char(compute='_compute_pagero_unit_code_placeholder')

    def _compute_pagero_unit_code_placeholder(self):
        for unit in self:
            unit.pagero_unit_code_placeholder = unit._origin._usual_unit_code()

    @api.constrains('pagero_unit_code')
    def _check_pagero_unit_code(self):
        for unit in self.filtered('pagero_unit_code'):
            if not is_unit_code(unit.pagero_unit_code):
                raise ValidationError(
                    self.env._(
                        "%(code)s is not a unit code. Use one of UN/ECE Recommendation 20 in"
                        " capital letters, for example HUR for hours or KGM for kilograms.",
                        code=unit.pagero_unit_code,
                    )
                )

    def _pagero_unit_code(self):
        """BT-130; '' where it isn't known."""
        self.ensure_one()
        return self.pagero_unit_code or self._usual_unit_code()

    @api.model
    def _pagero_units_by_code(self):
        """{code: unit}; what a person gave a code comes before what came with Odoo."""
        units = self.sudo().search([('active', '=', True)], order='id desc')
        usual = units.get_external_id()
        by_code = {UNIT_CODES.get(usual.get(unit.id)): unit for unit in units}
        by_code |= {unit.pagero_unit_code: unit for unit in units if unit.pagero_unit_code}
        return {code: unit.with_env(self.env) for code, unit in by_code.items() if code}

    def _usual_unit_code(self):
        """Of a unit that came with Odoo."""
        return UNIT_CODES.get(self.get_external_id().get(self.id), '')
