from odoo import api, models
from odoo.exceptions import UserError

from ..models.compat.file_content import content_of


class AccountMoveSendWizard(models.TransientModel):
    _name = 'account.move.send.wizard'
    _inherit = ['pagero.send.mixin', 'account.move.send.wizard', 'pagero.guarded.mixin']
    _also_checked = ('move_id',)
    _moves_field = 'move_id'
    _methods_field = 'sending_methods'

    def _sends_with_pagero(self, _move):
        """The methods are chosen in the dialog."""
        return self.shows_pagero

    def _as_chosen(self):
        """The methods stand in the dialog itself."""
        return self

    @api.depends('move_id')
    def _compute_sending_method_checkboxes(self):
        """What was already sent over Pagero can't be ticked; the alert says where it is."""
        super()._compute_sending_method_checkboxes()
        for wizard in self:
            boxes = wizard.sending_method_checkboxes or {}
            if 'pagero' in boxes and wizard.move_id._has_production_transmission():
                closed = {**boxes['pagero'], 'checked': False, 'readonly': True}
                wizard.sending_method_checkboxes = {**boxes, 'pagero': closed}

    # === FILES: what is added here goes into the e-invoice, too === #

    @api.depends('sending_methods')
    def _compute_display_attachments_widget(self):
        super()._compute_display_attachments_widget()
        for wizard in self.filtered('shows_pagero'):
            wizard.display_attachments_widget = True

    @api.depends('sending_methods')
    def _compute_mail_attachments_widget(self):
        """What core adds by itself goes with an e-mail only."""
        super()._compute_mail_attachments_widget()
        for wizard in self.filtered(lambda each: each.shows_pagero and not each._sends_mail()):
            files = wizard.mail_attachments_widget or []
            wizard.mail_attachments_widget = [file for file in files if file.get('manual')]

    @api.depends('sending_methods')
    def _compute_attachments_not_supported(self):
        """The box marks what e-invoices can't carry, and says why."""
        super()._compute_attachments_not_supported()
        for wizard in self.filtered('shows_pagero'):
            reasons = {file.id: why for file, why in wizard._unfit_files().items()}
            wizard.attachments_not_supported = (wizard.attachments_not_supported or {}) | reasons

    def _sends_mail(self):
        return 'email' in (self.sending_methods or ())

    def _added_files(self):
        """As the user may read them: the ids come from the browser."""
        added = [file for file in self.mail_attachments_widget or [] if file.get('manual')]
        ids = [file['id'] for file in added if isinstance(file.get('id'), int)]
        files = self.env['ir.attachment'].browse(ids).exists()
        files.check_access('read')
        return files

    def _unfit_files(self):
        """{file: why it can't go into an e-invoice}."""
        judge = self.env['pagero.invoice.attachment'].with_company(self.company_id)
        reasons = {
            file: judge._why_unfit(file.name, content_of(file)) for file in self._added_files()
        }
        return {file: why for file, why in reasons.items() if why}

    def _put_files_inside(self):
        """With an e-mail beside, that carries what the e-invoice can't."""
        unfit = self._unfit_files()
        if unfit and not self._sends_mail():
            raise UserError('\n'.join(unfit.values()))
        fit = self._added_files().filtered(lambda file: file not in unfit)
        self.move_id._take_files_along(fit)
        for reason in unfit.values():
            self.move_id._message_log(
                body=self.env._("Sent by e-mail only, not inside the e-invoice: %s", reason)
            )

    # === SENDING === #

    def action_send_and_print(self, allow_fallback_pdf=False):
        self._refuse_unconfirmed_test()
        if self.shows_pagero and not self.move_id._why_not_with_pagero():
            self._put_files_inside()
        return super().action_send_and_print(allow_fallback_pdf)

    def _get_sending_settings(self):
        settings = super()._get_sending_settings()
        if self.shows_pagero:
            settings['pagero_send_mode'] = self.pagero_send_mode
            settings['pagero_test_confirmed'] = self.asks_test
        return settings
