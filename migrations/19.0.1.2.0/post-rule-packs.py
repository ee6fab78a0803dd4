"""Rule packs tell what they take the place of; before, all of them took that of Peppol's rules."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.pagero_connector.ubl import official
from odoo.addons.pagero_connector.ubl.schematron import NotAPack


def migrate(cr, version):
    """By the rules that are in the file."""
    packs = api.Environment(cr, SUPERUSER_ID, {})['pagero.rule.pack'].search([])
    for pack in packs.with_context(bin_size=False):
        try:
            kind = official.replaced_by(official.read(pack._content()))
        except NotAPack:
            continue  # it can't be used any more, and says so
        cr.execute(SQL("UPDATE pagero_rule_pack SET kind = %s WHERE id = %s", kind, pack.id))
    packs.invalidate_model(['kind'])
