"""The vendor that a request comes from: by its numbers, never by its name alone."""

from odoo import api, fields, models

from ...network import Company
from ..tools.cron import wake_cron


class PageroReceivedRequest(models.Model):
    _inherit = 'pagero.received.request'

    vendor_note = fields.Char(compute='_compute_vendor_note')

    @api.depends('company', 'partner_id')
    @api.depends_context('lang')
    def _compute_vendor_note(self):
        """Who may be meant, where it isn't one contact."""
        for request in self:
            holders = self.env['res.partner']
            if request.company and not request.partner_id:
                holders = request._holders(request.account_id, request._company())
            request.vendor_note = len(holders) > 1 and self.env._(
                "Several of your contacts have its numbers: %(contacts)s. Merge them, or correct"
                " their numbers.",
                contacts=', '.join(holders.mapped('display_name')),
            )

    @api.model
    def _vendors_of(self, account, company):
        """The one contact with the company's numbers; none where there are several."""
        holders = self._holders(account, company)
        return holders if len(holders) == 1 else holders.browse()

    @api.model
    def _holders(self, account, company):
        partners = self.env['res.partner']
        return partners._of_companies([company]).get(company, partners).filtered(account._serves)

    @api.model
    def _company_of(self, name, partner):
        """A vendor as the network would tell it, as far as the contact knows."""
        if not partner:
            return Company(name=name).to_dict()
        numbers = partner._pagero_identifiers()
        company = Company(
            name=name,
            country_code=partner.country_code or '',
            org_number=numbers.orgnr or '',
            vat_number=numbers.vat or '',
            gln=numbers.gln or '',
            electronic_ids=(tuple(numbers.endpoint),) if numbers.endpoint else (),
        )
        return company.to_dict()

    # === ONCE IT IS APPROVED === #

    def _let_in(self):
        """What waited for the approval is fetched, and the vendor knows its company."""
        if self.account_id.sudo().receives:
            wake_cron(self.env, 'pagero_connector.ir_cron_pagero_receive')
        self._link_vendor()

    def _link_vendor(self):
        """The vendor's connection says that it sends; how our invoices reach it stays as it was."""
        company = self._company()
        vendor = self.partner_id or self._vendors_of(self.account_id, company)
        if vendor:
            connections = self.env['pagero.connection']
            receiver = vendor.pagero_receiver_id
            connection = connections._get_or_create_locked(self.account_id, receiver)
            connection._remember_sender(company)
            self.sudo().write({'partner_id': vendor.id, 'connection_id': connection.id})
