"""Two companies with a record of everything, so that each model can be tried with foreign ids."""

import base64

from odoo import Command
from odoo.tools import SQL

from ..models.tools.own_context import OURS
from .common import PageroCommon
from .test_pagero_invoice_attachment import PDF
from .test_pagero_rule_pack import LENIENT


MODULE = 'pagero_connector'
SECRET = "Hemligt hos Sydsken"  # stands in every text of the other company
HIT = {
    'name': SECRET,
    'org_number': '5569993404',
    'town': "Umeå",
    'sources': ['network'],
}
QUESTION = {'id': 'q1', 'question': SECRET, 'answer': '1001', 'field': 'order_reference'}
# Eight roles, each of the first company alone.
ROLES = {
    'internal': 'base.group_user',
    'portal': 'base.group_portal',
    'reader': 'base.group_user,account.group_account_readonly',
    'invoicing': 'base.group_user,account.group_account_invoice',
    'user': 'base.group_user,pagero_connector.group_user',
    'sales': 'base.group_user,pagero_connector.group_sales',
    'admin': 'base.group_user,pagero_connector.group_admin',
    'group_admin': 'base.group_user,account.group_account_manager,'
    'pagero_connector.group_group_admin',
}
# Records that belong to no company, so that to name one tells nothing and takes nothing.
COMMON_TO_ALL = {
    'res.country': "Countries are the same for everybody.",
    'res.country.state': "So are their states,",
    'res.currency': "currencies,",
    'uom.uom': "units of measure",
    'ir.model.fields': "and the fields of the database.",
    'res.partner.category': "Tags of contacts have no company.",
    'pagero.rule.pack': "Rule packs are about the network; who may change them is tried elsewhere.",
    'product.product': "Products may be shared; the invoice line is core's to protect.",
    'mail.template': "Templates of mails have no company.",
}


class TwoCompaniesCommon(PageroCommon):
    """``mine`` and ``foreign``: {model: a record} of the users' company and of another one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_other_company()
        cls.mine = cls._records_of(cls.company, "Norrsken")
        cls.foreign = cls._records_of(cls.other, SECRET)
        cls.users = {
            role: cls._create_user(f'foreign_{role}', groups) for role, groups in ROLES.items()
        }
        cls.env.flush_all()

    # === A RECORD OF EVERYTHING === #

    @classmethod
    def _records_of(cls, company, word):
        """{model: record} of one company; ``word`` stands in what only that company may read."""
        env = cls.env(su=True, context=dict(cls.env.context, allowed_company_ids=company.ids))
        account = cls.account if company == cls.company else cls._create_account(company)
        partner = cls._create_customer(name=word, company_id=company.id, comment=word)
        records = [company, account, cls._credential(account), partner]
        records += cls._accounting(env, company, partner, word)
        found = {record._name: record.sudo() for record in records}
        found |= cls._network_records(env, account, partner, word)
        found |= cls._documents(env, found, word)
        found |= cls._work(env, found, word)
        todo = 'mail.mail_activity_data_todo'
        activity = found['pagero.connection'].activity_schedule(todo, summary=word, note=word)
        found['mail.activity'] = activity.sudo()
        found['res.users'] = cls._create_user(f'of_{company.id}', company=company)
        reader = {'user_id': found['res.users'].id}
        found['pagero.digest'] = env['pagero.digest'].create(reader)
        return found

    @classmethod
    def _accounting(cls, env, company, partner, word):
        tax = env['account.tax'].search(
            [('company_id', '=', company.id), ('type_tax_use', '=', 'sale')], limit=1
        )
        journal = env['account.journal'].search(
            [('company_id', '=', company.id), ('type', '=', 'sale')], limit=1
        )
        bank = env['res.partner.bank'].create(
            {
                'acc_number': f'SE{company.id}-{word}',
                'partner_id': partner.id,
                'company_id': company.id,
            }
        )
        line = {'name': word, 'quantity': 1, 'price_unit': 10, 'tax_ids': [Command.set(tax.ids)]}
        invoice = (
            env['account.move']
            .with_context(pagero_skip_catch=OURS)
            .create(
                {
                    'move_type': 'out_invoice',
                    'journal_id': journal.id,
                    'partner_id': partner.id,
                    'pagero_buyer_reference': word,
                    'invoice_line_ids': [Command.create(line)],
                }
            )
        )
        payment_term = env['account.payment.term'].create({'name': word, 'company_id': company.id})
        account = invoice.invoice_line_ids.account_id
        return [tax, journal, bank, invoice, invoice.invoice_line_ids, account, payment_term]

    @classmethod
    def _network_records(cls, env, account, partner, word):
        connection = env['pagero.connection'].create(
            {'account_id': account.id, 'partner_id': partner.id, 'state': 'requested'}
        )
        of_connection = {'connection_id': connection.id}
        capability = {'document_type': 'invoice', 'direction': 'receive'}
        request = env['pagero.connection.request'].create({**of_connection, 'message': word})
        run = env['pagero.match.run'].create(
            {'account_id': account.id, 'company_id': account.company_id.id}
        )
        line = env['pagero.match.line'].create({'run_id': run.id, 'partner_id': partner.id})
        records = [
            connection,
            env['pagero.account.turn'].create({'account_id': account.id, 'work': word}),
            env['pagero.connection.number'].create({**of_connection, 'name': word}),
            env['pagero.connection.capability'].create({**of_connection, **capability}),
            request,
            env['pagero.connection.request.answer'].create(
                {'request_id': request.id, 'question': word, 'answer': word}
            ),
            env['pagero.routing.order'].create({**of_connection, 'operator_name': word}),
            cls._create_received_request(account, word).with_env(env),
            run,
            line,
            env['pagero.match.candidate'].create({'line_id': line.id, 'company': HIT}),
        ]
        return {record._name: record for record in records}

    @classmethod
    def _documents(cls, env, found, word):
        invoice = found['account.move']
        attachment = env['pagero.invoice.attachment'].create(
            {
                'move_id': invoice.id,
                'name': f'{word}.pdf',
                'data': base64.b64encode(PDF),
            }
        )
        document = env['pagero.document'].create(
            {
                'move_id': invoice.id,
                'account_id': found['pagero.account'].id,
                'company_id': invoice.company_id.id,
                'partner_id': invoice.partner_id.id,
                'send_mode': 'Production',
                'state': 'error',
                'error_text': word,
                'document_number': word,
                'sender_reference': f'reference-{invoice.company_id.id}',
            }
        )
        document._log('queued')
        document._store({document.id: f'<Invoice>{word}</Invoice>'.encode()})
        file = env['ir.attachment'].search(
            [
                ('res_model', '=', 'pagero.document'),
                ('res_id', '=', document.id),
                ('res_field', '!=', False),
            ],
            limit=1,
        )
        received = cls._create_received(found['pagero.account'], f'%PDF-{word}'.encode(), word)
        received = received.with_env(env)
        response = cls._create_response(document, word=word).with_env(env)
        records = [document, document.event_ids[:1], attachment, file, response]
        stated = cls._create_payee_account(received, word).with_env(env)
        records += [received, received.event_ids[:1], stated]
        return {record._name: record for record in records}

    @classmethod
    def _work(cls, env, found, word):
        company, partner = found['res.company'], found['res.partner']
        account = {'account_id': found['pagero.account'].id}
        licence = env['pagero.licence'].create({**account, 'name': word, 'quantity': 5})
        template = env['pagero.invoice.template'].create(
            {
                'name': word,
                'partner_id': partner.id,
                'company_id': company.id,
                'currency_id': company.currency_id.id,
            }
        )
        demand = {'field_key': 'buyer_reference', 'kind': 'mandatory', 'message': word}
        file = base64.b64encode(LENIENT.encode() + f'<!-- {word} -->'.encode())
        pack = env['pagero.rule.pack'].create(
            {'name': word, 'file': file, 'valid_from': '2020-01-01'}
        )
        records = [
            licence,
            env['pagero.user'].create(
                {**account, 'name': word, 'email': 'a@b.example', 'licence_id': licence.id}
            ),
            template,
            env['pagero.invoice.template.line'].create({'template_id': template.id, 'name': word}),
            env['pagero.recipient.rule'].create(
                {'partner_id': partner.id, 'company_id': company.id, **demand}
            ),
            env['pagero.recipient.rule.set'].create({'name': word, 'company_id': company.id}),
            env['pagero.rule.pack.trial'].create(
                {'pack_id': pack.id, 'move_id': found['account.move'].id}
            ),
            env['pagero.login.attempt'].create(
                {
                    **account,
                    'user_id': env.uid,
                    'state_digest': word,
                    'code_verifier': word,
                    'redirect_uri': 'http://127.0.0.1/',
                }
            ),
        ]
        return {record._name: record for record in records}

    # === WHAT MUST NOT CHANGE === #

    @classmethod
    def _prints_of(cls, records):
        """{model: what the database holds} for records of several models, in one query."""
        stored = {name: record for name, record in records.items() if record._auto}
        parts = [
            SQL(
                "SELECT %(name)s, md5(string_agg(row_to_json(r)::text, '|' ORDER BY r.id))"
                " FROM %(table)s r WHERE id = ANY(%(ids)s)",
                name=name,
                table=SQL.identifier(record._table),
                ids=list(record.ids),
            )
            for name, record in stored.items()
        ]
        cls.env.flush_all()
        return dict(cls.env.execute_query(SQL(" UNION ALL ").join(parts)))
