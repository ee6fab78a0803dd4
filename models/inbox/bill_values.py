"""A received document as the values of a bill: header, lines, taxes, accounts."""

from datetime import date

from markupsafe import Markup

from odoo import Command, models

from ...en16931.booking import row_of_vat
from ...identification.days import is_believable
from .books import first_line


REFUND_OF = {'in_refund': 'in_invoice', 'out_refund': 'out_invoice'}
CONTRARY = {'invoice': 'refund', 'refund': 'invoice'}


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    def _prepare_bill_values(self, draft):
        invoice, draft.taxes = draft.invoice, []
        lines = [
            self._prepare_line_values(draft, row, draft.order_lines.get(number))
            for number, row in enumerate(draft.rows)
        ]
        lines += self._prepare_vat_lines(draft)
        values = {
            'move_type': _move_type(invoice, draft),
            'journal_id': draft.books.journal().id,
            'company_id': draft.books.company.id,
            'partner_id': draft.partner.id,
            'currency_id': self.currency_id.id,
            'invoice_date': _day(invoice.issue_date),
            'ref': invoice.number,
            'payment_reference': _payment_reference(invoice) or invoice.number,
            'invoice_origin': invoice.references.order or False,
            'narration': _narration(invoice),
            'invoice_line_ids': [Command.create(line) for line in lines],
        }
        if due := self._due_date(invoice):
            values |= {'invoice_date_due': due, 'invoice_payment_term_id': False}
        if corrected := self._corrected_move(draft, values['move_type']):
            values['reversed_entry_id'] = corrected.id
        if draft.books.use == 'sale':
            values['pagero_choice'] = 'no'  # the customer, who wrote it, has it
        self._remark_on_currency(draft, values['invoice_date'])
        return values

    def _corrected_move(self, draft, move_type):
        """The posted bill that a credit note names (BG-3): Odoo sets one off against the other."""
        numbers = [each.number for each in draft.invoice.references.preceding]
        if not numbers or move_type not in REFUND_OF:
            return None
        domain = [
            ('company_id', '=', draft.books.company.id),
            ('commercial_partner_id', '=', draft.partner.commercial_partner_id.id),
            ('move_type', '=', REFUND_OF[move_type]),
            ('state', '=', 'posted'),
            ('ref', 'in', numbers),
        ]
        found = self.env['account.move'].search(domain, limit=2)
        return found if len(found) == 1 else None

    def _due_date(self, invoice):
        return _day(invoice.due_date) or self.due_date

    def _remark_on_currency(self, draft, day):
        currency = self.currency_id
        if not currency.active:
            draft.remark('inactive_currency', currency=currency.name)
        elif day and not draft.books.has_rate(currency, day):
            draft.remark('no_rate', currency=currency.name)

    # === LINES === #

    def _prepare_line_values(self, draft, row, order_line=None):
        tax = self._tax_of(draft, row)
        price = float(row.price)
        if tax.price_include:
            price *= 1 + tax.amount / 100
        draft.taxes.append(tax)
        return {
            'name': self._name_of(row),
            'quantity': float(row.quantity),
            'price_unit': price,
            'discount': float(row.discount),
            'tax_ids': [Command.set(tax.ids)],
            'is_imported': True,
            **self._prepare_item_values(draft, row, order_line),
        }

    def _prepare_vat_lines(self, draft):
        """VAT that none of the company's taxes makes: an amount of its own, so that all is paid."""
        unknown = {each['key'] for each in draft.remarks if each['code'] == 'unknown_tax'}
        groups = [each for each in draft.invoice.vat if _key(each.category) in unknown]
        added = [row_of_vat(group, sign=draft.sign) for group in groups if group.amount]
        draft.rows = [row for row in draft.rows if not row.group] + added
        return [self._prepare_line_values(draft, row) for row in added]

    def _name_of(self, row):
        if row.group:
            return self.env._("VAT %(rate)s %%", rate=_rate(row.group.category))
        if row.line:
            item = row.line.item
            parts = (item.name, item.description if item.description != item.name else '')
            return '\n'.join(filter(None, (*parts, row.line.note))) or self.env._("Line")
        if row.adjustment is None:
            return self.env._("Rounding")
        usual = self.env._("Charge") if row.adjustment.is_charge else self.env._("Allowance")
        return row.adjustment.reason or usual

    def _tax_of(self, draft, row):
        """The tax of the row's category and rate; where there is none that fits, it is told."""
        category = row.vat
        if row.group:
            return self.env['account.tax']
        if category is None and row.line and len(draft.invoice.vat) == 1:
            category = draft.invoice.vat[0].category
        if category is None:
            return self.env['account.tax']
        tax, trouble = draft.books.tax(category, draft.partner, _country_of_vat(draft))
        if trouble:
            code, rate, country = category.code, _rate(category), _country_of_vat(draft)
            draft.remark(trouble, rate=rate, category=code, country=country, key=_key(category))
        return tax

    def _prepare_item_values(self, draft, row, order_line):
        """Product, unit, account and analytic account, as far as the file or the past tells."""
        if row.line is None:
            return self._prepare_account_values(draft, '', self._name_of(row))
        product = draft.books.product(draft.partner, row.line.item)
        if order_line:
            product = order_line.product_id
        unit, is_known = draft.books.unit(row.line.unit)
        if not is_known:
            draft.remark('unknown_unit', unit=row.line.unit)
        values = self._prepare_account_values(
            draft, row.line.accounting_cost, row.line.item.name, product
        )
        if product:
            values['product_id'] = product.id
            is_other = unit and not unit._has_common_reference(product.uom_id)
            unit = product.uom_id.browse() if is_other else unit
        if unit:
            values['product_uom_id'] = unit.id
        if order_line:
            values['purchase_line_id'] = order_line.id
            ordered = order_line.analytic_distribution
            if ordered and 'analytic_distribution' not in values:
                values['analytic_distribution'] = ordered
        return values

    def _prepare_account_values(self, draft, said, name, product=None):
        """What the file says for our books, the product's own, or as the vendor's last bills."""
        said = said or draft.invoice.references.accounting_cost
        values = {}
        account = draft.books.account(said)
        analytic = None if account else draft.books.analytic(said)
        if analytic:
            values['analytic_distribution'] = {str(analytic.id): 100}
        if account:
            values['account_id'] = account.id
        elif not product:
            kept = draft.books.kept(draft.partner)
            known = kept.account_of_name.get(first_line(name)) or kept.account
            values['account_id'] = known or draft.books.usual_account().id
        return values


def _move_type(invoice, draft):
    usual = 'refund' if invoice.is_credit_note else 'invoice'
    kind = usual if draft.sign == 1 else CONTRARY[usual]
    return f'{"out" if draft.books.use == "sale" else "in"}_{kind}'


def _country_of_vat(draft):
    """Whose VAT it is: by the seller's number (BT-31)."""
    number = draft.invoice.seller.vat_number[:2].upper()
    return number if number.isalpha() else ''


def _key(category):
    return f'{category.code} {_rate(category)}'


def _rate(category):
    return '' if category.rate is None else f'{category.rate.normalize():f}'


def _day(value):
    return value if isinstance(value, date) and is_believable(value) else False


def _payment_reference(invoice):
    return next((each.reference for each in invoice.payment_means if each.reference), '')


def _narration(invoice):
    texts = [note.text for note in invoice.notes] + [invoice.payment_terms]
    return Markup().join(Markup("<p>%s</p>") % text for text in texts if text) or False
