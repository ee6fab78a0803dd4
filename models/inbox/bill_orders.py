"""The purchase orders that a received document is about, where the app Purchase is installed.

An order is found by the number that the document states (BT-13), then by those of its lines, then
by a number of one of the vendor's open orders in its texts. Rows are linked to the order's lines
and stay as the supplier wrote them: what differs from the order is told.
"""

import re
from collections import defaultdict

from odoo import api, models

from ...ubl.peppol_rules.document import clark
from .books import first_line


OPEN = 'purchase'
# Fraction by which a price may differ before it is told: what rounding makes.
PRICE_TOLERANCE = 0.0005
_OF_LINES = clark('cac:OrderLineReference')
_ORDER = clark('cac:OrderReference/cbc:ID')
NONE_GIVEN = ('NA', 'N/A', '-', 'NONE')  # what suppliers write who have no number but need one


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    @api.model
    def _find_orders(self, drafts):
        """Give each draft the lines of orders that its rows are of, and remarks on them."""
        if 'purchase.order' not in self.env or not drafts or drafts[0].books.use == 'sale':
            return
        stated = {draft: self._stated_orders(draft) for draft in drafts}
        by_number = self._orders_by_number(
            drafts[0].books.company, {number for numbers in stated.values() for number in numbers}
        )
        planned = defaultdict(float)  # what this batch bills of each line
        for draft in drafts:
            orders = self._orders_of(draft, stated[draft], by_number)
            if orders:
                self._match_rows(draft, orders, planned)

    @api.model
    def _stated_orders(self, draft):
        """Numbers in the order in which they count."""
        numbers = [draft.invoice.references.order]
        numbers += [reference.findtext(_ORDER) or '' for reference in draft.root.iter(_OF_LINES)]
        cleaned = [' '.join(number.split()) for number in numbers]
        return list(
            dict.fromkeys(each for each in cleaned if each.upper() not in ('', *NONE_GIVEN))
        )

    @api.model
    def _orders_by_number(self, company, numbers):
        """{number: orders} by our number, or by the vendor's."""
        found = defaultdict(self.env['purchase.order'].browse)
        if numbers:
            numbers = list(numbers)
            domain = [
                ('company_id', '=', company.id),
                '|',
                ('name', 'in', numbers),
                ('partner_ref', 'in', numbers),
            ]
            for order in self.env['purchase.order'].search(domain):
                found[order.name] |= order
                if order.partner_ref:
                    found[order.partner_ref] |= order
        return found

    @api.model
    def _orders_of(self, draft, numbers, by_number):
        """The vendor's confirmed orders; what keeps one from being taken is told."""
        orders = self.env['purchase.order']
        vendor = draft.partner.commercial_partner_id
        for number in numbers:
            found = by_number[number]
            own = found.filtered(lambda order: order.partner_id.commercial_partner_id == vendor)
            if not found:
                draft.remark('order_unknown', order=number)
            elif not own:
                names = ', '.join(found.partner_id.mapped('display_name'))
                draft.remark('order_of_other', order=number, names=names)
            for order in own.filtered(lambda order: order.state != OPEN):
                draft.remark('order_closed', order=order.name)
            orders |= own.filtered(lambda order: order.state == OPEN)
        return orders or self._orders_in_texts(draft, bool(numbers))

    @api.model
    def _orders_in_texts(self, draft, is_stated):
        """An open order of the vendor whose number stands in a note, an item or a reference."""
        orders = self.env['purchase.order']
        if is_stated:
            return orders
        open_orders = draft.books.open_orders(draft.partner)
        if not open_orders:
            return orders
        text = ' '.join(_texts(draft.invoice)).casefold()
        return orders.union(
            *(
                order
                for order in open_orders
                if re.search(rf'(?<!\w){re.escape(order.name.casefold())}(?!\w)', text)
            )
        )

    # === LINES === #

    @api.model
    def _match_rows(self, draft, orders, planned):
        """Each row gets the line of an order that it bills, each line once in a document."""
        lines = orders.order_line.filtered(lambda line: not line.display_type)
        free = list(lines)
        rows = {number: row for number, row in enumerate(draft.rows) if row.line}
        for fits in (_is_referred_to, _has_product, _has_name, _has_price):
            for number, row in rows.items():
                if number not in draft.order_lines:
                    fitting = [line for line in free if fits(draft, row, line, lines)]
                    if fitting and (len(fitting) == 1 or fits is not _has_price):
                        draft.order_lines[number] = fitting[0]
                        free.remove(fitting[0])
        for number, row in rows.items():
            if number in draft.order_lines:
                self._compare_with_order(draft, row, draft.order_lines[number], planned)
            elif row.net:
                names = ', '.join(orders.mapped('name'))
                draft.remark('order_lacks_line', line=row.line.identifier, order=names)

    @api.model
    def _compare_with_order(self, draft, row, line, planned):
        """Quantity, receipt and price; a credit note takes back and is not compared."""
        if draft.invoice.is_credit_note != (draft.sign == -1):
            return
        told = {'line': row.line.identifier, 'order': line.order_id.name}
        quantity = float(row.quantity)
        unit, _is_known = draft.books.unit(row.line.unit)
        if unit and unit._has_common_reference(line.product_uom_id):
            quantity = unit._compute_quantity(quantity, line.product_uom_id, round=False)
        billed = line.qty_invoiced + planned[line] + quantity
        planned[line] += quantity
        digits = self.env['decimal.precision'].precision_get('Product Unit')
        margin = 10**-digits / 2
        if billed > line.product_qty + margin:
            draft.remark(
                'order_quantity', ordered=f'{line.product_qty:g}', billed=f'{billed:g}', **told
            )
        elif line.product_id.purchase_method == 'receive' and billed > line.qty_received + margin:
            received = f'{line.qty_received:g}'
            draft.remark('order_not_received', received=received, billed=f'{billed:g}', **told)
        self._compare_price(draft, row, line, quantity, told)

    @api.model
    def _compare_price(self, draft, row, line, quantity, told):
        if line.order_id.currency_id != draft.document.currency_id or not quantity:
            return
        ordered = line.price_unit * (1 - (line.discount or 0) / 100)
        if any(tax.price_include for tax in line.tax_ids):
            ordered = line.price_subtotal / line.product_qty if line.product_qty else ordered
        stated = float(row.net) / quantity
        if abs(stated - ordered) > max(abs(ordered) * PRICE_TOLERANCE, 0.005 / abs(quantity)):
            draft.remark(
                'order_price', price=f'{stated:.2f}', ordered_price=f'{ordered:.2f}', **told
            )


def _texts(invoice):
    references = invoice.references
    yield from (references.buyer_reference, references.sales_order, references.contract)
    yield from (note.text for note in invoice.notes)
    for line in invoice.lines:
        yield from (line.note, line.item.name, line.item.description)


def _is_referred_to(_draft, row, line, lines):
    """BT-132, as Odoo's own orders number their lines: from one."""
    reference = row.line.order_line.strip()
    return reference.isdigit() and lines[int(reference) - 1 : int(reference)] == line


def _has_product(draft, row, line, _lines):
    product = draft.books.product(draft.partner, row.line.item)
    return bool(product) and product == line.product_id


def _has_name(_draft, row, line, _lines):
    name = first_line(row.line.item.name)
    return name in (first_line(line.name), first_line(line.product_id.name))


def _has_price(draft, row, line, _lines):
    """The only line with the price and quantity of the row."""
    if line.order_id.currency_id != draft.document.currency_id:
        return False
    return round(float(row.net), 2) == round(line.price_subtotal, 2)
