"""Data of databases whose clones browsers open, with what they load first; runs inside Odoo."""

from . import demo_data, empty_data


FIRST_BUNDLES = ('web.assets_web', 'web.assets_frontend', 'web.assets_frontend_lazy')


def create_demo(env, **facts) -> dict[str, int]:
    """What ``demo_data.create`` makes."""
    ids = demo_data.create(env, **facts)
    _build_bundles(env)
    return ids


def create_empty(env, **facts) -> dict[str, int]:
    """What ``empty_data.create`` makes."""
    ids = empty_data.create(env, **facts)
    _build_bundles(env)
    return ids


def _build_bundles(env) -> None:
    """Once for all clones: no first page of theirs waits for them."""
    for name in FIRST_BUNDLES:
        bundle = env['ir.qweb']._get_asset_bundle(name, css=True, js=True)
        bundle.js()
        bundle.css()
