"""Live accounts are taken as they stand: what Pagero lists from before the update is not judged.

Files of older versions may lack their ids, and the company may have sent from elsewhere as well.
"""


def migrate(cr, version):
    """As if an administrator had said now that this is the live database."""
    cr.execute(
        """UPDATE pagero_account SET approved_at = now() AT TIME ZONE 'UTC'
            WHERE is_live AND approved_at IS NULL"""
    )
