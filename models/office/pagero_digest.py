"""A mail a day to users who want it: what came, what waits, and what was rejected."""

import logging

from markupsafe import Markup

from odoo import api, fields, models


_logger = logging.getLogger(__name__)

SHOWN = 10  # of each part


class PageroDigest(models.Model):
    """Until when a user was told; a mail that failed is tried again with all that is new."""

    _name = 'pagero.digest'
    _description = "Daily Pagero Mail"
    _inherit = ['pagero.record.mixin', 'pagero.scheduled.mixin']
    _rec_name = 'user_id'

    user_id = fields.Many2one(
        'res.users', required=True, readonly=True, index=True, ondelete='cascade'
    )
    told_until = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    has_failed = fields.Boolean(readonly=True, help="The last mail could not be sent.")

    _user_unique = models.Constraint('unique(user_id)', "This user gets the mail already.")

    @api.model
    def _cron_digest(self):
        """One mail each; what fails stays to be told, and is counted on the health page."""
        digests = self.search([('user_id.active', '=', True), ('user_id.share', '=', False)])
        self._progress(remaining=len(digests))
        self._each(digests, self._tell_safely)

    @api.model
    def _tell_safely(self, digest):
        try:
            digest._tell()
        except Exception:
            self.env.cr.rollback()
            digest.has_failed = True
            _logger.exception("The daily mail to user %s could not be made", digest.user_id.id)

    def _tell(self):
        """Where there is nothing to tell, no mail is sent."""
        now = fields.Datetime.now()
        user = self.user_id
        parts = self._as_reader()._parts(self.told_until)
        if parts and user.email and user.has_group('pagero_connector.group_user'):
            self.has_failed = not self._mail(parts)
        else:
            self.has_failed = False
        if not self.has_failed:
            self.told_until = now

    def _as_reader(self):
        """With the rights and in the language of the user, in all companies that the user has."""
        user = self.user_id
        context = {'lang': user.lang, 'tz': user.tz, 'allowed_company_ids': user.company_ids.ids}
        return self.with_user(user).with_context(**context)

    # === WHAT THERE IS TO TELL === #

    def _parts(self, since):
        """[(heading, records)] of what the user may read and should know."""
        documents, received = self.env['pagero.document'], self.env['pagero.received.document']
        found = [
            (self.env._("Rejected by the recipient"), documents, _rejected(since)),
            (self.env._("Needs attention"), documents, [('needs_person', '=', True)]),
            (self.env._("Waiting"), documents, [('state', '=', 'held')]),
            (self.env._("Received"), received, _received(since)),
            (self.env._("Received, and still to be handled"), received, _left(since)),
        ]
        parts = [
            (heading, model.search(domain, order='id desc'))
            for heading, model, domain in found
            if model.has_access('read')
        ]
        return [(heading, records) for heading, records in parts if records]

    # === THE MAIL === #

    def _mail(self, parts):
        """Send it now; False where that failed."""
        reader = self._as_reader()
        mail = self.env['mail.mail'].create(
            {
                'subject': reader.env._("Pagero today"),
                'body_html': Markup().join(reader._part(*part) for part in parts),
                'email_to': self.user_id.email_formatted,
                'email_from': self.user_id.company_id.email_formatted
                or self.env.user.email_formatted,
                'auto_delete': False,
            }
        )
        mail.send()
        has_failed = mail.state == 'exception'
        if has_failed:
            _logger.warning("The daily mail to user %s failed: %s", self.user_id.id, mail.id)
        return not has_failed

    def _part(self, heading, records):
        rows = Markup().join(self._row(record) for record in records[:SHOWN])
        more = len(records) - SHOWN
        if more > 0:
            rows += Markup("<li>%s</li>") % self.env._("and %(count)s more", count=more)
        return Markup("<h3>%s (%s)</h3><ul>%s</ul>") % (heading, len(records), rows)

    def _row(self, record):
        link = f'{record.get_base_url()}/odoo/{record._name}/{record.id}'
        words = [_counterpart(record), self._state_of(record)]
        if len(self.env.companies) > 1:
            words.append(record.company_id.name)
        return Markup('<li><a href="%s">%s</a> %s</li>') % (
            link,
            record.display_name,
            ' · '.join(filter(None, words)),
        )

    def _state_of(self, record):
        if record._name == 'pagero.document':
            return record.reason or record.status
        return record._state_label(record.state)


def _rejected(since):
    return [('business_status', '=', 'rejected'), ('answered_at', '>=', since)]


def _received(since):
    return [('create_date', '>=', since), ('is_test', '=', False)]


def _left(since):
    return [('create_date', '<', since), ('needs_person', '=', True)]


def _counterpart(record):
    """The other company; the user sees it on the document already."""
    if record._name == 'pagero.document':
        return record.partner_id.sudo().display_name
    return record.sender_name
