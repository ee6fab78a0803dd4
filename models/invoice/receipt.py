"""What became of many invoices that were posted or sent at once, with a way to each group."""

from odoo import models

from ..tools.actions import list_action


FEW = 3  # numbers that are named


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _pagero_receipt(self, *groups):
        """``groups`` are (words, invoices, whether it is well); empty ones say nothing."""
        groups = [each for each in groups if each[1]]
        return {
            'message': ' '.join(words for words, _moves, _is_well in groups),
            'type': 'success' if all(is_well for *_group, is_well in groups) else 'warning',
            'links': [
                {'label': self._pagero_group_label(moves), 'action': moves._pagero_list()}
                for _words, moves, _is_well in groups
            ],
        }

    def _pagero_group_label(self, moves):
        names = ', '.join(move.name or move.display_name for move in moves[:FEW])
        return f'{names}, … ({len(moves)})' if len(moves) > FEW else names

    def _pagero_list(self):
        """They follow by themselves how far each has come."""
        title = self.env._("Invoices")
        return list_action('account.move', title, [('id', 'in', self.ids)], modes='list,form')

    def _give_posting_receipt(self, caught, left):
        """Of several invoices posted together; ``left`` were to go over Pagero, and don't yet."""
        others = self - caught - left
        if len(self) < 2 or not caught + left:
            return
        receipt = self._pagero_receipt(
            (self._queued_words(caught), caught, True),
            (self.env._("Not sent over Pagero yet: %(count)s.", count=len(left)), left, False),
            (self.env._("Not for Pagero: %(count)s.", count=len(others)), others, True),
        )
        self.env.user._bus_send('pagero_receipt', receipt)

    def _queued_words(self, moves):
        return self.env._("Queued for Pagero: %(count)s.", count=len(moves))

    def _sending_receipt(self, accepted, refused):
        """After the action *Send with Pagero*: what is refused is grouped by its reason."""
        groups = [(self._queued_words(accepted), accepted, True)]
        for reason in dict.fromkeys(refused.values()):
            moves = self.browse(move.id for move in refused if refused[move] == reason)
            groups.append((f'{len(moves)}: {reason}', moves, False))
        params = self._pagero_receipt(*groups)
        return {'type': 'ir.actions.client', 'tag': 'pagero_receipt', 'params': params}
