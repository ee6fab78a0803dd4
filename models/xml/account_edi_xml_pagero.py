"""Peppol BIS Billing 3 as Pagero and Swedish buyers want it, on top of core's builder.

Core's tree is taken as it comes and corrected afterwards through the helpers of ``nodes``: kinds,
references and units here, what is on demand in ``header`` and ``lines``, sellers and buyers in
``parties``, VAT in ``vat``, allowances and charges in ``allowances``, sums in ``totals``, accounts
to pay to in ``payment``, files in ``attachments``; ``memory`` makes it fast. Business terms (BT,
BG) are those of EN 16931.
"""

import logging

import psycopg2

from odoo import models
from odoo.exceptions import UserError

from ...ubl.objections import objection
from ..texts.findings import sentence
from ..tools.own_context import OURS
from . import nodes
from .rendering import render


_logger = logging.getLogger(__name__)

INVOICE_TYPE_DEBIT_NOTE, INVOICE_TYPE_PREPAYMENT = 383, 386  # UNCL1001
INVOICE_TYPE_SELF_BILLED_DEBIT_NOTE = 527
TYPE_CODE_PROJECT = 50  # UNCL1001: how a credit note names its project (BT-11)
WITHIN_EU = 'K'  # UNCL5305: the VAT category of a sale to another EU country
PIECE = 'C62'  # UN/ECE Recommendation 20: one, where there is no unit
# Core's constraints that the check before sending finds too, with a place and advice.
FOUND_BY_CHECK = ('peppol_en16931_ubl_buyer_ref_po_ref',)


class AccountEdiXmlPagero(models.AbstractModel):
    """The builder of the format 'pagero_bis3'.

    ``_get_invoice_node`` calls the ``_correct_…`` methods of the other files, in an order that
    matters: lines before their allowances, VAT before the totals. ``_with_memory`` is of
    ``memory``, ``_note_beside_others`` of ``vat``, ``_pagero_seller`` of ``parties``.
    """

    _name = 'account.edi.xml.pagero'
    _inherit = 'account.edi.xml.ubl_bis3'
    _description = "Peppol BIS Billing 3.0 (Pagero)"

    # === ENTRIES === #

    def _export_invoices(self, moves):
        """Many invoices at once: ``{move id: (xml, {sentence or finding})}``.

        A move that can't be built has a sentence and no XML; the others don't suffer. The
        caller runs ``ubl.check`` on the XML, so what that finds isn't said here.
        """
        # A flag, since core's export calls its constraints itself and hands on no parameter.
        builder = self._with_memory().with_context(pagero_check_follows=OURS)
        # Core filters the lines of each move, and reads these one move at a time.
        moves.line_ids.fetch(['tax_ids', 'tax_tag_ids'])
        return {
            move.id: builder._export_or_explain(move.with_company(move.company_id))
            for move in moves.with_prefetch()
        }

    def _export_or_explain(self, move):
        try:
            return self._export_invoice(move)
        except psycopg2.Error:
            raise  # the transaction is broken for all
        except UserError as error:
            return b'', {str(error)}
        except Exception:
            _logger.exception("The XML of %s could not be built", move)
            return b'', {
                self.env._(
                    "The XML of %(invoice)s could not be built because of a programming error."
                    " Contact your administrator: the server's log has the details.",
                    invoice=move.display_name,
                )
            }

    def _export_invoice(self, invoice):
        """One invoice, as core calls it: ``(xml, {sentence})``.

        The invoice speaks the customer's language, the sentences the user's.
        """
        builder = self._with_memory()
        writer = builder.with_context(lang=invoice.partner_id.lang)
        if nodes.shape_of(self) == nodes.HOOKS:
            return super(AccountEdiXmlPagero, writer)._export_invoice(invoice)
        builder._validate_taxes(invoice.invoice_line_ids.tax_ids)
        vals = {'invoice': invoice.with_context(lang=invoice.partner_id.lang)}
        document = vals['document_node'] = writer._get_invoice_node(vals)
        found = builder._export_invoice_constraints(invoice, vals)
        # Core's constraints read one payment means, so several come after them.
        writer._correct_payment(document, vals)
        template = writer._get_document_template(vals)
        xml = render(document, template, writer._get_document_nsmap(vals))
        return xml, {each for each in found.values() if each}

    def _export_invoice_filename(self, invoice):
        return f"{(invoice.name or '').replace('/', '_')}_pagero.xml"

    def _export_invoice_constraints(self, invoice, vals):
        found = super()._export_invoice_constraints(invoice, vals)
        if self.env.context.get('pagero_check_follows') is OURS:
            found = {key: found[key] for key in found if key not in FOUND_BY_CHECK}
        found.pop('tax_on_line', None)  # ours says on which lines
        return found | self._objections(invoice)

    def _objections(self, invoice):
        """What Odoo knows and the XML can't show: findings, or sentences for core."""
        found = [
            *invoice._pagero_objections(),
            *self._objections_to_units(invoice),
            *self._objections_to_accounts(invoice),
        ]
        if self.env.context.get('pagero_check_follows') is not OURS:
            found = [sentence(self.env, each) for each in found if each.is_fatal]
        return {f'pagero_{number}': each for number, each in enumerate(found)}

    # === DOCUMENT === #

    def _add_invoice_config_vals(self, vals):
        super()._add_invoice_config_vals(vals)
        invoice = vals['invoice']
        ours = self._pagero_seller(invoice.company_id).partner_id.commercial_partner_id
        if invoice.is_sale_document():
            vals['supplier'] = ours
        else:  # we buy, and it was delivered to us
            vals.update(customer=ours, partner_shipping=invoice.company_id.sudo().partner_id)
        # Peppol has no debit note document; it is an invoice of another type.
        if vals['document_type'] == 'debit_note':
            vals['document_type'] = 'invoice'
        # Core makes an invoice of what a self-billing buyer takes back.
        if invoice.move_type == 'in_refund':
            vals['document_type'] = 'credit_note'

    def _get_invoice_node(self, vals):
        document = super()._get_invoice_node(vals)
        if vals['document_type'] == 'credit_note' and not document.get('cac:Delivery'):
            self._add_invoice_delivery_nodes(document, vals)  # core leaves it out (BR-IC-12)
        self._correct_lines(document)
        self._correct_allowances(document, vals)
        self._correct_references(document, vals['invoice'])
        self._correct_header(document, vals['invoice'])
        self._correct_kind(document, vals['invoice'])
        self._correct_parties(document, vals)
        self._correct_vat(document, vals)
        self._correct_totals(document, vals)
        self._correct_delivery(document, vals['invoice'])
        if nodes.shape_of(self) == nodes.HOOKS:
            self._correct_payment(document, vals)
        self._embed_attachments(document, vals['invoice'])
        return document

    def _add_invoice_base_lines_vals(self, vals):
        """The lines in the order in which people see them; core's is that of their creation."""
        super()._add_invoice_base_lines_vals(vals)
        vals['base_lines'].sort(key=_place_on_invoice)
        self._note_beside_others(vals)

    def _get_invoice_line_node(self, vals):
        line = super()._get_invoice_line_node(vals)
        line[nodes.RECORD] = vals['base_line'].get('record')
        return line

    def _get_document_template(self, vals):
        return nodes.complete_template(super()._get_document_template(vals))

    def _correct_references(self, document, invoice):
        """BT-10 to BT-13 and BT-19; core writes our own invoice number as the buyer's order."""
        order = invoice._pagero_order_reference()
        nodes.put(document, 'cbc:BuyerReference', invoice._pagero_buyer_reference())
        nodes.put(document, 'cbc:AccountingCost', invoice.pagero_accounting_cost)
        nodes.put_at(document, ('cac:OrderReference', 'cbc:ID'), order)
        if not order:  # a sales order (BT-14) can't stand without the buyer's order
            nodes.put_at(document, ('cac:OrderReference', 'cbc:SalesOrderID'), None)
        contract = invoice.pagero_contract_reference
        nodes.put_at(document, ('cac:ContractDocumentReference', 'cbc:ID'), contract)
        self._correct_project(document, invoice)

    def _correct_project(self, document, invoice):
        project = invoice.pagero_project_reference
        if invoice.move_type not in ('out_refund', 'in_refund'):
            nodes.put_at(document, ('cac:ProjectReference', 'cbc:ID'), project)
        elif project:
            tag = 'cac:AdditionalDocumentReference'
            document[tag] = [
                *nodes.get_list(document, tag),
                {
                    'cbc:ID': {'_text': project},
                    'cbc:DocumentTypeCode': {'_text': TYPE_CODE_PROJECT},
                },
            ]

    def _correct_kind(self, document, invoice):
        """BT-3 where it isn't the usual one, and BG-3: the invoices that this one is about."""
        debited = 'debit_origin_id' in invoice._fields and invoice.debit_origin_id
        if debited:
            own = INVOICE_TYPE_SELF_BILLED_DEBIT_NOTE if invoice.pagero_self_billed else None
            nodes.put(document, 'cbc:InvoiceTypeCode', own or INVOICE_TYPE_DEBIT_NOTE)
        elif invoice.move_type == 'out_invoice' and invoice._is_downpayment():
            nodes.put(document, 'cbc:InvoiceTypeCode', INVOICE_TYPE_PREPAYMENT)
        known = debited or invoice._pagero_down_payments()
        originals = [(each.name, each.invoice_date) for each in known or ()]
        originals = originals or invoice._pagero_credited()
        if originals:
            document['cac:BillingReference'] = [
                {
                    'cac:InvoiceDocumentReference': {
                        'cbc:ID': {'_text': number},
                        'cbc:IssueDate': {'_text': day or None},
                    }
                }
                for number, day in originals
            ]

    def _objections_to_accounts(self, invoice):
        for account in invoice._pagero_payment_accounts():
            if flaw := account._pagero_flaw():
                parameters = {'kind': flaw.kind, 'value': flaw.value}
                yield objection('PAGERO-ACCOUNT-NUMBER', parameters=parameters)

    # === UNITS === #

    def _get_uom_unece_code(self, uom):
        return self._known_unit_code(uom) or PIECE

    def _known_unit_code(self, uom):
        return uom._pagero_unit_code() if uom else PIECE

    def _objections_to_units(self, invoice):
        """Core calls every unit that it doesn't know a piece: twelve boxes become twelve screws."""
        for number, line in invoice._numbered_lines():
            unit = line.product_uom_id
            if number and not line.pagero_allowance and not self._known_unit_code(unit):
                yield objection('PAGERO-UNIT-NO-CODE', number, detail=unit.name)

    # === DELIVERY === #

    def _correct_delivery(self, document, invoice):
        """BT-72: the actual date; only a sale within the EU needs one anyhow (BR-IC-11).

        Within the EU core writes the invoice date, whatever the delivery date is.
        """
        path = ('cac:Delivery', 'cbc:ActualDeliveryDate')
        if invoice.delivery_date:
            nodes.put_at(document, path, invoice.delivery_date)
        elif not nodes.text(document, *path) and WITHIN_EU in self._categories(document):
            nodes.put_at(document, path, invoice.invoice_date)

    def _categories(self, document):
        return {nodes.text(node, 'cbc:ID') for node in nodes.tax_categories(document)}


def _place_on_invoice(base_line):
    """Lines that a person entered by their place, what Odoo added (roundings) after them."""
    line = base_line['record']
    if line and line._name == 'account.move.line' and line.display_type == 'product':
        return (0, line.sequence, line.id)
    return (1, 0, 0)
