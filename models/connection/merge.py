"""Two customers turn out to be one: of their connections over an account one is kept, with all."""

from odoo import api, models
from odoo.fields import Command


# The connection that reaches the customer best is kept.
BEST_FIRST = (
    'connected',
    'changed',
    'routing_ordered',
    'requested',
    'routing_needed',
    'rejected',
    'cancelled',
    'none',
    'not_found',
    'inactive',
)
# What the one that is kept may lack.
KEPT_IF_EMPTY = (
    'network_company_id',
    'network_connection_id',
    'operator_name',
    'operator_id',
    'requirements_url',
    'salesperson_id',
)
# Kept rows of these tables hang on the connection by model name and id.
HANGING_ON = (
    ('mail.message', 'model'),
    ('mail.activity', 'res_model'),
    ('ir.attachment', 'res_model'),
)


class PageroConnection(models.Model):
    _inherit = 'pagero.connection'

    @api.model
    def _merge_partners(self, sources, destination):
        """Give ``destination`` the connections and documents of ``sources``, in every company."""
        customer = destination.pagero_receiver_id
        found = self.search([('partner_id', 'in', (sources | destination | customer).ids)])
        documents = self.env['pagero.document'].search([('partner_id', 'in', sources.ids)])
        documents.partner_id = customer
        for mine in found.grouped('account_id').values():
            best = min(mine, key=lambda each: (BEST_FIRST.index(each.state), each.id))
            waiting = mine._held_documents()
            waiting.partner_id = best.partner_id  # they wait for the one that is kept, no other
            best._take_over(mine - best)
            best.partner_id = waiting.partner_id = customer
            if best.state == 'connected':
                best._held_documents()._release()
        self.env.flush_all()

    def _take_over(self, others):
        """Give this one all that belongs to the others, and remove them."""
        for other in others:
            self._take_lines(other)
            for papers in (other.request_ids, other.routing_order_ids):
                papers.write({'connection_id': self.id})
            self._take_history(other)
            self.message_post(
                body=self.env._(
                    "Merged with the connection of %(partner)s, which was “%(state)s”.",
                    partner=other.partner_id.display_name,
                    state=other._state_label(other.state),
                )
            )
            lacking = [name for name in KEPT_IF_EMPTY if not self[name] and other[name]]
            self.write({name: other[name] for name in lacking})
            other.unlink()

    def _take_lines(self, other):
        """Numbers and capabilities that this one doesn't have; its own first number stays first."""
        known = set(self.number_ids.mapped('name'))
        last = max(self.number_ids.mapped('sequence'), default=0)
        for number in other.number_ids.filtered(lambda number: number.name not in known):
            number.write({'connection_id': self.id, 'sequence': last + number.sequence})
        if not self.capability_ids:
            self.capability_ids = [Command.link(line.id) for line in other.capability_ids]

    def _take_history(self, other):
        """Messages, activities, files and followers."""
        for model, field in HANGING_ON:
            hanging = self.env[model].search([(field, '=', self._name), ('res_id', '=', other.id)])
            hanging.write({'res_id': self.id})
        self.message_subscribe(partner_ids=other.message_partner_ids.ids)
