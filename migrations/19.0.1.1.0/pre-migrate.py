"""What a document found and sent is kept under the names that it has from here on."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Findings and bytes become fields that only the server reads."""
    if not column_exists(cr, 'pagero_document', 'stored_findings'):
        cr.execute(SQL("ALTER TABLE pagero_document RENAME COLUMN findings TO stored_findings"))
    cr.execute(
        SQL(
            "UPDATE ir_attachment SET res_field = 'stored_xml'"
            " WHERE res_model = 'pagero.document' AND res_field = 'xml_file'"
        )
    )
