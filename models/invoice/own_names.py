from odoo import api, models
from odoo.tools import ormcache, unique


# A record with these is a document of the company with a partner: an order, a receipt, a job.
OF_DOCUMENTS = {'name', 'partner_id', 'company_id', 'state'}


class AccountMove(models.Model):
    """Which texts on an invoice are our own names.

    Point of Sale writes the name of its order into the *Customer Reference*, sales orders without
    a reference of the customer do, and so may any app that makes invoices. What an invoice is
    linked to, and what its *Source* says, is never the buyer's number.
    """

    _inherit = 'account.move'

    def _own_names(self):
        """Also the parts of names with a comma, as which they are read in a list of several."""
        self.ensure_one()
        names = {self.name, self.payment_reference, *listed(self.invoice_origin)}
        for path in self._paths_to_documents():
            for name in filter(None, self.sudo().mapped(f'{path}.name')):
                names |= {name, *listed(name)}
        return names

    @api.model
    @ormcache()
    def _paths_to_documents(self):
        """Dotted paths, from what the installed apps add to invoices and their lines."""
        lines = self.env['account.move.line']
        return [
            *self._paths_from(self),
            *(f'invoice_line_ids.{path}' for path in self._paths_from(lines)),
        ]

    @api.model
    def _paths_from(self, model):
        for name, field in model._fields.items():
            if not (field.relational and field.store) or field.comodel_name.startswith('account.'):
                continue
            comodel = self.env[field.comodel_name]
            if _is_document(comodel):
                yield name
            else:
                yield from (f'{name}.{parent}' for parent in _documents_of_parts(comodel))


def _is_document(model):
    return model._fields.keys() >= OF_DOCUMENTS and not model._inherits


def _documents_of_parts(model):
    """The fields by which a line knows the order that it belongs to."""
    for name, field in model._fields.items():
        is_parent = field.type == 'many2one' and field.store and field.required
        if is_parent and _is_document(model.env[field.comodel_name]):
            yield name


def listed(text):
    """'S001, PO 7' → ['S001', 'PO 7']."""
    return list(unique(filter(None, (part.strip() for part in (text or '').split(',')))))
