"""The company's own people at Pagero, by hand or by the assumed API."""

from contextlib import contextmanager

from odoo import models
from odoo.exceptions import UserError

from ...network import USED_UP, NetworkError, PartnerUsers, Vanished, WrongState


class PageroGateway(models.AbstractModel):
    """What the gateways do about users and licences."""

    _inherit = 'pagero.gateway'

    def _add_user(self, user):
        """Have a person invited."""
        raise NotImplementedError

    def _change_user(self, user):
        """Tell the person's new name, address or role."""
        raise NotImplementedError

    def _remove_user(self, user):
        """Take the login away."""
        raise NotImplementedError

    def _request_quote(self, licence, quantity):
        """Beyond the mail to the salesperson."""
        raise NotImplementedError

    def _refresh_users(self, account):
        """Hear how users and licences stand."""
        raise NotImplementedError


class PageroGatewayPublic(models.AbstractModel):
    """A user does it in Pagero Online; the form says what and where."""

    _inherit = 'pagero.gateway.public'

    def _add_user(self, user):
        # A login that was never taken away there is only looked through again.
        user.to_do = 'change' if user.to_do == 'remove' else 'add'

    def _change_user(self, user):
        user.to_do = user.to_do or 'change'

    def _remove_user(self, user):
        # Never added there: nothing to remove.
        user.to_do = False if user.to_do == 'add' else 'remove'

    def _request_quote(self, licence, quantity):
        """The mail is all."""

    def _refresh_users(self, account):
        raise UserError(
            self.env._("Public sources don't know your users. Compare the list in Pagero Online.")
        )


class PageroGatewayPartner(models.AbstractModel):
    _inherit = 'pagero.gateway.partner'

    def _add_user(self, user):
        with self._people(user.account_id) as people:
            theirs = people.add_user(
                user.user_name, user.name, user.email, user.role, self._licence_id(user, people)
            )
        user.network_id = theirs.id

    def _licence_id(self, user, people):
        """A licence that was typed in here is the network's one of that name."""
        licence = user.licence_id
        if not licence.network_id:
            for theirs in people.iter_licences():
                if theirs.kind == licence.name:
                    licence.network_id = theirs.id
        if not licence.network_id:
            raise UserError(
                self.env._("Pagero knows no licence “%(kind)s” of yours.", kind=licence.name)
            )
        return licence.network_id

    def _change_user(self, user):
        if user.network_id:
            with self._people(user.account_id) as people:
                people.change_user(
                    user.network_id, user.user_name, user.name, user.email, user.role
                )

    def _remove_user(self, user):
        if not user.network_id:
            return
        with self._people(user.account_id) as people:
            try:
                people.remove_user(user.network_id)
            except Vanished:
                user.message_post(body=self.env._("Pagero had removed this user already."))

    def _request_quote(self, licence, quantity):
        if not licence.network_id:
            return
        with self._people(licence.account_id) as people:
            try:
                people.ask_for_quote(licence.network_id, quantity)
            except WrongState:
                licence.message_post(body=self.env._("Pagero has an open request already."))

    # === NEWS === #

    def _refresh_users(self, account):
        """Licences first: users hold them."""
        with self._people(account) as people:
            licences, users = list(people.iter_licences()), list(people.iter_users())
        known = self.env['pagero.licence'].sudo()
        by_id = {each.id: known._hear(account, each) for each in licences}
        self.env['pagero.user'].sudo()._hear_all(account, users, by_id)

    @contextmanager
    def _people(self, account):
        """The API of an account's people; what goes wrong becomes a sentence."""
        if not account._is_ready():
            raise account._not_ready_refusal()
        try:
            token = self.env['pagero.credential']._access_token(account)
            yield PartnerUsers(
                account._transport(), account._hosts(), token, account.pagero_company_id
            )
        except WrongState as error:
            raise UserError(self._conflict_sentence(error)) from error
        except NetworkError as error:
            account._distrust_token(error)
            raise UserError(account._network_sentence(error)) from error

    def _conflict_sentence(self, error):
        if error.code == USED_UP:
            return self.env._(
                "Pagero says that all licences are in use. Ask Pagero Now, and compare the list."
            )
        return self.env._("Pagero refused it: %(reason)s", reason=error.reason)
