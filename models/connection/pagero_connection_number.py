from odoo import fields, models


class PageroConnectionNumber(models.Model):
    """One number by which Pagero recognises the customer; the first goes on invoices."""

    _name = 'pagero.connection.number'
    _description = "Customer Number at Pagero"
    _inherit = ['pagero.record.mixin']
    _set_once = ('connection_id',)  # a line is made on the form of its connection
    _order = 'connection_id, sequence, id'

    connection_id = fields.Many2one(
        'pagero.connection', required=True, readonly=True, index=True, ondelete='cascade'
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Customer Number", required=True)
    is_confirmed = fields.Boolean(
        string="Confirmed",
        help="It has been checked against the customer directory in Pagero Online.",
    )

    _number_unique = models.Constraint(
        'unique(connection_id, name)', "This customer already has that number."
    )
