import json
from contextlib import contextmanager
from uuid import uuid4

from odoo import Command, fields
from odoo.tests import new_test_user

from ..models.account.hosts import PRIVATE_HOSTS
from ..models.document.pagero_document import GONE
from ..models.tools.own_context import OURS
from ..network import FilePart, NetworkDocument, business_status_of
from .prepared_companies import SwedishCommon


NOBODY = 'http://127.0.0.1:9'  # nobody listens on the discard port
PAGERO_COMPANY = '11111111-1111-4111-8111-111111111111'
SELLER = {
    'name': "Norrsken Kaffe AB",
    'street': "Hamngatan 4",
    'zip': '972 31',
    'city': "Luleå",
    'company_registry': '556999-1200',
    'vat': 'SE556999120001',
}
OTHER_SELLER = {
    **SELLER,
    'name': "Sydsken Te AB",
    'company_registry': '556888-7714',
    'vat': 'SE556888771401',
}
BUYER = {
    'name': "Björkdals kommun",
    'street': "Rådhustorget 1",
    'zip': '123 45',
    'city': "Björkdal",
    'email': 'faktura@bjorkdal.example',
    'company_registry': '212000-9986',
    'vat': 'SE212000998601',
    'peppol_eas': '0007',
    'peppol_endpoint': '2120009986',
}
USER_GROUPS = 'base.group_user,account.group_account_invoice'


class PageroCommon(SwedishCommon):
    """A Swedish company that is connected (in Test) and a customer whose tag means Pagero.

    Nothing here talks to a network: the login is written down as if it had been made.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data['company']
        cls._equip_company(cls.company)
        cls.env['ir.config_parameter'].set_param(PRIVATE_HOSTS, '127.0.0.1')
        cls.tag = cls._create_tag()
        cls.customer = cls._create_customer(category_id=[Command.link(cls.tag.id)])
        cls.account = cls._create_account()

    # === FACTORIES === #

    @classmethod
    def _equip_company(cls, company):
        """What a Swedish invoice needs of its seller."""
        company.write(SELLER if company == cls.company else OTHER_SELLER)
        orgnr = company.company_registry.replace('-', '')
        company.partner_id.write({'peppol_eas': '0007', 'peppol_endpoint': orgnr})
        cls._create_trusted_account(company.partner_id, '991-2346', pagero_on_every_invoice=True)

    @classmethod
    def _create_tag(cls, **values):
        return cls.env['res.partner.category'].create(
            {'name': "E-invoice customer", 'is_pagero': True, **values}
        )

    @classmethod
    def _create_customer(cls, **values):
        sweden = cls.env.ref('base.se').id
        return cls.env['res.partner'].create(
            {**BUYER, 'is_company': True, 'country_id': sweden, **values}
        )

    @classmethod
    def _create_account(cls, company=None, connected=True, **values):
        account = cls.env['pagero.account'].create(
            {
                'company_id': (company or cls.company).id,
                'environment': 'sandbox',
                'sandbox_url': NOBODY,
                'client_id': 'sandbox-client',
                'client_secret': 'sandbox-secret',
                'pagero_company_id': PAGERO_COMPANY,
                **values,
            }
        )
        if connected:
            cls._log_in(account)
        return account

    @classmethod
    def _log_in(cls, account):
        """Tokens that look fresh, stored as a finished login stores them."""
        now = fields.Datetime.now()
        cls._credential(account).write(
            {
                'access_token': 'access-token-of-the-tests',
                'refresh_token': 'refresh-token-of-the-tests',
                'token_expires_at': fields.Datetime.add(now, hours=1),
                'refreshed_at': now,
            }
        )
        account._login_succeeded()

    @classmethod
    def _credential(cls, account):
        domain = [('account_id', '=', account.id)]
        return cls.env['pagero.credential'].sudo().search(domain)

    @classmethod
    def _create_customer_invoice(cls, post=False, **values):
        return cls._create_invoice(**cls._prepare_invoice_values(**values), post=post)

    @classmethod
    def _create_bill(cls, self_billed=True, **values):
        """A draft bill of a vendor that is a customer as well; we write it unless told else."""
        journal = cls.company_data['default_journal_purchase'].copy(
            {'code': 'SB' if self_billed else 'VB', 'is_self_billing': self_billed}
        )
        values = {'journal_id': journal.id, 'invoice_date': fields.Date.today(), **values}
        return cls._create_customer_invoice(move_type='in_invoice', **values)

    @classmethod
    def _create_customer_invoices(cls, count, **values):
        """Many drafts of today in one go."""
        values = {'move_type': 'out_invoice', 'invoice_date': fields.Date.today(), **values}
        return cls.env['account.move'].create(
            [cls._prepare_invoice_values(**values) for _number in range(count)]
        )

    @classmethod
    def _prepare_invoice_values(cls, **values):
        line = {'product_id': cls.product_a.id, 'quantity': 2, 'price_unit': 95.0}
        return {
            'partner_id': cls.customer.id,
            'pagero_buyer_reference': 'ANNA01',
            'invoice_line_ids': [Command.create(line)],
            **values,
        }

    @classmethod
    def _create_document(cls, move=None, **values):
        """A document in any state, as if it had come that far."""
        move = move or cls._create_customer_invoice().with_context(pagero_skip_catch=OURS)
        if move.state == 'draft':
            move.with_context(pagero_skip_catch=OURS).action_post()
        account = move.company_id._pagero_account()
        begun = values.get('state', 'queued') in set(GONE) - {'sending'}
        cls.env.flush_all()  # the database counts what is live
        return (
            cls.env['pagero.document']
            .sudo()
            .create(
                {
                    'move_id': move.id,
                    'account_id': account.id,
                    'company_id': move.company_id.id,
                    'partner_id': move.commercial_partner_id.id,
                    'document_number': move.name,
                    'issue_date': move.invoice_date,
                    'recipient_identities': move.commercial_partner_id._pagero_identities(),
                    'send_mode': 'Production',
                    'sender_reference': uuid4().hex,
                    'upload_started_at': fields.Datetime.now() if begun else False,
                    'state_changed_at': fields.Datetime.now(),
                    **values,
                }
            )
        )

    @classmethod
    def _create_received(cls, account, content=b'%PDF-1.7', word="Granbergs Bygg AB"):
        """A document that came over Pagero, with its file and its history."""
        received = (
            cls.env['pagero.received.document']
            .sudo()
            .create(
                {
                    'account_id': account.id,
                    'company_id': account.company_id.id,
                    'network_id': uuid4().hex,
                    'announced_at': fields.Datetime.now(),
                    'send_mode': 'Production',
                    'sender_name': word,
                    'document_number': word,
                }
            )
        )
        received._store({received: content})
        return received

    @classmethod
    def _create_received_request(cls, account, word="Granbergs Bygg AB", **values):
        """A company that asks to send us documents."""
        return (
            cls.env['pagero.received.request']
            .sudo()
            .create(
                {
                    'account_id': account.id,
                    'network_id': uuid4().hex,
                    'company': {'name': word},
                    'sender_name': word,
                    'message': word,
                    **values,
                }
            )
        )

    @classmethod
    def _create_response(cls, document, code='RE', word="Björkdals kommun", **values):
        """An answer to a document, which it doesn't count for before it is weighed."""
        received = cls._create_received(document.account_id, f'%PDF-{uuid4()}'.encode(), word)
        return (
            cls.env['pagero.response']
            .sudo()
            .create(
                {
                    'received_id': received.id,
                    'company_id': document.company_id.id,
                    'send_mode': document.send_mode,
                    'message': 'invoice_response',
                    'sender_name': word,
                    'given_at': fields.Datetime.now(),
                    'document_id': document.id,
                    'move_id': document.move_id.id,
                    'document_number': document.document_number,
                    'code': code,
                    'business_status': business_status_of(code),
                    **values,
                }
            )
        )

    @classmethod
    def _create_payee_account(cls, received, number='9912346'):
        """An account that the sender of a received document stated."""
        values = {'sender': number, 'kind': 'bankgiro', 'number': number, 'key': number}
        return (
            cls.env['pagero.payee.account']
            .sudo()
            .create(
                {
                    'company_id': received.company_id.id,
                    'document_id': received.id,
                    'first_stated_at': received.announced_at,
                    **values,
                }
            )
        )

    @classmethod
    def _create_connection(cls, partner=None, state='connected', **values):
        return (
            cls.env['pagero.connection']
            .sudo()
            .create(
                {
                    'account_id': cls.account.id,
                    'partner_id': (partner or cls.customer).id,
                    'state': state,
                    **values,
                }
            )
        )

    def _create_hits(self, account, companies):
        """Hits of a search, with the companies as the database gives them back."""
        search = account.env['pagero.network.search'].create({'query': 'x'})
        values = [
            {'search_id': search.id, 'company': json.loads(json.dumps(company.to_dict()))}
            for company in companies
        ]
        return account.env['pagero.network.search.hit'].sudo().create(values).sudo(False)

    @classmethod
    def _create_user(cls, login, groups=USER_GROUPS, company=None, **values):
        company = company or cls.company
        values = {'company_id': company.id, 'company_ids': [Command.set(company.ids)], **values}
        return new_test_user(cls.env, login, groups=groups, **values)

    @classmethod
    def _create_other_company(cls):
        """A second Swedish company, unknown to the first one's users."""
        company = cls.setup_other_company(name="Sydsken")['company']
        cls._equip_company(company)
        return company

    # === WHAT THE NETWORK SAYS === #

    def _part(self, document, status='Error', **values):
        """A file part as the network lists it."""
        values = {'id': 'part-1', 'file_id': document.file_id, **values}
        return FilePart(status=status, **values)

    def _listed(self, document, **values):
        """The network's own document for one of ours, as it lists it."""
        standard = {
            'id': f'network-{document.id}',
            'file_id': document.file_id or 'file-there',
            'created_at': None,
            'direction': 'Sent',
            'document_type': 'Invoice',
            'document_subtype': '',
            'document_identifier': document.document_number,
            'issue_date': document.issue_date,
            'send_mode': document.send_mode,
            'sender_reference': None,
            'receiver_ids': (('SE:ORGNR', '212000-9986'),),
        }
        return NetworkDocument(**{**standard, **values})

    # === LOOKING === #

    def _events(self, document):
        return document.sudo().event_ids.sorted('id').mapped('code')

    @contextmanager
    def _tracking(self, record):
        """Yields the record with the chatter's memory, which Odoo's tests switch off."""
        self.env.flush_all()
        self.cr.flush()
        context = dict.fromkeys(('tracking_disable', 'mail_notrack', 'mail_create_nolog'), False)
        yield record.with_context(**context)
        self.env.flush_all()
        self.cr.flush()

    @contextmanager
    def _counting_queries(self):
        """Yields a list that holds the number of queries afterwards."""
        counted = []
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        yield counted
        self.env.flush_all()
        counted.append(self.env.cr.sql_log_count - before)
