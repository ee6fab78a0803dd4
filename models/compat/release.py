"""Which names this Odoo uses. A plain helper, no model."""

from odoo import release


def renamed(model, name, from_20):
    """The name of a field or method of ``model`` here; ``from_20`` is what Odoo 20 calls it."""
    return name if release.version_info[0] == 19 else from_20
