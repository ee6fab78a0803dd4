"""Actions that places hand out: to run on a click, or to write a letter."""


def server_action_link(records, xml_id):
    """For places that only link: the server action runs on ``records`` when somebody clicks."""
    action = records.env.ref(xml_id).sudo()
    context = {
        'active_model': records._name,
        'active_id': records.id,
        'active_ids': records.ids,
    }
    return {'type': 'ir.actions.server', 'id': action.id, 'context': context}


def letter_action(records, title, template, **context):
    """Odoo's composer with the letter of ``template``; ``context`` tells the post what it is."""
    return {
        'type': 'ir.actions.act_window',
        'name': title,
        'res_model': 'mail.compose.message',
        'view_mode': 'form',
        'target': 'new',
        'context': {
            'default_model': records._name,
            'default_res_ids': records.ids,
            'default_template_id': records.env.ref(template).id,
            'default_composition_mode': 'comment',
            'default_email_layout_xmlid': 'mail.mail_notification_light',
            **context,
        },
    }


def preview_action(record, kind):
    """The page that shows a record as its recipient reads it; ``kind``: invoice or document."""
    name = f'pagero_connector.pagero_{kind}_preview_action'
    action = record.env['ir.actions.actions']._for_xml_id(name)
    return {
        **action,
        'display_name': record.env._("Preview of %(invoice)s", invoice=record.display_name),
        'context': {'active_model': record._name, 'active_id': record.id},
    }
