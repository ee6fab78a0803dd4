"""From the choice to the connection: what is missing, the confirmation, the result."""

from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ..models.gateway.ways_to_connect import way_of
from ..models.partner.differences import new_partner_values
from ..models.texts.connecting import result_of
from ..models.tools.actions import notice_action


class PageroConnect(models.TransientModel):
    _inherit = 'pagero.connect'

    # === STEPS === #

    def action_next(self):
        """On to the sum-up, when nothing is missing."""
        self.ensure_one()
        self.check_access('write')
        missing = self._what_is_missing()
        if missing:
            raise UserError(missing)
        self.step = 'confirm'
        return self._reopen()

    def action_back(self):
        """Change something after all."""
        self.ensure_one()
        self.step = 'choose'
        return self._reopen()

    def action_confirm(self):
        """Connect, in one transaction: when the network refuses, nothing has changed here."""
        self.ensure_one()
        self.check_access('write')
        missing = self._what_is_missing()
        if missing:
            raise UserError(missing)
        if self.partner_choice == 'new' and self._is_taken_meanwhile():
            return self.action_back()
        self.account_id.check_access('read')  # its login is used
        partner = self._take_over()
        connection = self.env['pagero.connection']._connect(
            self.account_id,
            partner,
            self._company_as_stated(),
            capabilities=self._capabilities_as_stated(),
            numbers=self._numbers(),
            are_numbers_compared=self.is_number_compared,
            message=self.message or '',
            answers=self.answer_ids._given(),
        )
        return self._say_result(connection)

    def _what_is_missing(self):
        """The first thing that a person must still do, as a sentence; None when nothing is."""
        return (
            self._what_the_customer_misses()
            or self._what_the_way_misses()
            or self.answer_ids._what_is_missing()
        )

    def _what_the_customer_misses(self):
        if self.partner_choice == 'existing' and not self.partner_id:
            return self.env._("Choose the customer, or create a new one.")
        if self.partner_choice == 'new' and not self.env['res.partner'].has_access('create'):
            return self.env._(
                "You may not create contacts. Choose a customer that exists, or ask an"
                " administrator for the right to create contacts."
            )
        if self.asks_name and not (self.new_name or '').strip():
            return self.env._(
                "Peppol gives no name for %(company)s. Type the name of the new customer.",
                company=self.name,
            )
        if self.must_confirm and not self.is_confirmed:
            return self.env._(
                "Compare the numbers of %(company)s with those of your customer, and tick that they"
                " are the same.",
                company=self.name,
            )
        return None

    def _what_the_way_misses(self):
        if self.capability_ids and not self.capability_ids.filtered('is_chosen'):
            return self.env._("Choose at least one kind of document.")
        if not self.way:
            return self.env._(
                "Choose how the customer is reached. Look it up in Pagero Online, or ask the"
                " customer."
            )
        return None

    # === THE CUSTOMER === #

    def _is_taken_meanwhile(self):
        """Whether another user made this customer meanwhile; it is then offered, once."""
        company = self._company()
        self.env['pagero.connection']._wait_for_finders(self.account_id, company)
        connections = self.account_id._connections_with([company])
        connected = connections.get(company, self.env['pagero.connection']).partner_id
        known = self.env['res.partner']._of_companies([company]).get(company, connected)
        made = known.filtered(self.account_id._serves)[:1]
        if not made or made == self.offered_partner_id:
            return False
        self.write({'partner_choice': 'existing', 'partner_id': made.id})
        self.sudo().write({'offered_partner_id': made.id, 'is_taken': True})
        return True

    def _take_over(self):
        """The customer with what was ticked, or a new one; with the user's own rights."""
        partner = self._customer()
        if partner:
            values, offered = {}, self._offered()
            for line in self.difference_ids.filtered('take_over'):
                values |= offered.get(line.field_name, {}).get('new_values', {})
        else:
            values = new_partner_values(self.env, self._company())
            values.setdefault('name', self.new_name)
        if self.send_with_pagero and not self.is_marked and self._connects_invoices():
            values['invoice_sending_method'] = 'pagero'
        if not partner:
            return self.env['res.partner'].create(values)
        if values:
            partner.write(values)
        return partner

    def _numbers(self):
        """The customer numbers, each once."""
        written = (self.customer_numbers or '').replace(';', ',').split(',')
        return list(dict.fromkeys(filter(None, map(str.strip, written))))

    def _company_as_stated(self):
        """The company, with what the user has looked up where no source knows it."""
        company = self._company()
        if self.states_way:
            company = replace(company, acceptance=way_of(connection_types=[self.way]).acceptance)
        return company

    def _capabilities_as_stated(self):
        return [
            {**line, 'connection_type': self.way} if line['connection_type'] == 'unknown' else line
            for line in self.capability_ids._chosen()
        ]

    # === RESULT === #

    def _say_result(self, connection):
        kind = 'success' if connection.state == 'connected' else 'info'
        message = result_of(
            self.env, self.gateway, connection.state, connection.partner_id.display_name
        )
        return notice_action(message, kind, then=connection._open())
