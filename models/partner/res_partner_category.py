import re

from odoo import api, fields, models


class ResPartnerCategory(models.Model):
    """A tag may send its customers' invoices over Pagero: by a tick, or by what its note says."""

    _name = 'res.partner.category'
    _inherit = ['res.partner.category', 'pagero.guarded.mixin']

    is_pagero = fields.Boolean(
        string="Send with Pagero",
        help="Invoices to customers of this category are sent over the Pagero Network when posted.",
    )
    pagero_note = fields.Char(
        string="Note",
        help="A note that contains the word “pagero” marks the category as well.",
    )
    pagero_recognised = fields.Boolean(
        string="Recognised by Its Note", compute='_compute_pagero_recognised', store=True
    )

    pagero_sends = fields.Boolean(string="Sent with Pagero", compute='_compute_pagero_sends')
    pagero_concerns = fields.Char(
        string="Affected",
        compute='_compute_pagero_concerns',
        help="How many customers are in this category, and how many draft invoices they have.",
    )

    @api.depends('name')
    @api.depends_context('company', 'lang')
    def _compute_pagero_concerns(self):
        for category in self:
            category.pagero_concerns = category._origin.id and self._concerns(
                [('category_id', 'in', category._origin.ids)]
            )

    @api.model
    def _concerns(self, domain):
        """“3 customers and 5 draft invoices”, of those that the user may see."""
        customers = self.env['res.partner'].search(domain).commercial_partner_id
        drafts = [
            ('commercial_partner_id', 'in', customers.ids),
            ('move_type', 'in', ('out_invoice', 'out_refund')),
            ('state', '=', 'draft'),
        ]
        moves = self.env['account.move']
        count = moves.search_count(drafts) if moves.has_access('read') else 0
        return f'{self._customers_words(len(customers))}, {self._drafts_words(count)}'

    @api.model
    def _customers_words(self, count):
        if count == 1:
            return self.env._("1 customer")
        return self.env._("%(count)s customers", count=count)

    @api.model
    def _drafts_words(self, count):
        if count == 1:
            return self.env._("1 draft invoice")
        return self.env._("%(count)s draft invoices", count=count)

    @api.onchange('is_pagero', 'pagero_note')
    def _onchange_pagero_mark(self):
        """Before it is saved: how many customers and invoices are affected."""
        if not self._origin or self._origin._sends_with_pagero() == self._sends_with_pagero():
            return None
        concerns = self._concerns([('category_id', 'in', self._origin.ids)])
        if self._sends_with_pagero():
            message = self.env._("Sent over Pagero from now on: %(concerns)s.", concerns=concerns)
        else:
            message = self.env._("No longer sent over Pagero: %(concerns)s.", concerns=concerns)
        return {'warning': {'title': self.env._("Pagero"), 'message': message}}

    @api.depends('is_pagero', 'pagero_recognised')
    def _compute_pagero_sends(self):
        for category in self:
            category.pagero_sends = category._sends_with_pagero()

    @api.depends('pagero_note')
    def _compute_pagero_recognised(self):
        for category in self:
            words = category.pagero_note or ''
            category.pagero_recognised = bool(re.search(r'\bpagero\b', words, re.IGNORECASE))

    def _sends_with_pagero(self):
        return any(category.is_pagero or category.pagero_recognised for category in self)
