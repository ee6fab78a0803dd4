"""Documents that had been received before bills were made of them and suppliers were answered."""

from odoo import SUPERUSER_ID, api

from odoo.addons.pagero_connector.models.inbox.answering import ANSWERABLE
from odoo.addons.pagero_connector.models.inbox.pagero_received_document import BILLS, HELD
from odoo.addons.pagero_connector.ubl.received import recognise
from odoo.addons.pagero_connector.ubl.response.codes import MUST_BE_ANSWERED


def migrate(cr, version):
    """Reminders that are written as invoices must not be booked; what must be answered says so."""
    received = api.Environment(cr, SUPERUSER_ID, {})['pagero.received.document']
    listed = [('network_type', '=', 'PaymentReminder'), ('kind', 'in', BILLS)]
    for reminder in received.search([*listed, ('move_id', '=', False)]):
        reminder.kind = 'payment_reminder'
        reminder.identity = reminder._identity_word()
    kept = [('state', 'in', HELD), ('kind', 'in', ANSWERABLE), ('send_mode', '=', 'Production')]
    for document in received.search([*kept, ('is_answer_required', '=', False)]):
        content = document._content()
        if content and recognise(content).process in MUST_BE_ANSWERED:
            document.is_answer_required = True
        document.invalidate_recordset(['file'])  # memory stays flat however many there are
