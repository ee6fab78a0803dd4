from odoo import api, models

from ..account.pagero_account import ONCE_CONNECTED
from ..tools.labels import labels_of
from ..tools.memo import remembered


class AccountMoveSend(models.AbstractModel):
    """Pagero as a sending method beside e-mail and print, for one invoice or many."""

    _inherit = 'account.move.send'

    # === DEFAULTS === #

    @api.model
    def _get_default_sending_methods(self, move):
        """Pagero stands alone: never a second delivery by core's own Peppol, no unasked e-mail."""
        of_core = super()._get_default_sending_methods
        key = ('methods', move.id)
        return set(remembered(self, key, self._methods_with_pagero, move, of_core))

    @api.model
    def _methods_with_pagero(self, move, of_core):
        methods = of_core(move) - {'pagero'}
        if self._goes_over_pagero(move):
            methods = self._with_pagero(move, methods)
        return self._after_giving_up(move, methods)

    @api.model
    def _goes_over_pagero(self, move):
        """As set for the customer, unless the dialog of many invoices says otherwise."""
        way = self.env.context.get('pagero_way') or (move.sending_data or {}).get('pagero_way')
        if way == 'none' and not move._has_production_transmission():
            return False
        is_wanted = way == 'all' and self._is_applicable_to_move('pagero', move)
        return is_wanted or move._wants_pagero()

    @api.model
    def _with_pagero(self, move, methods):
        """The methods of an invoice that goes over Pagero, or went already."""
        asked_for = move.commercial_partner_id.with_company(move.company_id).invoice_sending_method
        beside = {asked_for} - {False, 'pagero', 'peppol'}
        if move._has_production_transmission():
            return beside
        return beside | {'pagero'} if self._is_applicable_to_move('pagero', move) else methods

    @api.model
    def _get_default_sending_settings(self, move, from_cron=False, **custom_settings):
        """The mode chosen in the dialog travels with the other settings.

        From the dialog of many invoices it comes by the context: core hands no settings on there.
        """
        of_core = super()._get_default_sending_settings
        if from_cron or custom_settings:
            return self._settings_with_pagero(move, of_core, from_cron, **custom_settings)
        key = ('settings', move.id)
        return dict(remembered(self, key, self._settings_with_pagero, move, of_core))

    @api.model
    def _settings_with_pagero(self, move, of_core, from_cron=False, **custom_settings):
        settings = of_core(move, from_cron, **custom_settings)
        name = 'pagero_send_mode'
        stored = (move.sending_data or {}) if from_cron else self.env.context
        if 'pagero' in settings['sending_methods']:
            for each in (name, 'pagero_test_confirmed'):
                settings[each] = custom_settings.get(each) or stored.get(each)
            # Only the dialog of one invoice names the mode: there a person asks for just this.
            settings['pagero_asked_for'] = name in custom_settings
        return settings

    @api.model
    def _get_default_pdf_report_id(self, move):
        """Core asks the database for each invoice; the dialog of many, once for each kind."""
        key = ('report', move.commercial_partner_id, move.journal_id, move.move_type, move.state)
        return remembered(self, key, super()._get_default_pdf_report_id, move)

    @api.model
    def _get_default_mail_template_id(self, move):
        key = ('template', move.journal_id, move.move_type)
        return remembered(self, key, super()._get_default_mail_template_id, move)

    @api.model
    def _get_default_invoice_edi_format(self, move, **kwargs):
        """The sender builds its own XML from the posted invoice: core need not make one as well."""
        methods = set(kwargs.get('sending_methods') or ())
        if methods == {'pagero'}:
            return None
        return super()._get_default_invoice_edi_format(move, **kwargs)

    # === APPLICABLE === #

    @api.model
    def _is_applicable_to_company(self, method, company):
        if method == 'pagero':
            state = company.sudo()._pagero_account().state
            return state in ONCE_CONNECTED
        return super()._is_applicable_to_company(method, company)

    @api.model
    def _is_applicable_to_move(self, method, move, **move_data):
        """Not while a live transmission is under way; then core's Peppol isn't either."""
        if method == 'pagero':
            return self._is_applicable_to_company(method, move.company_id) and not (
                move._has_production_transmission()
                or move._is_over_core_peppol()
                or not move._can_go_over_pagero()
            )
        if method == 'peppol' and move._has_production_transmission():
            return False
        return super()._is_applicable_to_move(method, move, **move_data)

    @api.model
    def _get_move_constraints(self, move):
        """Core sends bills by its own access point only."""
        constraints = super()._get_move_constraints(move)
        if move.pagero_self_billed and self._is_applicable_to_company('pagero', move.company_id):
            constraints.pop('not_sale_document', None)
        return constraints

    # === ALERTS === #

    def _get_alerts(self, moves, moves_data):
        alerts = super()._get_alerts(moves, moves_data)
        with_pagero = moves.filtered(lambda move: 'pagero' in moves_data[move]['sending_methods'])
        if with_pagero == moves:
            # Core would advertise its own access point for invoices that Pagero takes care of.
            for key in ('account_peppol_what_is_peppol', 'account_peppol_partner_want_peppol'):
                alerts.pop(key, None)
        if any(self._would_go_twice(move, moves_data[move]['sending_methods']) for move in moves):
            alerts['pagero_and_peppol'] = {
                'level': 'danger',
                'message': self.env._(
                    "Choose either Pagero or Peppol: with both, the customer gets the invoice"
                    " twice."
                ),
            }
        alerts.update(self._pagero_alerts(moves))
        alerts.update(self._standstill_alert(with_pagero))
        alerts.update(self._public_sector_alert(moves, moves_data))
        return alerts

    def _standstill_alert(self, moves):
        """What would only be queued behind others that don't leave."""
        accounts = {move._pagero_account_sudo() for move in moves}
        sentence = next((each.standstill for each in accounts if each and each.standstill), None)
        if not sentence:
            return {}
        return {'pagero_standstill': {'level': 'danger', 'message': sentence}}

    def _public_sector_alert(self, moves, moves_data):
        """An authority may refuse an invoice that comes by e-mail or on paper only."""
        electronic = {'pagero', 'peppol'}
        customers = moves.filtered(
            lambda move: (
                not electronic & set(moves_data[move]['sending_methods'])
                and not move._has_production_transmission()
            )
        ).commercial_partner_id.filtered('pagero_is_public_sector')
        if not customers:
            return {}
        text, action = customers[:1]._pagero_way_in()
        return {
            'pagero_public_sector': {
                'level': 'warning',
                'message': self.env._(
                    "Public sector: %(customers)s must receive e-invoices by law and may refuse"
                    " this one. Send it with Pagero instead.",
                    customers=', '.join(customers[:5].mapped('display_name')),
                ),
                'action_text': text,
                'action': action,
            }
        }

    def _would_go_twice(self, move, methods):
        """Over Pagero and over core's own Peppol, now or one of them before."""
        over_pagero = 'pagero' in methods or move._has_production_transmission()
        over_peppol = 'peppol' in methods or move._is_over_core_peppol()
        return over_pagero and over_peppol and bool({'pagero', 'peppol'} & set(methods))

    def _pagero_alerts(self, moves):
        """What the sender should know before pressing Send."""
        alerts = {}
        sent = moves.filtered(lambda move: move._has_production_transmission())
        stopped = sent.filtered('pagero_needs_person')
        under_way = sent - stopped
        if stopped:
            alerts['pagero_stopped'] = self._stopped_alert(stopped)
        if under_way:
            alerts['pagero_under_way'] = {
                'level': 'info',
                'message': self.env._(
                    "Already sent over Pagero: %(invoices)s.",
                    invoices=', '.join(f'{m.name} ({m.pagero_status})' for m in under_way[:5]),
                ),
                'action_text': self.env._("Show"),
                'action': under_way.pagero_document_id._get_records_action(),
            }
        return alerts

    @api.model
    def _stopped_alert(self, moves):
        """What did not get through isn't sent here once more: it is cured, and then goes on."""
        documents = moves.pagero_document_id.sudo()
        alert = {
            'level': 'warning',
            'message': self.env._(
                "Not sent over Pagero yet: %(invoices)s. Correct the invoice: it is then sent from"
                " where it stands, not from here.",
                invoices=', '.join(f'{move.name} ({move.pagero_status})' for move in moves[:5]),
            ),
        }
        if len(documents) == 1 and documents.cure:
            label = labels_of(documents, 'cure')[documents.cure]
            return {**alert, 'action_text': label, 'action': documents._cure_link()}
        action = documents._get_records_action()
        return {**alert, 'action_text': self.env._("Show"), 'action': action}

    # === SENDING === #

    @api.model
    def _call_web_service_after_invoice_pdf_render(self, invoices_data):
        """Only queue: nothing is uploaded while a user waits."""
        for data in invoices_data.values():
            if 'pagero' in data['sending_methods']:
                # The dialog refuses both; other callers get one delivery as well.
                data['sending_methods'] = set(data['sending_methods']) - {'peppol'}
        super()._call_web_service_after_invoice_pdf_render(invoices_data)
        self._enqueue_over_pagero(
            {
                invoice: data
                for invoice, data in invoices_data.items()
                if 'pagero' in data['sending_methods']
            }
        )

    @api.model
    def _enqueue_over_pagero(self, invoices_data):
        """Queue what may go; what may not gets its error, and tests that waited are let go."""
        ids_by_choice = {}
        let_go = self._let_go_waiting_tests(invoices_data)
        for invoice, data in invoices_data.items():
            if invoice in let_go or self._is_needless(invoice, data):
                continue
            refusal = invoice._why_not_with_pagero()
            if refusal:
                data['error'] = {'error_title': f'{invoice.display_name}: {refusal}'}
            else:
                choice = (data.get('pagero_send_mode'), bool(data.get('pagero_test_confirmed')))
                ids_by_choice.setdefault(choice, []).append(invoice.id)
        for (send_mode, is_confirmed), ids in ids_by_choice.items():
            moves = self.env['account.move'].sudo().browse(ids)
            self.env['pagero.document']._enqueue(moves, send_mode, is_test_confirmed=is_confirmed)

    @api.model
    def _is_needless(self, invoice, invoice_data):
        """Whether one of the same mode is under way and the user asked for no other test."""
        if invoice_data.get('pagero_asked_for'):
            return False
        mode = self._pagero_mode(invoice, invoice_data)
        return mode != 'Production' and invoice._is_under_way_over_pagero(mode)

    @api.model
    def _pagero_mode(self, invoice, invoice_data):
        return invoice_data.get('pagero_send_mode') or invoice._usual_pagero_send_mode()

    # === NO PDF WHERE NONE IS WANTED === #

    @api.model
    def _needs_no_pdf(self, invoice, invoice_data):
        return (
            set(invoice_data.get('sending_methods') or ()) == {'pagero'}
            and not invoice._wants_pagero_pdf()
        )

    @api.model
    def _prepare_invoice_pdf_report(self, invoices_data):
        """Rendering a PDF takes longer than all the rest together."""
        wanted = {}
        for invoice, data in invoices_data.items():
            if self._needs_no_pdf(invoice, data):
                # Core looks for this one where an invoice has no file at all.
                data['proforma_pdf_attachment'] = self.env['ir.attachment']
            else:
                wanted[invoice] = data
        if wanted:
            super()._prepare_invoice_pdf_report(wanted)

    @api.model
    def _hook_invoice_document_before_pdf_report_render(self, invoice, invoice_data):
        if self._needs_no_pdf(invoice, invoice_data):
            invoice_data.setdefault('proforma_pdf_attachment', self.env['ir.attachment'])
        super()._hook_invoice_document_before_pdf_report_render(invoice, invoice_data)

    @api.model
    def _hook_invoice_document_after_pdf_report_render(self, invoice, invoice_data):
        if not self._needs_no_pdf(invoice, invoice_data):
            super()._hook_invoice_document_after_pdf_report_render(invoice, invoice_data)
