"""What makes a batch quick: core asks for the same things at every line.

The memory lives in the context of the builder of one run (``_export_invoices``), so it is never
older than that run and never shared between threads, users or databases.
"""

from odoo import models
from odoo.tools import frozendict


MEMORY = 'pagero_export_memory'  # the key in the builder's context
NOTHING_WITHHELD = {
    'payable_amount_tax_withholding': 0.0,
    'payable_amount_tax_withholding_currency': 0.0,
}
EARLY_PAYMENT = ('allowance_charges_early_payment', 'allowance_charges_early_payment_currency')


class Memory(dict):
    """A class of our own, so that a dictionary that a client sends in the context doesn't count."""


def _memory_of(env):
    memory = env.context.get(MEMORY)
    return memory if isinstance(memory, Memory) else None


class GroupingKey(frozendict):
    """A group of taxes that computes its hash once; core asks for it some ten times a line."""

    __slots__ = ('_hash',)

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = super().__hash__()
            return self._hash


class AccountEdiXmlPagero(models.AbstractModel):
    """Around the other bodies: it keeps what core's and their methods find.

    ``_known_unit_code`` is of ``account_edi_xml_pagero``, ``_get_tax_exemption_reason`` and the
    grouping key of ``vat``. ``_once`` is used by ``parties``, ``vat`` and ``allowances``.
    """

    _inherit = 'account.edi.xml.pagero'

    def _with_memory(self):
        """This builder with a memory; with the one it has, inside a run."""
        return self if _memory_of(self.env) is not None else self.with_context(**{MEMORY: Memory()})

    def _once(self, key, compute, *args):
        """``compute(*args)``, computed once per run, language and key."""
        memory = _memory_of(self.env)
        if memory is None:
            return compute(*args)
        key = (self.env.lang, *key)
        if key not in memory:
            memory[key] = compute(*args)
        return memory[key]

    def module_installed(self, module_name):
        """Core asks for three modules at every line."""
        return self._once(('module', module_name), super().module_installed, module_name)

    def _known_unit_code(self, uom):
        """The external id is queried for every line."""
        return self._once(('unit', uom.id), super()._known_unit_code, uom)

    def _validate_taxes(self, tax_ids):
        for tax in tax_ids:
            self._once(('tax', tax.id), super()._validate_taxes, tax)

    def _get_tax_category_code(self, customer, supplier, tax):
        """Core queries the countries of Europe for every tax of every line, some 8 times."""
        key = ('category', customer.id, supplier.id, tax.id)
        return self._once(key, super()._get_tax_category_code, customer, supplier, tax)

    def _get_tax_exemption_reason(self, customer, supplier, tax):
        key = ('reason', customer.id, supplier.id, tax.id)
        return self._once(key, super()._get_tax_exemption_reason, customer, supplier, tax)

    # === WHAT AN ORDINARY INVOICE DOESN'T HAVE === #

    def _ubl_add_values_payable_amount_tax_withholding(self, vals):
        """Core groups all lines by their taxes, twice, to find those that are withheld."""
        lines = vals['base_lines']
        taxes = {data['tax'] for line in lines for data in line['tax_details']['taxes_data']}
        if any(tax.amount < 0.0 for tax in taxes):
            super()._ubl_add_values_payable_amount_tax_withholding(vals)
        else:
            vals['_ubl_values'].update(NOTHING_WITHHELD)

    def _ubl_add_values_allowance_charge_early_payment(self, vals):
        """The same for lines of an early payment discount."""
        if any(self._ubl_is_early_payment_base_line(line) for line in vals['base_lines']):
            super()._ubl_add_values_allowance_charge_early_payment(vals)
        else:
            vals['_ubl_values'].update({key: [] for key in EARLY_PAYMENT})

    def _ubl_default_tax_category_grouping_key(self, base_line, tax_data, vals, currency):
        """Core asks several times for each line; kept with the line, as long as it lives."""
        kept = base_line.setdefault('_pagero_grouping_keys', {})
        key = (tax_data and tax_data['tax'].id, currency.id)
        if key not in kept:
            found = super()._ubl_default_tax_category_grouping_key(
                base_line, tax_data, vals, currency
            )
            kept[key] = found and GroupingKey(found)
        return kept[key]


class ResCountryGroup(models.Model):
    """The countries of Europe, which core's builder looks up at every line."""

    _inherit = 'res.country.group'

    def exists(self):
        """``env.ref('base.europe')`` asks this each time; within an export run once is enough."""
        memory = _memory_of(self.env)
        if memory is None or len(self) != 1:
            return super().exists()
        key = (self._name, self.ids[0])
        if key not in memory:
            memory[key] = super().exists().ids
        return self.browse(memory[key])
