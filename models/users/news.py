"""What Pagero tells of users and licences, where there is an API."""

from odoo import models


class PageroLicence(models.Model):
    _inherit = 'pagero.licence'

    def _hear(self, account, theirs):
        """The record of a licence that the network lists; its number is the network's word."""
        mine = self.search([('account_id', '=', account.id)])
        found = mine.filtered(lambda licence: licence.network_id == theirs.id)
        found = (
            found
            or mine.filtered(
                lambda licence: not licence.network_id and licence.name == theirs.kind
            )[:1]
        )
        if not found:
            values = {'account_id': account.id, 'name': theirs.kind, 'network_id': theirs.id}
            return self.create({**values, 'quantity': theirs.quantity})
        quantity = max(theirs.quantity, found.holder_count)
        grown = quantity > found.quantity
        found.write({'network_id': theirs.id, 'quantity': quantity})
        if grown and found.quote_state == 'open':
            found.quote_state = 'answered'
        return found


class PageroUser(models.Model):
    _inherit = 'pagero.user'

    def _hear_all(self, account, listed, licences):
        """New users are added, known ones follow, and those no longer listed are removed."""
        mine = self.search([('account_id', '=', account.id), ('state', '!=', 'removed')])
        gone = mine.filtered('network_id')
        for theirs in listed:
            known = mine.filtered(
                lambda user, theirs=theirs: (
                    user.network_id == theirs.id
                    or (not user.network_id and user.user_name == theirs.user_name)
                )
            )[:1]
            gone -= known
            if known:
                known._hear(theirs)
            elif theirs.licence_id in licences:
                self._hear_new(account, theirs, licences[theirs.licence_id])
        gone._move_to('removed')

    def _hear(self, theirs):
        self.write(self._heard_values(theirs))
        if theirs.state and theirs.state != self.state and self._can_move_to(theirs.state):
            self._move_to(theirs.state)

    def _heard_values(self, theirs):
        return {
            'network_id': theirs.id,
            'name': theirs.name or theirs.user_name,
            'user_name': theirs.user_name,
            'email': theirs.email,
            'role': theirs.role,
        }

    def _hear_new(self, account, theirs, licence):
        licence.quantity = max(licence.quantity, licence.holder_count + 1)
        values = {'account_id': account.id, 'licence_id': licence.id}
        user = self.create({**values, **self._heard_values(theirs)})
        if theirs.state == 'active':
            user._move_to('active')
