from odoo import models

from ...odoo_contract.refuse import refuse


class PageroOdooContract(models.AbstractModel):
    """An update is refused in words where Odoo lacks what the addon needs."""

    _name = 'pagero.odoo.contract'
    _description = "What Pagero Needs of Odoo"

    def init(self):
        """Odoo calls this when it installs or updates the addon, before data and views."""
        refuse()
