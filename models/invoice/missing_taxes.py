"""Taxes of 0 % that Sweden needs and Odoo's chart of accounts lacks: made when a user asks.

Sales within Sweden without VAT are field 42 of the VAT return; where the buyer accounts for the
VAT, as for construction services, they are field 41.
"""

from typing import NamedTuple

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..tools.actions import notice_action, server_action_link


_lt = LazyTranslate(__name__)

GRID = 'l10n_se.tax_report_line_{}_tag'
OURS = 'pagero_{}'  # how the names begin that the chart knows our taxes by


class MissingTax(NamedTuple):
    """``category`` and ``code`` are UNCL5305 and VATEX; ``field`` is of the VAT return."""

    name: str
    description: str
    note: str
    category: str
    code: str
    field: int


MISSING = {
    'sale_tax_construction': MissingTax(
        _lt("0% Construction"),
        _lt("Construction services in Sweden, reverse charge"),
        _lt("Reverse charge"),
        'AE',
        'VATEX-EU-AE',
        41,
    ),
    # Why it is exempt differs from sale to sale, so that is said on the line or the invoice.
    'sale_tax_exempt': MissingTax(
        _lt("0% Exempt"), _lt("Sales in Sweden exempt from VAT"), '', 'E', '', 42
    ),
}


class AccountTax(models.Model):
    _inherit = 'account.tax'

    def action_add_swedish_taxes(self):
        """Add what the chart of the current company lacks, whatever is selected."""
        self.browse().check_access('create')
        company = self.env.company
        if company.account_fiscal_country_id.code != 'SE':
            raise UserError(
                self.env._(
                    "%(company)s does not keep its accounts by Swedish VAT rules, so it needs none"
                    " of these taxes.",
                    company=company.name,
                )
            )
        made = self._add_swedish_taxes(company)
        if not made:
            return notice_action(self.env._("The Swedish taxes of 0 % are there already."), 'info')
        names = ', '.join(made.mapped('name'))
        return notice_action(self.env._("Added: %(taxes)s", taxes=names))

    @api.model
    def _add_swedish_taxes(self, company):
        """The new taxes, with their fields of the VAT return and their place in an e-invoice."""
        made = self.browse()
        for key in self._missing_swedish_taxes(company):
            tax = self.create(self._swedish_tax_values(company, MISSING[key]))
            tax._write_swedish_words(MISSING[key])
            name = f'account.{company.id}_{OURS.format(key)}'
            values = {'xml_id': name, 'record': tax, 'noupdate': True}
            self.env['ir.model.data'].sudo()._update_xmlids([values])
            made += tax
        return made

    @api.model
    def _missing_swedish_taxes(self, company):
        """Keys of ``MISSING``; what the company has made itself, with the same field, counts."""
        charts = self.env['account.chart.template'].with_company(company)
        missing = []
        for key, wanted in MISSING.items():
            tags = self._tags_of_swedish_field(wanted.field)
            known = charts.ref(OURS.format(key), raise_if_not_found=False)
            if tags and not known and not self._find_swedish_tax(company, tags):
                missing.append(key)
        return missing

    def _tags_of_swedish_field(self, number):
        """Of the VAT return; none where Sweden's accounting is not installed."""
        expression = self.env.ref(GRID.format(number), raise_if_not_found=False)
        return expression.sudo()._get_matching_tags() if expression else ()

    def _find_swedish_tax(self, company, tags):
        own = [('amount', '=', 0), ('type_tax_use', '=', 'sale')]
        field = [('invoice_repartition_line_ids.tag_ids', 'in', tags.ids)]
        return self.search([*own, *field, *self._check_company_domain(company)], limit=1)

    def _swedish_tax_values(self, company, wanted):
        charts = self.env['account.chart.template'].with_company(company)
        group = charts.ref('tax_group_0', raise_if_not_found=False)
        lines = [
            Command.create(
                {
                    'repartition_type': 'base',
                    'tag_ids': [Command.set(self._tags_of_swedish_field(wanted.field).ids)],
                }
            ),
            Command.create({'repartition_type': 'tax'}),
        ]
        return {
            'name': self.env._(wanted.name),
            'amount': 0,
            'type_tax_use': 'sale',
            'company_id': company.id,
            'country_id': self.env.ref('base.se').id,
            **({'tax_group_id': group.id} if group else {}),
            'invoice_label': '0%',
            'ubl_cii_tax_category_code': wanted.category,
            'ubl_cii_tax_exemption_reason_code': wanted.code,
            'invoice_repartition_line_ids': lines,
            'refund_repartition_line_ids': lines,
        }

    def _write_swedish_words(self, wanted):
        """In every language that is installed, as a chart of accounts has them."""
        for language, _name in self.env['res.lang'].get_installed():
            tax = self.with_context(lang=language)
            tax.name, tax.description = tax.env._(wanted.name), tax.env._(wanted.description)
            tax.invoice_legal_notes = wanted.note and tax.env._(wanted.note)


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _lacks_tax_of_zero(self):
        """Whether a draft says that it is exempt, while the chart has no tax to say it with."""
        return (
            self.state == 'draft'
            and self.is_sale_document()
            and self.company_id.account_fiscal_country_id.code == 'SE'
            and self._says_exempt()
            and all(tax.amount for tax in self.invoice_line_ids.tax_ids)
            and bool(self.env['account.tax']._missing_swedish_taxes(self.company_id))
        )

    def _says_exempt(self):
        return bool(self.pagero_exemption_code or self.pagero_exemption_reason) or any(
            line._has_own_exemption() for line in self.invoice_line_ids
        )

    def _pagero_missing_tax_alert(self):
        """With the button for those who may add taxes."""
        if not self._lacks_tax_of_zero():
            return None
        alert = {
            'level': 'warning',
            'message': self.env._(
                "The invoice is to be exempt from VAT, but the chart of accounts has no tax of 0 %"
                " for sales in Sweden. Once there is one, choose it on the exempt lines."
            ),
        }
        if self.env['account.tax'].has_access('create'):
            name = 'pagero_connector.account_move_add_swedish_taxes_action'
            alert['action_text'] = self.env._("Add Swedish Taxes of 0 %")
            alert['action'] = server_action_link(self, name)
        elif people := self._who_may_add_taxes():
            words = self.env._("Who may add it: %(people)s.", people=people)
            alert['message'] = f'{alert["message"]} {words}'
        return alert

    def _who_may_add_taxes(self):
        group = 'account.group_account_manager'
        users = self.env['pagero.account']._users_with(group, self.company_id)
        return ", ".join(users.mapped('name'))

    def _add_swedish_taxes(self):
        """The alert's button; ``account.tax`` asks for the right."""
        taxes = self.env['account.tax'].with_company(self.company_id)
        return taxes.action_add_swedish_taxes()
