"""What core asks of Odoo's own servers by itself is kept here; runs inside Odoo."""

NO_SERVICE = 'http://127.0.0.1:9'  # nothing listens there
# Scheduled actions; the first is of later releases of 19.0 only.
CALLING_HOME = ('base_vat.vies_iap_check_update', 'mail.ir_cron_module_update_notification')


def keep_from_calling_home(env) -> None:
    """A demo or test calls its sandbox only; without the internet core would log errors."""
    env['ir.config_parameter'].set_param('iap.partner_autocomplete.endpoint', NO_SERVICE)
    for name in CALLING_HOME:
        action = env.ref(name, raise_if_not_found=False)
        if action:
            action.active = False
