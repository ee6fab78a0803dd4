from odoo import api, fields, models
from odoo.exceptions import UserError

from ...network import business_status_of, moment_of
from ..account.pagero_account import SEND_MODES
from ..texts.answers import MESSAGES
from ..texts.network import BUSINESS_STATUSES


# Said of the delivery, not of the business: these are told, and change no status of an invoice.
NOT_OF_BUSINESS = ('technical_acknowledgement', 'clearance_notification')


class PageroResponse(models.Model):
    """One answer to one document that we sent: codes as they came, and what was said beside them.

    What stands in it is never changed; which document it is about may be found later.
    """

    _name = 'pagero.response'
    _description = "Answer to a Document"
    _inherit = ['pagero.record.mixin', 'pagero.scheduled.mixin', 'pagero.invoice.content.mixin']
    _path_to_invoice = 'move_id'
    _order = 'given_at desc, id desc'

    # === WHERE IT CAME FROM === #
    received_id = fields.Many2one(
        'pagero.received.document',
        string="Received Document",
        required=True,
        index=True,
        readonly=True,
        ondelete='restrict',
    )
    position = fields.Integer(readonly=True, help="One file may answer several documents.")
    company_id = fields.Many2one('res.company', required=True, index=True, readonly=True)
    send_mode = fields.Selection(SEND_MODES, readonly=True)
    message = fields.Selection(MESSAGES, string="Kind", required=True, readonly=True)
    sender_name = fields.Char(string="From", readonly=True)
    given_at = fields.Datetime(
        required=True, readonly=True, help="When it was given, by its own date and time."
    )

    # === WHAT IT IS ABOUT === #
    document_id = fields.Many2one(
        'pagero.document',
        string="Sent Document",
        index='btree_not_null',
        readonly=True,
        ondelete='restrict',
    )
    move_id = fields.Many2one(
        'account.move',
        string="Invoice",
        index='btree_not_null',
        readonly=True,
        ondelete='restrict',
    )
    document_number = fields.Char(string="Number", readonly=True)
    facts = fields.Json(
        readonly=True, help="By what the answered document is found: ids, date, type, parties."
    )
    trouble = fields.Json(readonly=True, help="Why it stands beside no invoice.")

    # === WHAT IT SAYS === #
    code = fields.Char(readonly=True, help="The response code as it came.")
    business_status = fields.Selection(BUSINESS_STATUSES, string="Answer", readonly=True)
    statuses = fields.Json(readonly=True, help="Reasons, actions and clarifications.")
    notes = fields.Text(readonly=True)
    error_code = fields.Char(readonly=True, help="A code of Pagero's list of errors (PUF-020).")
    attachment_ids = fields.One2many(
        'ir.attachment',
        'res_id',
        string="Files",
        domain=[('res_model', '=', 'pagero.response')],
        readonly=True,
    )

    _position_unique = models.Constraint(
        'unique(received_id, position)', "This answer is already stored."
    )
    _unmatched_index = models.Index("(received_id) WHERE document_id IS NULL")

    @api.depends('label', 'document_number')
    def _compute_display_name(self):
        for response in self:
            parts = filter(None, (response.label, response.document_number))
            response.display_name = ' · '.join(parts)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was sent or received over Pagero is kept."))

    # === CREATION === #

    @api.model
    def _create_of(self, received, response):
        """A row for each answer of the file."""
        rows = self.create(
            [
                self._prepare_values(received, response, answer) | {'position': position}
                for position, answer in enumerate(response.answers)
            ]
        )
        for row, answer in zip(rows, response.answers, strict=True):
            row._keep_files(answer.attachments)
        return rows

    @api.model
    def _prepare_values(self, received, response, answer):
        notes = (*response.notes, *answer.descriptions)
        return {
            'received_id': received.id,
            'company_id': received.company_id.id,
            'send_mode': received.send_mode,
            'message': response.message,
            'sender_name': response.sender.name or received.sender_name,
            'given_at': moment_of(response.issue_date, response.issued_at, received.announced_at),
            'document_number': answer.number,
            'code': answer.code,
            'business_status': _status_of(response.message, answer),
            'statuses': [_stored(status) for status in answer.statuses] or False,
            'notes': '\n'.join(dict.fromkeys(notes)),
            'error_code': answer.error_code,
            'facts': _facts(response, answer),
        }

    def _keep_files(self, attachments):
        """The files of the answer: scripts in them are never run in the browser."""
        files = self.env['ir.attachment'].sudo().with_context(attachments_mime_plainxml=True)
        files.create(
            [
                {
                    'name': each.name,
                    'raw': each.content,
                    'description': each.description,
                    'res_model': self._name,
                    'res_id': self.id,
                    'company_id': self.company_id.id,
                }
                for each in attachments
            ]
        )

    # === BUTTONS === #

    def action_open(self):
        """The whole answer."""
        self.check_access('read')
        return self._get_records_action()

    def action_open_received(self):
        """The file as it came."""
        self.ensure_one()
        self.received_id.check_access('read')
        return self.received_id._get_records_action()


def _status_of(message, answer):
    """What it means for the invoice; nothing, where it isn't the recipient's word."""
    if message in NOT_OF_BUSINESS or not answer.code:
        return False
    return business_status_of(answer.code, [status.code for status in answer.statuses])


def _stored(status):
    """As it is kept in the database."""
    return {
        'list_name': status.list_name,
        'code': status.code,
        'words': status.words,
        'description': status.description,
        'clarifications': [dict(vars(each)) for each in status.clarifications],
    }


def _facts(response, answer):
    return {
        'uuids': list(answer.uuids),
        'interchange_id': answer.interchange_id,
        'issue_date': answer.issue_date and answer.issue_date.isoformat(),
        'type_code': answer.type_code,
        'clearance_id': answer.clearance_id,
        'distribution': answer.distribution,
        'sender': {'numbers': list(response.sender.numbers), 'name': response.sender.name},
        'receiver': list(response.receiver.numbers),
    }
