"""That an e-invoice arrived, or was stopped, stands once in its invoice's chatter.

The message has no words of its own: the description of its subtype, which is translated, is what
each reader sees in the own language.
"""

from odoo import models

from .pagero_document import STOPPED


# By state; a change within one of them is no news.
TOLD = {
    'delivered': 'mt_pagero_delivered',
    **dict.fromkeys(('invalid', *STOPPED), 'mt_pagero_stopped'),
}


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    def _tell_invoices(self, target):
        """To be asked before the move: only what leaves another standing is news; tests aren't."""
        name = TOLD.get(target)
        news = self.filtered(
            lambda document: (
                document.document_type == 'Invoice'
                and document.send_mode == 'Production'
                and TOLD.get(document.state) != name
            )
        )
        if name and news:
            self._write_in_chatters(news.move_id, name)

    def _write_in_chatters(self, moves, name):
        subtypes = {each: self._id_of_subtype(each) for each in TOLD.values()}
        if target := subtypes[name]:
            messages = self.env['mail.message'].sudo()
            latest = self._latest_subtypes(moves, [*subtypes.values()])
            messages.create(
                [
                    self._prepare_message(move, target)
                    for move in moves
                    if latest.get(move.id) != target
                ]
            )

    def _latest_subtypes(self, moves, subtype_ids):
        """{move's id: the subtype of its newest message of ours}: the same isn't said twice."""
        messages = self.env['mail.message'].sudo()
        ours = [
            ('model', '=', 'account.move'),
            ('res_id', 'in', moves.ids),
            ('subtype_id', 'in', subtype_ids),
        ]
        return {each.res_id: each.subtype_id.id for each in messages.search(ours, order='id')}

    def _id_of_subtype(self, name):
        return self.env['ir.model.data']._xmlid_to_res_id(f'pagero_connector.{name}')

    def _prepare_message(self, move, subtype_id):
        return {
            'model': 'account.move',
            'res_id': move.id,
            'message_type': 'notification',
            'subtype_id': subtype_id,
            'author_id': self.env['ir.model.data']._xmlid_to_res_id('base.partner_root'),
            'is_internal': True,
        }
