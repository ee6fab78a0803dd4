"""What people are told when an account can't ask the network, or is refused by it."""

from odoo import models

from ..texts.network import Refusal, advice_on, trouble_of, trouble_words


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    def _not_ready_refusal(self):
        """An error to be raised: why this account asks the network nothing."""
        code = 'not_approved' if self.state == 'connected' else 'not_connected'
        return Refusal(self.env, code, account=self.name)

    def _network_sentence(self, error):
        """What happened and what to do, from an error of the wire."""
        trouble, said = trouble_of(error)
        reason, advice = trouble_words(self.env, trouble, said), advice_on(self.env, trouble)
        if error.retryable:
            return self.env._(
                "Pagero could not do this: %(reason)s Try again in a few minutes. %(advice)s",
                reason=reason,
                advice=advice,
            )
        return self.env._(
            "Pagero could not do this: %(reason)s %(advice)s", reason=reason, advice=advice
        )
