"""What a company's books offer for the rows of received documents, each asked for once.

A plain helper, no model.
"""

from collections import defaultdict
from typing import NamedTuple

from odoo.fields import Domain

from ..tools.language import in_language_of


REVERSE_CHARGE = ('AE', 'K')  # the buyer accounts for the VAT
NO_RATE = ('AE', 'K', 'E', 'G', 'O', 'Z')
PIECES = ('', 'C62', 'EA', 'H87', 'ZZ', 'NAR', '1N')  # a number of things, with no unit of its own
MOST_RECENT = 200  # lines of a vendor's bills, and orders, that are looked at


class Kept(NamedTuple):
    """What the vendor's last bills had, as ids: accounts by name of the line, taxes."""

    account_of_name: dict
    account: int | bool
    taxes: tuple


class Books:
    """The books of one company for bills, or (``is_sale``) for invoices that customers write."""

    def __init__(self, company, is_sale):
        self.company = company
        self.env = in_language_of(company, company.with_company(company)).env
        self.use = 'sale' if is_sale else 'purchase'
        self._taxes = None
        self._units = None
        self._found = {}

    def _once(self, key, find, *args):
        if key not in self._found:
            self._found[key] = find(*args)
        return self._found[key]

    def _of_company(self, model):
        return Domain(self.env[model]._check_company_domain(self.company))

    # === JOURNAL, CURRENCY === #

    def journal(self):
        """The one that the company chose, else its first."""
        return self._once('journal', self._journal)

    def _journal(self):
        if self.use == 'purchase' and (chosen := self._chosen_journal()):
            return chosen
        domain = self._of_company('account.journal') & Domain('type', '=', self.use)
        if self.use == 'purchase':
            domain &= Domain('is_self_billing', '=', False)
        return self.env['account.journal'].search(domain, limit=1)

    def _chosen_journal(self):
        """Unless it was archived since, or became one for bills that we issue."""
        chosen = self.company._pagero_account().sudo().bill_journal_id
        return chosen.filtered(
            lambda journal: (
                journal.active
                and not journal.is_self_billing
                and journal.company_id in self.company.parent_ids
            )
        )

    def has_rate(self, currency, day):
        """Whether an amount in the currency can be turned into the company's."""
        if currency == self.company.currency_id:
            return True
        return self._once(('rate', currency, day), self._has_rate, currency, day)

    def _has_rate(self, currency, day):
        domain = [
            ('currency_id', '=', currency.id),
            ('company_id', 'in', [False, self.company.root_id.id]),
            ('name', '<=', day),
        ]
        return bool(self.env['res.currency.rate'].search_count(domain, limit=1))

    # === TAXES === #

    def tax(self, category, partner, country=''):
        """(tax, a code of a remark): the tax may be none where none is due, or none is known.

        ``country`` is the one whose VAT it is, '' for the company's own.
        """
        own = self.company.account_fiscal_country_id.code
        key = category, partner, _as_odoo(country) or own
        return self._once(('tax', *key), self._tax, *key)

    def _tax(self, category, partner, country):
        rate = float(category.rate or 0)
        known = set(self.kept(partner).taxes)
        if self.use == 'purchase' and category.code in REVERSE_CHARGE and not rate:
            mapped = self._mapped_taxes(partner)
            fitting = [
                tax
                for tax in self.taxes()
                if tax.has_negative_factor and (tax.id in known or tax in mapped)
            ]
            return self._best(fitting, known, category), '' if fitting else 'reverse_charge'
        fitting = [
            tax for tax in self.taxes() if tax.amount == rate and not tax.has_negative_factor
        ]
        if category.code in NO_RATE or not rate:
            fitting = [tax for tax in fitting if tax.id in known or self._is_of(tax, category)]
            return self._best(fitting, known, category), ''
        fitting = [tax for tax in fitting if tax.country_id.code == country]
        return self._best(fitting, known, category), '' if fitting else 'unknown_tax'

    def _is_of(self, tax, category):
        return tax.ubl_cii_tax_category_code == category.code

    def _best(self, taxes, known, category):
        """Of those that fit: the vendor's last, the company's usual, the first of the list."""
        usual = self._usual_tax()

        def rank(tax):
            is_abroad = bool(tax.fiscal_position_ids) and not tax.is_domestic
            return (
                tax.id not in known,
                tax != usual,
                not self._is_of(tax, category),
                is_abroad,
                tax.price_include,
                tax.sequence,
                tax.id,
            )

        return min(taxes, key=rank, default=self.env['account.tax'])

    def taxes(self):
        """All shares of a price that the company may owe or deduct."""
        if self._taxes is None:
            domain = self._of_company('account.tax') & Domain(
                [('type_tax_use', '=', self.use), ('amount_type', '=', 'percent')]
            )
            self._taxes = self.env['account.tax'].search(domain)
        return self._taxes

    def _usual_tax(self):
        name = 'account_sale_tax_id' if self.use == 'sale' else 'account_purchase_tax_id'
        return self.company[name]

    def _mapped_taxes(self, partner):
        """What the usual tax becomes for a partner in another country."""
        position = self.env['account.fiscal.position']._get_fiscal_position(partner)
        return position.map_tax(self._usual_tax())

    # === WHAT THE VENDOR'S LAST BILLS HAD === #

    def kept(self, partner):
        """Of the posted bills of the whole company."""
        commercial = partner.commercial_partner_id
        return self._once(('kept', commercial), self._kept, commercial)

    def _kept(self, commercial):
        types = ('out_invoice', 'out_refund') if self.use == 'sale' else ('in_invoice', 'in_refund')
        lines = self.env['account.move.line'].search_fetch(
            [
                ('move_id.commercial_partner_id', '=', commercial.id),
                ('company_id', '=', self.company.id),
                ('parent_state', '=', 'posted'),
                ('display_type', '=', 'product'),
                ('move_id.move_type', 'in', types),
                ('account_id.active', '=', True),
            ],
            ['name', 'account_id', 'tax_ids'],
            order='date desc, id desc',
            limit=MOST_RECENT,
        )
        by_name = {}
        for line in lines:
            by_name.setdefault(first_line(line.name), line.account_id.id)
        taxes = tuple(dict.fromkeys(lines.tax_ids.ids))
        return Kept(by_name, lines[:1].account_id.id, taxes)

    # === ACCOUNTS AND ANALYTIC ACCOUNTS === #

    def usual_account(self):
        """What nothing else is known of."""
        name = 'income_account_id' if self.use == 'sale' else 'expense_account_id'
        return self.journal().default_account_id or self.company[name]

    def account(self, code):
        """The account whose code a supplier was told to write (BT-19, BT-133); none otherwise."""
        return self._once(('account', code), self._account, code) if code else None

    def _account(self, code):
        domain = self._of_company('account.account') & Domain('code', '=', code)
        internal = Domain('account_type', 'not in', ('asset_receivable', 'liability_payable'))
        return self.env['account.account'].search(domain & internal, limit=1)

    def analytic(self, code):
        """The one analytic account with the code or name."""
        return self._once(('analytic', code), self._analytic, code) if code else None

    def _analytic(self, code):
        domain = self._of_company('account.analytic.account')
        analytic = self.env['account.analytic.account']
        for name in ('code', 'name'):
            found = analytic.search(domain & Domain(name, '=', code), limit=2)
            if found:
                return found if len(found) == 1 else analytic
        return analytic

    # === ORDERS === #

    def open_orders(self, partner):
        """The vendor's last confirmed orders that are not billed in full."""
        commercial = partner.commercial_partner_id
        return self._once(('orders', commercial), self._open_orders, commercial)

    def _open_orders(self, commercial):
        domain = [
            ('company_id', '=', self.company.id),
            ('partner_id.commercial_partner_id', '=', commercial.id),
            ('state', '=', 'purchase'),
            ('invoice_status', '!=', 'invoiced'),
        ]
        return self.env['purchase.order'].search(domain, limit=MOST_RECENT)

    # === PRODUCTS AND UNITS === #

    def unit(self, code):
        """(unit, whether the code is known); a number of things has no unit of its own."""
        if code in PIECES:
            return None, True
        if self._units is None:
            self._units = self.env['uom.uom']._pagero_units_by_code()
        unit = self._units.get(code)
        return unit, unit is not None

    def learn_products(self, items):
        """Ask for all at once; ``items`` are pairs of a partner and an item (BG-31)."""
        codes, gtins, own = defaultdict(set), set(), set()
        for partner, item in items:
            if item.sellers_identifier:
                codes[partner.commercial_partner_id.id].add(item.sellers_identifier)
            if item.standard_identifier:
                gtins.add(item.standard_identifier.value)
            if item.buyers_identifier:
                own.add(item.buyers_identifier)
        self._learn_from_vendors(codes)
        self._learn('barcode', gtins)
        self._learn('default_code', own)

    def _learn_from_vendors(self, codes):
        if not codes or self.use == 'sale':
            return
        domain = self._of_company('product.supplierinfo') & Domain(
            [
                ('partner_id.commercial_partner_id', 'in', list(codes)),
                ('product_code', 'in', list(set().union(*codes.values()))),
            ]
        )
        for each in self.env['product.supplierinfo'].search(domain):
            product = each.product_id or each.product_tmpl_id.product_variant_id
            key = 'seller', each.partner_id.commercial_partner_id.id, each.product_code
            self._found.setdefault(('product', *key), product)

    def _learn(self, name, values):
        if values:
            domain = self._of_company('product.product') & Domain(name, 'in', list(values))
            for product in self.env['product.product'].search(domain, order='id desc'):
                self._found['product', name, product[name]] = product

    def product(self, partner, item):
        """By the vendor's number for it, its GTIN, or our number for it; never by its name."""
        gtin = item.standard_identifier.value if item.standard_identifier else ''
        keys = (
            ('product', 'seller', partner.commercial_partner_id.id, item.sellers_identifier),
            ('product', 'barcode', gtin),
            ('product', 'default_code', item.buyers_identifier),
        )
        products = (self._found.get(key) for key in keys if key[-1])
        return next(filter(None, products), self.env['product.product'])


def _as_odoo(country):
    """VAT numbers write Greece otherwise."""
    return 'GR' if country == 'EL' else country


def first_line(text):
    """By which lines of different bills are compared."""
    return ' '.join((text or '').split('\n', 1)[0].casefold().split())
