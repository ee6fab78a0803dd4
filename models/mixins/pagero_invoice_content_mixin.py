from functools import partial

from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class PageroInvoiceContentMixin(models.AbstractModel):
    """Records that tell what is in an invoice: read by users who may read that invoice.

    A Pagero user sees in lists where invoices are; what they say is for people in accounting.
    """

    _name = 'pagero.invoice.content.mixin'
    _description = "Content of an Invoice"

    _path_to_invoice = 'move_id'

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        hidden = self - of_readable_invoices(self, self._path_to_invoice)
        if not hidden:
            return refused
        return (hidden | refused[0] if refused else hidden), partial(_refusal, self.env)

    def _search(self, domain, *args, bypass_access=False, **options):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._readable_invoices_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **options)

    def _readable_invoices_domain(self):
        invoices = self.env['account.move']
        if not invoices.has_access('read'):
            return Domain.FALSE
        path = self._path_to_invoice
        return Domain(path, '=', False) | Domain(path, 'in', invoices._search(Domain.TRUE))


def of_readable_invoices(records, path='move_id'):
    """Those whose invoice the user may read; without one, it takes the right to read invoices."""
    if records.env.su or not records:
        return records
    invoices = records.sudo().mapped(path).sudo(False)
    readable = invoices._filtered_access('read')
    may_read = invoices.browse().has_access('read')

    def is_readable(record):
        invoice = record.sudo().mapped(path)
        return invoice.sudo(False) in readable if invoice else may_read

    return records.filtered(is_readable)


def _refusal(env):
    return AccessError(
        env._("You may not read this invoice. Ask a colleague in accounting what it says.")
    )
