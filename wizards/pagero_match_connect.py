from odoo import api, fields, models

from ..models.tools.actions import CLOSE


class PageroMatchConnect(models.TransientModel):
    """Sums up what connecting many customers will do to whom, before it does it."""

    _name = 'pagero.match.connect'
    _description = "Connect Sure Hits"
    _inherit = ['pagero.record.mixin']
    _set_once = ('run_id',)

    run_id = fields.Many2one('pagero.match.run', required=True, readonly=True)
    send_with_pagero = fields.Boolean(related='run_id.send_with_pagero', related_sudo=False)
    direct_count = fields.Integer(string="Connected at Once", compute='_compute_counts')
    by_request_count = fields.Integer(string="Get a Connection Request", compute='_compute_counts')
    by_routing_count = fields.Integer(string="Need a Routing Order", compute='_compute_counts')
    question_count = fields.Integer(string="Ask Questions", compute='_compute_counts')
    no_invoice_count = fields.Integer(string="Take No Invoices", compute='_compute_counts')
    message = fields.Text(string="Message to the Customers")

    @api.depends('run_id')
    def _compute_counts(self):
        for dialog in self:
            lines = dialog.run_id.sure_ids.filtered(lambda line: line.state != 'connecting')
            ways = [line._way() for line in lines if line._is_ready_to_connect()]
            dialog.direct_count = ways.count('direct')
            dialog.by_request_count = ways.count('by_request')
            dialog.by_routing_count = ways.count('by_routing')
            dialog.no_invoice_count = len(lines.filtered(lambda line: not line.takes_invoices))
            asking = lines.filtered(lambda line: line.asks_questions and line.takes_invoices)
            dialog.question_count = len(asking)

    def action_confirm(self):
        """Go on in the background; the run's form tells how far it is."""
        self.ensure_one()
        self.run_id._connect_sure(self.message or '')
        return CLOSE
