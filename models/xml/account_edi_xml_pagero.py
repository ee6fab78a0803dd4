"""From ``account.move`` to the invoice of EN 16931, and from there to Peppol BIS Billing 3.

Odoo's books are the source of each amount: nets of lines and VAT are what was booked, so the
document says what the invoice says, to the cent. Core's own builder of such documents isn't used.
"""

import logging

import psycopg2

from odoo import fields, models
from odoo.exceptions import UserError

from ...en16931.invoice import BILLING, SELF_BILLING
from ...en16931.sums import invoice_of
from ...ubl.billing.writer import write
from ..texts.findings import refusal_of_odoo, sentence
from .source import Batch, Source


_logger = logging.getLogger(__name__)


class AccountEdiXmlPagero(models.AbstractModel):
    """The builder of the format 'pagero_bis3'; each file of this room has a group of terms.

    A method that takes a ``source`` answers with values of ``en16931``.
    """

    _name = 'account.edi.xml.pagero'
    _description = "Peppol BIS Billing 3.0 (Pagero)"

    # === ENTRIES === #

    def _export_invoices(self, moves):
        """Many invoices at once: ``{move id: (xml, [findings])}``.

        A move that can't be built has a finding and no XML; the others don't suffer. The caller
        runs ``ubl.check`` on the XML, so what that finds isn't said here.
        """
        batch = Batch()
        moves = moves.with_prefetch()
        # All lines in one query: later the lines of one kind of one move are asked for theirs.
        moves.line_ids.mapped('name')
        moves.line_ids.fetch(['tax_ids'])
        return {move.id: self._export_or_explain(move, batch, self._draw_up) for move in moves}

    def _export_or_explain(self, move, batch, draw_up, *about):
        """(xml, findings) of one; ``about`` is what ``draw_up`` is told beside the move."""
        try:
            return draw_up(move.with_company(move.company_id), batch, *about)
        except psycopg2.Error:
            raise  # the transaction is broken for all
        except UserError as error:
            return b'', [refusal_of_odoo(error)]
        except Exception:
            _logger.exception("The XML of %s could not be built", move)
            words = self.env._(
                "The XML of %(invoice)s could not be built because of a programming error."
                " Contact your administrator: the server's log has the details.",
                invoice=move.display_name,
            )
            return b'', [refusal_of_odoo(words)]

    def _terms_of(self, moves):
        """{move: Invoice}, without its files, which are guarded where they are kept.

        None where it can't be drawn up: then nothing tells what it says.
        """
        batch = Batch()
        return {move: self._terms_or_none(move, batch) for move in moves}

    def _terms_or_none(self, move, batch):
        try:
            source = self._source(move.with_company(move.company_id), batch)
            return self._invoice(source, with_files=False)
        except psycopg2.Error:
            raise  # the transaction is broken for all
        except Exception:
            _logger.warning("What %s says could not be drawn up", move, exc_info=True)
            return None

    def _draw_up(self, move, batch):
        """(xml, findings): what Odoo knows and the XML can't show."""
        source = self._source(move, batch)
        if impossible := list(self._objections_to_currency(source)):
            return b'', impossible
        invoice = self._invoice(source)
        return write(invoice), self._objections(source, invoice)

    def _export_invoice(self, invoice):
        """One invoice, as core calls it: ``(xml, {sentence})``."""
        [(xml, objections)] = self._export_invoices(invoice).values()
        day = invoice.invoice_date or fields.Date.context_today(self)
        findings = self.env['pagero.document.invoice'].sudo()._findings_of(xml, objections, day)
        return xml, {sentence(self.env, found) for found in findings if found.is_fatal}

    # === THE WHOLE === #

    def _source(self, move, batch):
        """The parties as they are in the document: self-billing turns them round."""
        company = self._seller_company(move.company_id)
        ours, theirs = company.partner_id.commercial_partner_id, move.partner_id
        seller, buyer = (ours, theirs) if move.is_sale_document() else (theirs, ours)
        lang = move.partner_id.lang
        translated = (each.with_context(lang=lang) for each in (move, seller, buyer))
        return Source(batch, *translated, company)

    def _invoice(self, source, *, with_files=True):
        """Everything that the document says."""
        move, adjustments = source.move, self._adjustments(source)
        return invoice_of(
            self._vat(source),
            number=move.name or '',
            issue_date=move.invoice_date or None,
            type_code=self._type_code(source),
            is_credit_note=source.is_credit_note,
            process=SELF_BILLING if move.pagero_self_billed else BILLING,
            currency=source.currency.name or '',
            tax_point_date=move.taxable_supply_date or None,
            due_date=self._due_date(source),
            references=self._references(source),
            notes=self._notes(source),
            period=self._period(move),
            seller=self._seller(source),
            buyer=self._buyer(source),
            delivery=self._delivery(source),
            payment_means=self._payment_means(source),
            payment_terms=self._payment_terms(source),
            lines=self._lines(source),
            allowance_charges=adjustments,
            documents=self._documents(source) if with_files else (),
            **self._amounts(source),
        )
