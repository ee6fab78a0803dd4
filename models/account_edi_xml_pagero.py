"""Peppol BIS Billing 3 as Pagero and Swedish buyers want it, on top of core's builder.

Core's tree is taken as it comes and corrected afterwards through the helpers of ``ubl_nodes``:
references and VAT here, sellers and buyers in ``…_parties``, accounts to pay to in ``…_payment``;
``…_memory`` makes it fast. Business terms (BT, BG) are those of EN 16931.
"""

import logging

import psycopg2

from odoo import models
from odoo.exceptions import UserError

from . import ubl_nodes as nodes
from .ubl_rendering import render


_logger = logging.getLogger(__name__)

INVOICE_TYPE_DEBIT_NOTE = 383  # UNCL1001
TYPE_CODE_PROJECT = 50  # UNCL1001: how a credit note names its project (BT-11)
NOT_SUBJECT, WITHIN_EU = 'O', 'K'  # UNCL5305: VAT categories
# Core gives no reason where a tax has its category but no code (BR-AE-10, BR-O-10); VATEX list.
EXEMPTION_CODES = {'AE': 'VATEX-EU-AE', NOT_SUBJECT: 'VATEX-EU-O'}
UNIT_CODES = {'QT': 'QTL'}  # core's quart isn't in UN/ECE Recommendation 20
# Core's constraints that the check before sending finds too, with a place and advice.
FOUND_BY_CHECK = ('peppol_en16931_ubl_buyer_ref_po_ref',)


class AccountEdiXmlPagero(models.AbstractModel):
    """The builder of the format 'pagero_bis3'."""

    _name = 'account.edi.xml.pagero'
    _inherit = 'account.edi.xml.ubl_bis3'
    _description = "Peppol BIS Billing 3.0 (Pagero)"

    # === ENTRIES === #

    def _export_invoices(self, moves):
        """Many invoices at once: ``{move id: (xml, {sentence})}``.

        A move that can't be built has a sentence and no XML; the others don't suffer. The
        caller runs ``ubl.check`` on the XML, so what that finds isn't said here.
        """
        builder = self._with_memory().with_context(pagero_check_follows=True)
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
                    " The server's log says more; send it to your administrator.",
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
        return xml, {sentence for sentence in found.values() if sentence}

    def _export_invoice_filename(self, invoice):
        return f"{(invoice.name or '').replace('/', '_')}_pagero.xml"

    def _export_invoice_constraints(self, invoice, vals):
        found = super()._export_invoice_constraints(invoice, vals)
        if self.env.context.get('pagero_check_follows'):
            found = {key: found[key] for key in found if key not in FOUND_BY_CHECK}
        for account in invoice._pagero_payment_accounts():
            found[f'pagero_account_{account.id}'] = account._pagero_doubt()
        return found

    # === DOCUMENT === #

    def _add_invoice_config_vals(self, vals):
        super()._add_invoice_config_vals(vals)
        invoice = vals['invoice']
        if invoice.is_sale_document():
            seller = self._pagero_seller(invoice.company_id)
            vals['supplier'] = seller.partner_id.commercial_partner_id
        # Peppol has no debit note document; it is an invoice of another type.
        if vals['document_type'] == 'debit_note':
            vals['document_type'] = 'invoice'

    def _get_invoice_node(self, vals):
        document = super()._get_invoice_node(vals)
        self._correct_references(document, vals['invoice'])
        self._correct_preceding_invoice(document, vals['invoice'])
        self._correct_parties(document, vals)
        self._correct_vat(document)
        self._correct_delivery(document, vals['invoice'])
        if nodes.shape_of(self) == nodes.HOOKS:
            self._correct_payment(document, vals)
        return document

    def _get_document_template(self, vals):
        return nodes.template_with_customer_number(super()._get_document_template(vals))

    def _correct_references(self, document, invoice):
        """BT-10 to BT-13 and BT-19; core writes our own invoice number as the buyer's order."""
        if not invoice.is_sale_document():
            return
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
        if invoice.move_type != 'out_refund':
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

    def _correct_preceding_invoice(self, document, invoice):
        """BG-3: what a credit note or debit note changes."""
        debited = 'debit_origin_id' in invoice._fields and invoice.debit_origin_id
        original = debited or invoice.reversed_entry_id
        if debited:
            nodes.put(document, 'cbc:InvoiceTypeCode', INVOICE_TYPE_DEBIT_NOTE)
        if original:
            document['cac:BillingReference'] = [
                {
                    'cac:InvoiceDocumentReference': {
                        'cbc:ID': {'_text': original.name},
                        'cbc:IssueDate': {'_text': original.invoice_date},
                    }
                }
            ]

    # === VAT === #

    def _get_uom_unece_code(self, uom):
        code = super()._get_uom_unece_code(uom)
        return UNIT_CODES.get(code, code)

    def _get_tax_exemption_reason(self, customer, supplier, tax):
        reason = super()._get_tax_exemption_reason(customer, supplier, tax)
        if any(reason.values()):
            return reason
        category = self._get_tax_category_code(customer, supplier, tax)
        if category in EXEMPTION_CODES:
            reason = {
                'tax_exemption_reason': self._exemption_reason(category),
                'tax_exemption_reason_code': EXEMPTION_CODES[category],
            }
        return reason

    def _exemption_reason(self, category):
        if category == NOT_SUBJECT:
            return self.env._("Not subject to VAT")
        return self.env._("Reverse charge")

    def _correct_vat(self, document):
        """What isn't subject to VAT has no rate and names no VAT numbers (BR-O-02, BR-O-05)."""
        categories = list(nodes.tax_categories(document))
        outside = [node for node in categories if nodes.text(node, 'cbc:ID') == NOT_SUBJECT]
        for category in outside:
            nodes.put(category, 'cbc:Percent', None)
        if outside:
            for role in ('supplier', 'customer'):
                self._drop_vat_number(nodes.party(document, role))

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
