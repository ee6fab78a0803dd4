"""Searches for computed booleans. A plain helper, no model."""

from odoo.fields import Domain


def boolean_domain(domain, operator, value):
    """The domain where true is asked for, its contrary for false, and all or none for both or none.

    ``operator`` and ``value`` are those of a field's ``search`` method.
    """
    if operator != 'in':
        return NotImplemented
    wanted = {bool(each) for each in value}
    if len(wanted) != 1:
        return Domain(bool(wanted))
    return domain if True in wanted else ~domain
