"""What core asks of the builder of any format, beside the document itself."""

from typing import Literal

from odoo import models

from ...en16931.invoice import BILLING
from ...ubl.billing.syntax import BIS_3
from ...ubl.billing.writer import SCHEMAS


CREDITS = ('out_refund', 'in_refund')


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _export_invoice_filename(self, invoice):
        return f"{(invoice.name or '').replace('/', '_')}_pagero.xml"

    def _can_export_selfbilling(self):
        return True

    def _get_customization_id(self, process_type: Literal['billing', 'selfbilling'] = BILLING):
        """BT-24, by which core looks whether a participant of Peppol takes the format."""
        return BIS_3.specifications[process_type]

    # === THE PDF THAT CORE PUTS INTO A FILE OF ITS SEND DIALOG === #

    def _get_document_type_code_node(self, invoice, invoice_data):
        """BG-24 has no such code."""
        return {}

    def _add_invoice_config_vals(self, vals):
        """``_get_document_nsmap`` needs nothing but the invoice."""

    def _get_document_nsmap(self, vals):
        is_credit_note = vals['invoice'].move_type in CREDITS
        return {
            None: f"{SCHEMAS}{'CreditNote' if is_credit_note else 'Invoice'}-2",
            'cac': f'{SCHEMAS}CommonAggregateComponents-2',
            'cbc': f'{SCHEMAS}CommonBasicComponents-2',
        }
