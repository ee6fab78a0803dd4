"""Payment reminders of overdue invoices: what is still unpaid when they leave."""

from odoo import api, fields, models

from ..tools.labels import labels_of
from ..tools.later_steps import later_step


NO_CONNECTION = '28700'


class PageroDocumentReminder(models.AbstractModel):
    _name = 'pagero.document.reminder'
    _description = "Pagero Document: Payment Reminder"
    _inherit = ['pagero.document.kind']

    _teaches_connection = False

    # === CONTENT === #

    def _export(self, documents):
        """In the company's own settings; findings in the language of the user who reminds."""
        exported, invoices = {}, self.env['pagero.document.invoice']
        for company, lang, theirs in invoices._by_company_and_language(documents):
            builder = self.env['account.edi.xml.pagero'].with_company(company)
            built = builder.with_context(lang=lang)._export_reminders(theirs.with_company(company))
            for document, (xml, objections) in built.items():
                findings = invoices._findings_of(xml, objections, document.issue_date)
                exported[document] = (xml, findings)
        return exported

    def _may_not_leave(self, documents):
        """Those whose invoice was paid, or is no longer posted."""
        gone = documents.filtered(lambda document: document.move_id.state != 'posted')
        gone._log('not_posted')
        paid = (documents - gone).filtered(lambda each: not each.move_id._is_overdue())
        paid._log('paid_meanwhile')
        return gone + paid

    def _prepare_built_values(self, document):
        partner = document.move_id.partner_id
        return {
            'built_for': partner._pagero_identity().to_dict(),
            'recipient_identities': partner._pagero_identities(),
        }

    # === ONCE MORE === #

    def _queue_again(self, document):
        return document._remind(document.move_id, document.send_mode, supersedes=document)

    def _why_not_again(self, document):
        reason = document.move_id._why_not_to_remind(document.send_mode, besides=document)
        return reason and reason[:1].upper() + reason[1:]

    def _too_late_sentence(self, document):
        return self.env._(
            "This reminder is “%(state)s” and can no longer be stopped. If the invoice was paid,"
            " tell the customer.",
            state=document.status,
        )

    # === FOR PEOPLE === #

    def _question_sentence(self, document):
        return self.env._("Did this payment reminder reach Pagero?")


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    _one_reminder_a_day = models.UniqueIndex(
        "(move_id, issue_date, send_mode) WHERE document_type = 'PaymentReminder'"
        " AND state != 'cancelled' AND is_superseded IS NOT TRUE",
        "A payment reminder of this invoice was already sent today.",
    )

    @api.model
    def _remind(self, moves, send_mode=None, supersedes=None):
        """Queue a reminder of each invoice; never calls the network.

        The database refuses a second one of the same day.
        """
        today = fields.Date.context_today(self)
        return self._queue(
            [
                {
                    **self._prepare_queued_values(move, move._pagero_account_sudo(), send_mode),
                    'document_type': 'PaymentReminder',
                    'document_number': move._next_reminder_number(),
                    'issue_date': today,
                    'send_mode': send_mode or move._pagero_account_sudo().send_mode,
                    'supersedes_id': supersedes.id if supersedes else False,
                }
                for move in moves
            ]
        ).sudo(self.env.su)

    # === CONNECTED FOR INVOICES, BUT NOT FOR REMINDERS === #

    def _lacks_reminders(self, connection):
        """Whether the customer's connection is for other documents only: connections are by type.

        Where it is unknown for which ones, none can be added without losing others.
        """
        return (
            self.document_type == 'PaymentReminder'
            and self.error_code == NO_CONNECTION
            and connection.state == 'connected'
            and bool(connection.capability_ids)
            and not connection._is_for('payment_reminder')
        )

    def _cure_of_lacking_reminders(self, connection):
        """Through the network's API from here, else by a person in Pagero Online."""
        return 'reminders' if connection.network_connection_id else 'online'

    def action_connect_for_reminders(self):
        """Add payment reminders to the customer's connection, and let this one go on."""
        self.ensure_one()
        self.env['pagero.connection'].check_access('write')
        document = self._for_user()
        connection = document._own_connections()[document].sudo(False)
        document._refuse_unless(
            document._lacks_reminders(connection.sudo()) and connection.network_connection_id,
            self.env._("The customer is connected for payment reminders already, or not at all."),
        )
        connection._add_function('payment_reminder')
        if document.can_restart:
            with later_step(document):
                self.action_restart()
        return self._get_records_action()

    def _is_live_reminder(self):
        return self.state != 'cancelled' and not self.is_superseded

    def _mode_label(self):
        return labels_of(self, 'send_mode')[self.send_mode]
