"""The number in the register of companies, of partners and companies: BT-30 and BT-47.

Odoo 20 keeps it in ``additional_identifiers``, a JSON object by country: ``{'SE_EN': …}``.
A plain helper, no model.
"""

from odoo.fields import Domain


NUMBER = 'company_registry'


def organisation_number(record):
    """The number of a partner or company, '' where it has none."""
    return record[NUMBER] or ''


def organisation_number_values(number):
    """The number as values of a partner or company."""
    return {NUMBER: number}


def has_organisation_number():
    """A domain of partners with any number."""
    return Domain(NUMBER, '!=', False)
