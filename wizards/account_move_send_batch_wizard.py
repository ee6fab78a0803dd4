from odoo import api, fields, models

from ..models.tools.actions import CLOSE
from ..models.tools.labels import labels_of
from ..models.tools.memo import remembering


class AccountMoveSendBatchWizard(models.TransientModel):
    _name = 'account.move.send.batch.wizard'
    _inherit = ['pagero.send.mixin', 'account.move.send.batch.wizard', 'pagero.guarded.mixin']
    _also_checked = ('move_ids',)
    _moves_field = 'move_ids'
    _methods_field = 'summary_data'

    offers_pagero = fields.Boolean(compute='_compute_offers_pagero')
    pagero_way = fields.Selection(
        [
            ('usual', "As set for each customer"),
            ('all', "All that can go over Pagero"),
            ('none', "None"),
        ],
        string="With Pagero",
        default='usual',
        required=True,
        help="Which of the chosen invoices are sent with Pagero. The others go the other ways that"
        " are set for their customers.",
    )
    pagero_send_mode = fields.Selection(
        help="For the invoices that are sent over Pagero. Leave empty for Production when the"
        " account is live, otherwise Test."
    )

    @api.depends('move_ids')
    def _compute_offers_pagero(self):
        for wizard in self:
            moves = wizard.move_ids._origin
            wizard.offers_pagero = any(
                wizard._is_applicable_to_move('pagero', move) for move in moves
            )

    @api.depends('pagero_way')
    def _compute_summary_data(self):
        """Counted as chosen here, in the reader's words; so is what goes no way at all."""
        for wizard in self:
            chosen = wizard._as_chosen()
            super(AccountMoveSendBatchWizard, chosen)._compute_summary_data()
            labels, counted = wizard._way_labels(), wizard.summary_data
            if nothing := chosen._moves_by_way().get('nothing'):
                counted = {**counted, 'nothing': {'count': len(nothing)}}
            wizard.summary_data = {
                way: {**told, 'label': labels.get(way) or told['label']}
                for way, told in counted.items()
            }

    def _moves_by_way(self):
        """{sending method: invoices}; those that no method is left for stand under ``nothing``."""
        ids_by_way = {}
        chosen = self._as_chosen()
        for move in self.move_ids._origin:
            for method in chosen._methods_left(move) or ['nothing']:
                ids_by_way.setdefault(method, []).append(move.id)
        return {way: self.env['account.move'].browse(ids) for way, ids in ids_by_way.items()}

    def _methods_left(self, move):
        methods = self._get_default_sending_methods(move)
        settings = {}
        if set(methods) - {'pagero'}:  # what core asks of them is costly: it draws up the e-mail
            settings = self._get_default_sending_settings(move)
        return [each for each in methods if self._is_applicable_to_move(each, move, **settings)]

    def _way_labels(self):
        return {
            **labels_of(self.env['res.partner'], 'invoice_sending_method'),
            'manual': self.env._("Manually"),
            'nothing': self.env._("not at all: already sent, or no way is left"),
        }

    def _as_chosen(self):
        """The same dialog, whose sending methods are those of the choice, each asked for once."""
        return remembering(self, pagero_way=self.pagero_way)

    def _sends_with_pagero(self, move):
        """Each invoice is sent by its own methods."""
        return 'pagero' in self._get_default_sending_methods(move)

    def action_send_and_print(self, force_synchronous=False, allow_fallback_pdf=False):
        """What was chosen waits with the invoices until core's scheduled action sends them."""
        self._refuse_unconfirmed_test()
        chosen = {
            'pagero_way': self.pagero_way,
            'pagero_send_mode': self.pagero_send_mode,
            'pagero_test_confirmed': self.asks_test,
        }
        ways = self._moves_by_way() if self.offers_pagero else {}
        wizard = self.with_context(**chosen)
        result = super(AccountMoveSendBatchWizard, wizard).action_send_and_print(
            force_synchronous, allow_fallback_pdf
        )
        if force_synchronous or not self.offers_pagero:
            return result
        for move in self.move_ids.filtered('sending_data'):
            move.sending_data = {**move.sending_data, **chosen}
        return self._batch_receipt(ways)

    def _batch_receipt(self, ways):
        """How many go by which way, with the list of each; it closes the dialog."""
        labels = self._way_labels()
        groups = [
            (f'{labels[way][:1].upper()}{labels[way][1:]}: {len(moves)}.', moves, way != 'nothing')
            for way, moves in ways.items()
        ]
        receipt = self.move_ids._pagero_receipt(*groups)
        title = self.env._("Being sent in the background.")
        receipt['message'] = f'{title} {receipt["message"]}'
        receipt['next'] = CLOSE
        return {'type': 'ir.actions.client', 'tag': 'pagero_receipt', 'params': receipt}
