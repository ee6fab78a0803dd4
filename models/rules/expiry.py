"""A pack that is about to expire says so in time, once."""

from markupsafe import escape

from odoo import api, fields, models
from odoo.tools import format_date

from .pagero_rule_pack import WARN_BEFORE


class PageroRulePack(models.Model):
    _inherit = 'pagero.rule.pack'

    @api.model
    def _cron_warn(self):
        """Once a day: packs whose last day is near, and that no other pack follows."""
        for pack in self._expiring():
            pack._warn_administrators()
            pack.expiry_warned = True

    @api.model
    def _expiring(self):
        """Packs of which administrators have to be warned."""
        near = fields.Date.today() + WARN_BEFORE
        domain = [('state', '=', 'active'), ('valid_to', '<=', near), ('expiry_warned', '=', False)]
        return self.search(domain).filtered(lambda pack: not pack._is_followed())

    def _is_followed(self):
        """Whether another pack is in use on the day after the last."""
        following = self._in_force_on(fields.Date.add(self.valid_to, days=1), self.kind)
        return following is not None

    def _warn_administrators(self):
        """One activity each, in their own language."""
        for user in self._administrators():
            pack = self.with_context(lang=user.lang)
            pack.activity_schedule(
                'mail.mail_activity_data_todo',
                date_deadline=self.valid_to,
                summary=pack.env._("Get the next rule pack"),
                note=escape(pack._note_on_expiry()),
                user_id=user.id,
            )

    def _note_on_expiry(self):
        return self.env._(
            "These rules are in use until %(day)s. Upload the next release and try it; from the day"
            " after on, invoices are checked by the rules that come with the addon.",
            day=format_date(self.env, self.valid_to),
        )

    def _administrators(self):
        """The users who may upload the next pack; a few are enough."""
        users = self.env.ref('pagero_connector.group_admin').all_user_ids
        return users.filtered(lambda user: user.active and not user.share)[:5]
