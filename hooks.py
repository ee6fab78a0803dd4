"""What installing and uninstalling has to do beyond loading files."""

from odoo.tools import SQL

from .odoo_contract.refuse import refuse


METHOD = 'pagero'
EDI_FORMAT = 'pagero_bis3'


def pre_init_hook(_env):
    """An Odoo that lacks what we need is told so before anything is made."""
    refuse()


def post_init_hook(env):
    """Administrators of the database may set Pagero up; Swedish taxes get their category."""
    env.ref('base.group_system').implied_ids += env.ref('pagero_connector.group_admin')
    for company in env['res.company'].search([('chart_template', '=like', 'se%')]):
        env['account.tax']._set_swedish_categories(company)


def uninstall_hook(env):
    """Leave nothing that refers to us, in any company, also those outside the user's choice."""
    env.flush_all()
    env['pagero.document']._leave_job_queue()
    _keep_sent_files(env)
    _keep_received_files(env)
    stored = (('invoice_sending_method', METHOD), ('invoice_edi_format_store', EDI_FORMAT))
    for column, value in stored:
        _forget_company_values(env, column, value)
        _forget_defaults(env, column, value)
    env.invalidate_all()


def _keep_sent_files(env):
    """What was sent stays with the invoice, as an ordinary attachment."""
    env.cr.execute(
        SQL(
            """
            UPDATE ir_attachment AS file
               SET res_model = 'account.move', res_id = document.move_id, res_field = NULL
              FROM pagero_document AS document
             WHERE file.res_model = 'pagero.document'
               AND file.res_field = 'stored_xml'
               AND file.res_id = document.id
               AND document.move_id IS NOT NULL
            """
        )
    )


def _keep_received_files(env):
    """What was received stays as files of the company: Odoo deletes those of a model that goes."""
    env.cr.execute(
        SQL(
            """
            UPDATE ir_attachment
               SET res_model = NULL, res_id = NULL, res_field = NULL
             WHERE res_model = 'pagero.received.document'
               AND res_field = 'file'
            """
        )
    )


def _forget_company_values(env, column, value):
    """Company-dependent fields are one JSON object a row: {company id: value}."""
    name = SQL.identifier(column)
    env.cr.execute(
        SQL(
            """
            UPDATE res_partner AS partner
               SET %(column)s = (
                       SELECT jsonb_object_agg(entry.key, entry.value)
                         FROM jsonb_each(partner.%(column)s) AS entry
                        WHERE entry.value != to_jsonb(%(value)s::text)
                   )
             WHERE EXISTS (
                       SELECT 1
                         FROM jsonb_each(partner.%(column)s) AS entry
                        WHERE entry.value = to_jsonb(%(value)s::text)
                   )
            """,
            column=name,
            value=value,
        )
    )


def _forget_defaults(env, column, value):
    env.cr.execute(
        SQL(
            """
            DELETE FROM ir_default AS preset
             USING ir_model_fields AS field
             WHERE field.id = preset.field_id
               AND field.model = 'res.partner'
               AND field.name = ANY(%(names)s)
               AND preset.json_value = %(json_value)s
            """,
            names=[column, column.removesuffix('_store')],
            json_value=f'"{value}"',
        )
    )
