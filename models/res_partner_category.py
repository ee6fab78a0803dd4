import re

from odoo import api, fields, models


class ResPartnerCategory(models.Model):
    _inherit = 'res.partner.category'

    is_pagero = fields.Boolean(
        string="Send with Pagero",
        compute='_compute_is_pagero',
        store=True,
        readonly=False,
        help="Invoices to customers with this tag are sent over the Pagero Network when posted.",
    )
    pagero_note = fields.Char(
        string="Note",
        help="A note that holds the word “pagero” marks the tag as well, as in Weboffice.",
    )
    pagero_recognised = fields.Boolean(compute='_compute_pagero_recognised')

    @api.depends('pagero_note')
    def _compute_is_pagero(self):
        for category in self:
            category.is_pagero = category.is_pagero or _names_pagero(category.pagero_note)

    @api.depends('pagero_note')
    def _compute_pagero_recognised(self):
        for category in self:
            category.pagero_recognised = _names_pagero(category.pagero_note)


def _names_pagero(note):
    return bool(re.search(r'\bpagero\b', note or '', re.IGNORECASE))
