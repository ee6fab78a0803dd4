from odoo import models


class AccountResequenceWizard(models.TransientModel):
    _inherit = 'account.resequence.wizard'

    def resequence(self):
        """Core takes all numbers away first; what counts is which number each invoice has then."""
        with self.move_ids._as_transmitted():
            return super().resequence()
