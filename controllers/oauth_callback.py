from odoo import http
from odoo.http import request


class PageroOAuthCallback(http.Controller):
    """Where Pagero's login page sends the administrator's browser back to."""

    @http.route('/pagero/oauth/callback', type='http', auth='user', methods=['GET'], sitemap=False)
    def callback(self, **parameters):
        sentence = self._finish_login(parameters)
        values = {'failure': sentence}
        response = request.render('pagero_connector.oauth_callback_page', values)
        # The address holds the code: no other page may learn it, no cache may keep it.
        response.headers['Referrer-Policy'] = 'no-referrer'
        response.headers['Cache-Control'] = 'no-store'
        response.status_code = 400 if sentence else 200
        return response

    def _finish_login(self, parameters):
        """Connect the account, or return the sentence that says why not."""
        attempt = request.env['pagero.login.attempt']._consume(parameters.get('state'))
        if not attempt:
            return request.env._(
                "This login was not started here, is too old, or has already been used. Go back to"
                " the Pagero account in Odoo and press Connect."
            )
        account = request.env['pagero.account'].browse(attempt['account_id'])
        return account.with_company(account.sudo().company_id)._finish_login(parameters, attempt)
