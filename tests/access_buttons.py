"""Who may press which button: every public method that our files give to a model."""

import base64

from odoo import Command

from ..network import Company
from .common import PageroCommon
from .test_pagero_rule_pack import LENIENT


ADMIN = ('admin',)
SALES = ('invoicing', 'sales', 'admin')
INVOICING = ('invoicing',)
APPROVERS = ()  # a right of its own, which none of these roles has: tests/test_payment_hold.py
MANAGERS = ()  # who keeps the chart of accounts: tests/test_missing_taxes.py
READERS = ('reader', 'invoicing')
USERS = ('reader', 'invoicing', 'user', 'sales', 'admin')
# Buttons that only lead somewhere: what is opened has rights of its own.
LEADING = ('internal', *USERS)
# Not buttons: what other code of core's calls, or what has a record only in other models.
NO_BUTTONS = {
    'account.move.send.batch.wizard': {'action_send_and_print'},
    'account.resequence.wizard': {'resequence'},
    'account.move.send.wizard': {'action_send_and_print'},
    'pagero.enquiry.mixin': {
        'action_open_in_pagero_online',
        'action_send_email',
        'action_send_mail_again',
        'message_post',
    },
    'pagero.online.mixin': {'action_open_in_pagero_online'},
    'pagero.letter.mixin': {'action_send_mail_again'},
    'pagero.bank.account.mixin': {'retrieve_acc_type'},
    'res.partner.bank': {'retrieve_acc_type'},
}
BUTTONS = {
    ('account.move', LEADING): """action_add_pagero_allowance action_add_pagero_charge
        action_add_pagero_detail action_add_pagero_files action_change_delivery_address
        action_change_invoice_address""",
    ('account.move', READERS): """action_check_for_pagero action_open_pagero_documents
        action_open_pagero_received
        action_open_pagero_reminders action_preview_for_pagero action_print_pdf
        action_save_as_template button_draft pagero_preview""",
    ('account.move', INVOICING): """action_expand_pagero_details action_hide_pagero_details
        button_cancel action_restart_pagero action_retry_pagero
        action_correct_rejected action_credit_rejected action_fill_from_template
        action_reply_to_recipient action_settle_answer
        action_remind_over_pagero action_send_with_pagero action_pagero_accept action_pagero_answer
        action_pagero_query action_pagero_reject action_decline_pagero_accounts""",
    ('account.move', APPROVERS): "action_approve_pagero_accounts",
    ('account.move.line', LEADING): """action_add_pagero_allowance action_add_pagero_charge
        action_open_pagero_details""",
    ('account.move.line', READERS): "action_edit_pagero_allowance action_register_payment",
    ('account.move.line', INVOICING): "action_remove_pagero_allowance",
    ('pagero.account', ADMIN): """action_approve_database action_back_to_test action_checklist
        action_connect action_disconnect action_express_interest action_send_mail_again
        action_forget_credentials
        action_go_live action_test_connection action_use_own_account""",
    ('pagero.account.disconnect', ADMIN): "action_confirm",
    ('pagero.address.edit', INVOICING): "action_confirm",
    ('pagero.allowance.edit', INVOICING): "action_confirm",
    ('pagero.answer', INVOICING): "action_confirm",
    ('pagero.attachment.add', INVOICING): "action_confirm",
    ('pagero.connect', SALES): "action_back action_confirm action_next",
    ('pagero.connection', USERS): "action_open_documents action_open_in_pagero_online",
    (
        'pagero.connection',
        SALES,
    ): """action_confirm_identity action_disconnect action_order_route action_search_network
        action_send_request action_set_state""",
    ('pagero.connection.request', USERS): "action_open_in_pagero_online",
    (
        'pagero.connection.request',
        SALES,
    ): """action_send_mail_again action_cancel action_mark_accepted
        action_mark_rejected action_send_again action_send_email message_post""",
    ('pagero.connection.request.answered', SALES): "action_confirm",
    ('pagero.connection.set.state', SALES): "action_confirm",
    ('pagero.detail.add', INVOICING): "action_confirm",
    ('pagero.document', USERS): "action_cure action_open_in_pagero_online action_refresh",
    ('pagero.document', READERS): "action_open_origin action_preview pagero_preview",
    ('pagero.document', INVOICING): """action_cancel action_correct action_mark_arrived
        action_connect_for_reminders action_restart action_retry action_send_again
        action_send_in_production action_send_otherwise action_send_test_anyway""",
    ('pagero.health', ADMIN): "action_look_again action_open_account action_test_connection",
    ('pagero.help', USERS): "action_open_support",
    ('pagero.interest', ADMIN): "action_send",
    ('pagero.invoice.template', INVOICING): "action_create_invoice",
    ('pagero.invoice.template.save', INVOICING): "action_save",
    ('pagero.invoice.template.use', INVOICING): "action_use",
    (
        'pagero.licence',
        ADMIN,
    ): """action_send_mail_again action_open_in_pagero_online action_open_store
        action_quote_answered action_request_quote""",
    ('pagero.licence.quote', ADMIN): "action_answered action_open_store action_send",
    ('pagero.match.line', SALES): "action_choose action_connect action_search action_skip",
    ('pagero.match.run', SALES): """action_connect_sure action_continue action_done
        action_open_connected action_open_requests action_open_routing action_start_all action_stop
        action_try_again""",
    ('pagero.match.connect', SALES): "action_confirm",
    ('pagero.network.search', SALES): """action_invite action_next_page action_previous_page
        action_print action_search action_send_by_mail""",
    ('pagero.network.search.hit', SALES): "action_connect action_details action_open",
    ('pagero.received.document', INVOICING): """action_fetch_now action_set_aside action_take_back
        action_try_again action_accept action_answer action_query action_reject
        action_choose_vendor action_create_bill action_create_vendor""",
    ('pagero.received.document', READERS): "action_link_answer action_open_bill pagero_list_facts",
    ('pagero.received.vendor', INVOICING): "action_confirm",
    ('pagero.payee.approve', APPROVERS): "action_confirm",
    ('pagero.received.request', USERS): "action_open_in_pagero_online",
    ('pagero.received.request', SALES): "action_approve action_ask_now action_deny action_note",
    ('pagero.received.request.deny', SALES): "action_confirm",
    ('pagero.received.request.note', SALES): "action_confirm action_open_in_pagero_online",
    ('pagero.response', READERS): "action_open action_open_received",
    ('pagero.response', INVOICING): "action_link action_take_away",
    ('pagero.response.link', INVOICING): "action_confirm",
    ('pagero.recipient.rule.apply', ('invoicing', 'admin')): "action_apply",
    ('pagero.routing.order', USERS): "action_open_in_pagero_online",
    (
        'pagero.routing.order',
        SALES,
    ): """action_send_mail_again action_activate action_cancel action_order_again
        action_send_email action_skip_email message_post""",
    ('pagero.routing.order.activate', SALES): "action_confirm",
    ('pagero.rule.pack', LEADING): "action_open_trials",
    ('pagero.rule.pack', ADMIN): """action_activate action_roll_back action_stop_test
        action_test""",
    ('pagero.rule.pack.trial', ADMIN): "action_open_invoice",
    ('pagero.user.add', ADMIN): "action_invite",
    ('pagero.user', ADMIN): """action_add action_done_by_hand action_invite_again action_mark_active
        action_open_in_pagero_online action_refresh action_remove""",
    ('account.tax', MANAGERS): "action_add_swedish_taxes",
    ('res.config.settings', LEADING): "action_connect_pagero action_open_pagero_account",
    ('res.partner', LEADING): """action_open_pagero_connection action_open_pagero_documents
        action_open_pagero_templates""",
    ('res.partner', SALES): "action_confirm_pagero_identity action_search_pagero_network",
    ('res.partner', ('invoicing', 'admin')): "action_apply_requirement_set",
    ('res.partner', INVOICING): "action_create_invoice_from_template",
}
# What only the server makes.
SERVER_MADE = ('pagero.connect', 'pagero.health', 'pagero.network.search.hit')
HIT = {'name': "Granne AB", 'org_number': '5569993404', 'sources': ['network']}


class ButtonCommon(PageroCommon):
    """A record of every model that has buttons, and what every dialog is opened with."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = cls._records_of_all_kinds()
        cls.dialogs = cls._values_of_dialogs()

    @classmethod
    def _records_of_all_kinds(cls):
        """{model: a record whose buttons are pressed}."""
        connection = (
            cls.env['pagero.connection']
            .sudo()
            ._connect(
                cls.account, cls.customer, Company(network_id='7100002', acceptance='must_approve')
            )
        )
        elsewhere = Company(network_id='7100004', acceptance='needs_routing')
        neighbour = cls._create_customer(name="Granne AB", company_registry='556999-3404')
        routed = cls.env['pagero.connection'].sudo()._connect(cls.account, neighbour, elsewhere)
        document = cls._create_document(state='held', held_reason='connection')
        licence = cls.env['pagero.licence'].create({'account_id': cls.account.id, 'quantity': 3})
        run = cls.env['pagero.match.run'].sudo().create({'account_id': cls.account.id})
        records = (
            cls.account,
            connection,
            connection.request_ids,
            routed.routing_order_ids,
            document,
            licence,
            cls._create_pagero_user(licence),
            run,
            cls._create_match_line(run),
            cls._create_received(cls.account),
            cls._create_received_request(cls.account),
            cls._create_response(document),
            *cls._rule_pack_and_trial(document.move_id),
            *cls._templates(),
            cls.customer,
            cls.company_data['default_tax_sale'],
        )
        return {record._name: record for record in records}

    @classmethod
    def _create_pagero_user(cls, licence):
        values = {'name': "Anna", 'email': 'anna@norrsken.example', 'licence_id': licence.id}
        return cls.env['pagero.user'].create({**values, 'account_id': cls.account.id})

    @classmethod
    def _create_match_line(cls, run):
        values = {'run_id': run.id, 'partner_id': cls.customer.id, 'state': 'sure'}
        values['candidate_ids'] = [Command.create({'company': HIT})]
        line = cls.env['pagero.match.line'].sudo().create(values)
        line.candidate_id = line.candidate_ids
        return line

    @classmethod
    def _rule_pack_and_trial(cls, invoice):
        file = base64.b64encode(LENIENT.encode())
        values = {'name': "Rules", 'file': file, 'valid_from': '2020-01-01'}
        pack = cls.env['pagero.rule.pack'].create(values)
        trials = cls.env['pagero.rule.pack.trial'].sudo()
        return pack, trials.create({'pack_id': pack.id, 'move_id': invoice.id})

    @classmethod
    def _templates(cls):
        invoice = cls._create_customer_invoice()
        saving = cls.env['pagero.invoice.template.save'].create({'move_id': invoice.id})
        saving.action_save()
        template = cls.env['pagero.invoice.template'].search(
            [('partner_id', '=', cls.customer.id)], limit=1
        )
        values = {'name': "Rabatt", 'price_unit': -5.0, 'pagero_allowance': 'allowance'}
        invoice.invoice_line_ids = [Command.create(values)]
        return template, invoice, invoice.invoice_line_ids[-1]

    @classmethod
    def _values_of_dialogs(cls):
        """{model: what a dialog is opened with}."""
        of_account = {'account_id': cls.account.id}
        of_move = {'move_id': cls.records['account.move'].id}
        template = {'template_id': cls.records['pagero.invoice.template'].id}
        rule_set = cls.env['pagero.recipient.rule.set'].search([], limit=1)
        return {
            'pagero.account.disconnect': of_account,
            'pagero.address.edit': {**of_move, 'kind': 'delivery'},
            'pagero.allowance.edit': {**of_move, 'kind': 'allowance'},
            'pagero.answer': {
                'document_ids': [Command.set(cls.records['pagero.received.document'].ids)],
                'code': 'AP',
            },
            'pagero.received.vendor': {
                'document_id': cls.records['pagero.received.document'].id,
                'choice': 'existing',
                'partner_id': cls.customer.id,
            },
            'pagero.response.link': {
                'response_id': cls.records['pagero.response'].id,
                'move_id': cls.records['account.move'].id,
            },
            'pagero.attachment.add': of_move,
            'pagero.connect': {**of_account, 'company': HIT},
            'pagero.connection.request.answered': {
                'request_id': cls.records['pagero.connection.request'].id,
                'answer': 'accepted',
                'reason': "Seen",
            },
            'pagero.connection.set.state': {
                'connection_id': cls.records['pagero.connection'].id,
                'reason': "Seen",
            },
            'pagero.detail.add': {**of_move, 'detail': 'note'},
            'pagero.health': of_account,
            'pagero.help': {},
            'pagero.interest': of_account,
            'pagero.invoice.template.save': of_move,
            'pagero.invoice.template.use': {**template, 'partner_id': cls.customer.id},
            'pagero.match.connect': {'run_id': cls.records['pagero.match.run'].id},
            'pagero.licence.quote': {'licence_id': cls.records['pagero.licence'].id},
            'pagero.network.search': {'query': 'x'},
            'pagero.network.search.hit': {'company': HIT},
            'pagero.payee.approve': {**of_move, 'seen': "Seen", 'checked': "Called"},
            'pagero.recipient.rule.apply': {
                'partner_id': cls.customer.id,
                'set_id': rule_set.id,
            },
            'pagero.received.request.deny': {
                'request_ids': cls.records['pagero.received.request'].ids,
                'word': "No",
            },
            'pagero.received.request.note': {
                **of_account,
                'request_id': cls.records['pagero.received.request'].id,
            },
            'pagero.user.add': {
                **of_account,
                'name': "Bo",
                'email': 'bo@norrsken.example',
                'licence_id': cls.records['pagero.licence'].id,
            },
            'pagero.routing.order.activate': {
                'order_ids': cls.records['pagero.routing.order'].ids,
                'answer': 'no',
            },
        }

    def _record_for(self, user, name):
        """What the user has before him: a record of the class, or a dialog that he opened."""
        model = self.env[name].with_user(user).with_company(self.company).sudo(False)
        if name == 'res.config.settings':
            return model
        if name not in self.dialogs:
            invoice = self.records['account.move']
            return model.browse(self.records[name].id).with_context(pagero_move_id=invoice.id)
        values = self.dialogs[name]
        if name == 'pagero.network.search.hit':
            search = model.env['pagero.network.search'].create({'query': 'x'})
            values = {**values, 'search_id': search.id}
        return model.sudo(name in SERVER_MADE).create(values).sudo(False)
