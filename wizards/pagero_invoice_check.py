from odoo import api, fields, models

from ..models.texts.findings import first_sentence, table


class PageroInvoiceCheck(models.TransientModel):
    """The findings of one check, shown beside the invoice."""

    _name = 'pagero.invoice.check'
    _description = "Check of an Invoice"
    _inherit = ['pagero.record.mixin']

    move_id = fields.Many2one('account.move', required=True, readonly=True, ondelete='cascade')
    findings = fields.Json(readonly=True)
    sentence = fields.Char(string="First Finding", compute='_compute_verdict')
    findings_table = fields.Html(compute='_compute_verdict', sanitize_attributes=False)
    verdict = fields.Selection(
        [
            ('right', "No problems found: this invoice can be sent."),
            ('warnings', "This invoice can be sent. Read the warnings first."),
            ('fatal', "This invoice would not be sent. Correct the errors first."),
        ],
        compute='_compute_verdict',
    )

    @api.depends('findings')
    @api.depends_context('lang')
    def _compute_verdict(self):
        for check in self:
            fatal = any(each['severity'] == 'fatal' for each in check.findings or [])
            check.verdict = 'fatal' if fatal else 'warnings' if check.findings else 'right'
            check.sentence = first_sentence(self.env, check.findings)
            check.findings_table = table(self.env, check.findings, check.move_id)
