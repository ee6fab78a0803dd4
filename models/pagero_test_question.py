"""A test to a customer that isn't connected goes only when a person says so."""

from odoo import api, fields, models

from .links import server_action_link


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    is_test_confirmed = fields.Boolean(
        readonly=True,
        copy=False,
        help="A person sends this test, although the customer is not connected.",
    )
    asks_test = fields.Boolean(compute='_compute_asks_test')

    @api.depends('state', 'held_reason', 'send_mode')
    def _compute_asks_test(self):
        for document in self:
            document.asks_test = (
                document.state == 'held'
                and document.held_reason == 'connection'
                and document.send_mode == 'Test'
            )

    def _is_only_test(self):
        """Whether this waits from the days of testing, and its invoice would be sent for real."""
        return self.asks_test and self.move_id.sudo()._usual_pagero_send_mode() == 'Production'

    def _waits_for_connection(self):
        """Those that leave only to connected customers: Production, and tests nobody confirmed."""
        return self.filtered(
            lambda document: (
                document.send_mode == 'Production'
                or (document.send_mode == 'Test' and not document.is_test_confirmed)
            )
        )

    def action_send_test_anyway(self):
        """The test goes now; the recipient or Pagero may refuse it."""
        documents = self._for_user()
        for document in documents:
            document._refuse_unless(
                document.asks_test,
                self.env._("Only a test that waits for the customer's connection can be sent so."),
            )
        documents._send_test_anyway()
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def _send_test_anyway(self):
        self.is_test_confirmed = True
        self._log('test_anyway', user=True)
        self._release()

    def _send_test_link(self):
        """For places that only link: it is sent when somebody clicks."""
        return server_action_link(self, 'pagero_connector.pagero_document_send_test_action')


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    only_test_count = fields.Integer(
        compute='_compute_only_test_count',
        help="Invoices of which only a test waits, though they would be sent for real now.",
    )

    @api.depends('send_mode')
    def _compute_only_test_count(self):
        self.only_test_count = 0
        live = self.filtered(lambda account: account.send_mode == 'Production')
        for account in live:
            account.only_test_count = (
                self.env['pagero.document']
                .sudo()
                .search_count(
                    [
                        ('account_id', '=', account.id),
                        ('state', '=', 'held'),
                        ('held_reason', '=', 'connection'),
                        ('send_mode', '=', 'Test'),
                        ('move_id.pagero_send_mode', 'in', (False, 'Production')),
                    ]
                )
            )


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _tests_somebody_unconnected(self, send_mode=None):
        """Whether sending this in ``send_mode``, or in its usual one, wants to be asked first."""
        self.ensure_one()
        return (
            (send_mode or self._usual_pagero_send_mode()) == 'Test'
            and not self._pagero_account_sudo().is_open_directory
            and self._pagero_customer().pagero_connection_state != 'connected'
        )

    def _why_no_other_test(self):
        """The reason why another test would only wait beside the one that waits, or None."""
        tests = self.sudo().pagero_document_ids.filtered('asks_test')
        if not tests or self._usual_pagero_send_mode() != 'Test':
            return None
        return self.env._(
            "a test of it waits until the customer is connected. Press Send Test Anyway on the"
            " invoice, or connect the customer."
        )

    def _pagero_document_alert(self, document):
        """A test that waits on a live account is easily taken for the invoice."""
        alert = super()._pagero_document_alert(document)
        return {**alert, 'level': 'warning'} if document._is_only_test() else alert

    def _pagero_document_way_out(self, document):
        """A test that waits asks right here, those who may answer."""
        is_asked = document.asks_test and self.env.user.has_group('account.group_account_invoice')
        if not is_asked:
            return super()._pagero_document_way_out(document)
        if document._is_only_test():
            action = 'pagero_connector.account_move_send_with_pagero_action'
            return self.env._("Send with Pagero"), server_action_link(self, action)
        return self.env._("Send Test Anyway"), document._send_test_link()


class AccountMoveSend(models.AbstractModel):
    _inherit = 'account.move.send'

    @api.model
    def _test_alert(self, moves):
        """Before a test is queued: to whom it would go, and where they are connected."""
        customers = moves.commercial_partner_id
        text, action = moves[:1]._pagero_customer()._pagero_way_in()
        return {
            'pagero_test': {
                'level': 'warning',
                'message': self.env._(
                    "Not connected over Pagero yet: %(customers)s. A test may be refused. Connect"
                    " first, or tick below that it is sent anyway.",
                    customers=', '.join(customers[:5].mapped('display_name')),
                ),
                'action_text': text,
                'action': action,
            }
        }

    @api.model
    def _let_go_waiting_tests(self, invoices_data):
        """Tests that wait for just this tick leave now. Returns their invoices."""
        confirmed = [
            invoice.id
            for invoice, data in invoices_data.items()
            if data.get('pagero_test_confirmed') and self._pagero_mode(invoice, data) == 'Test'
        ]
        moves = self.env['account.move'].sudo().browse(confirmed)
        newest = self.env['pagero.document'].sudo()
        for move in moves:
            waiting = move.pagero_document_ids.filtered('asks_test').sorted('id')
            newest |= waiting[-1:]
            waiting[:-1]._give_way()
        newest._send_test_anyway()
        return newest.move_id

    @api.model
    def _unconfirmed_test_sentence(self, moves):
        return self.env._(
            "%(customers)s: not connected over Pagero yet. Tick “Send the test anyway”, connect"
            " first, or choose another send mode.",
            customers=', '.join(moves.commercial_partner_id[:5].mapped('display_name')),
        )
