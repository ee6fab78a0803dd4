"""What browsers load first, made beforehand; runs inside Odoo."""

FIRST_BUNDLES = ('web.assets_web', 'web.assets_frontend', 'web.assets_frontend_lazy')


def generate(env) -> None:
    """Build the bundles once: clones of the database have them, so no first page waits for them."""
    for name in FIRST_BUNDLES:
        bundle = env['ir.qweb']._get_asset_bundle(name, css=True, js=True)
        bundle.js()
        bundle.css()
