import re

from odoo import api, fields, models


class ResPartnerCategory(models.Model):
    """A tag may send its customers' invoices over Pagero: by a tick, or by what its note says."""

    _inherit = 'res.partner.category'

    is_pagero = fields.Boolean(
        string="Send with Pagero",
        help="Invoices to customers with this tag are sent over the Pagero Network when posted.",
    )
    pagero_note = fields.Char(
        string="Note",
        help="A note that holds the word “pagero” marks the tag as well.",
    )
    pagero_recognised = fields.Boolean(
        string="Recognised by Its Note", compute='_compute_pagero_recognised', store=True
    )

    @api.depends('pagero_note')
    def _compute_pagero_recognised(self):
        for category in self:
            words = category.pagero_note or ''
            category.pagero_recognised = bool(re.search(r'\bpagero\b', words, re.IGNORECASE))

    def _sends_with_pagero(self):
        return any(category.is_pagero or category.pagero_recognised for category in self)
