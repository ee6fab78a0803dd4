"""In which language Odoo writes where a scheduled action works and has no reader.

A plain helper, no model.
"""


def in_language_of(company, records):
    """The same records for a reader of the company; a user who is there reads in the own one."""
    lang = records.env.context.get('lang') or company.sudo().partner_id.lang
    return records.with_context(lang=lang) if lang else records
