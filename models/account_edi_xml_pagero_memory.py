"""What one export run looks up once: core asks for the same things at every line.

The memory lives in the context of the builder of one run (``_export_invoices``), so it is never
older than that run and never shared between threads, users or databases.
"""

from odoo import models


MEMORY = 'pagero_export_memory'  # the key in the builder's context; a plain dictionary


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _with_memory(self):
        """This builder with a memory; with the one it has, inside a run."""
        return self if MEMORY in self.env.context else self.with_context(**{MEMORY: {}})

    def _once(self, key, compute, *args):
        """``compute(*args)``, computed once per run, language and key."""
        memory = self.env.context.get(MEMORY)
        if memory is None:
            return compute(*args)
        key = (self.env.lang, *key)
        if key not in memory:
            memory[key] = compute(*args)
        return memory[key]

    def module_installed(self, module_name):
        """Core asks for three modules at every line."""
        return self._once(('module', module_name), super().module_installed, module_name)

    def _get_uom_unece_code(self, uom):
        """Core queries the external id at every line."""
        return self._once(('unit', uom.id), super()._get_uom_unece_code, uom)

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

    def _ubl_default_tax_category_grouping_key(self, base_line, tax_data, vals, currency):
        """Core asks four times for each line; kept with the line, which lives as long as that."""
        kept = base_line.setdefault('_pagero_grouping_keys', {})
        key = (tax_data and tax_data['tax'].id, currency.id)
        if key not in kept:
            kept[key] = super()._ubl_default_tax_category_grouping_key(
                base_line, tax_data, vals, currency
            )
        return kept[key]


class ResCountryGroup(models.Model):
    _inherit = 'res.country.group'

    def exists(self):
        """``env.ref('base.europe')`` asks this each time; within an export run once is enough."""
        memory = self.env.context.get(MEMORY)
        if memory is None or len(self) != 1:
            return super().exists()
        key = (self._name, self.ids[0])
        if key not in memory:
            memory[key] = super().exists().ids
        return self.browse(memory[key])
