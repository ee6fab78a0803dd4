"""Actions that buttons and places hand out: dialogs, forms, lists, notices, letters.

A plain helper, no model.
"""


def dialog_action(model, title, /, **defaults):
    """A new form in a dialog; ``defaults`` are its first values by field."""
    context = {f'default_{name}': value for name, value in defaults.items()}
    return _window(model, title, target='new', context=context)


def form_action(record, title=None, *, view=None, target='current', **defaults):
    """The form of a record, ``view`` by its XML id; an empty record begins with ``defaults``."""
    context = {f'default_{name}': value for name, value in defaults.items()}
    view_id = record.env.ref(view).id if view else False
    window = _window(record._name, title, view_id, target=target, context=context)
    return {**window, 'res_id': record.id}


def back_action(record):
    """Back to the form of a record where one came from it, else its form: none on top of itself."""
    params = {'model': record._name, 'record_id': record.id}
    return {'type': 'ir.actions.client', 'tag': 'pagero_back_to', 'params': params}


def list_action(model, title, domain, *, modes='list', **context):
    """The records of a model that fit ``domain``; ``modes`` are the views, the first shown.

    A phone shows them as cards.
    """
    modes = modes.replace('list', 'list,kanban')
    views = [(False, mode) for mode in modes.split(',')]
    return {
        **_window(model, title, target='current', context=context),
        'view_mode': modes,
        'mobile_view_mode': 'kanban',
        'views': views,
        'domain': domain,
    }


def _window(model, title, view_id=False, **options):
    """``views`` beside ``view_mode``: a browser that gets the action in an error guesses none."""
    return {
        'type': 'ir.actions.act_window',
        **({'name': title} if title else {}),
        'res_model': model,
        'view_mode': 'form',
        'views': [(view_id, 'form')],
        **options,
    }


# What follows a button: the dialog goes, or the page is read anew.
CLOSE = {'type': 'ir.actions.act_window_close'}
RELOAD = {'type': 'ir.actions.client', 'tag': 'soft_reload'}


def notice_action(message, kind='success', *, title=None, sticky=False, then=None):
    """A notice in the corner; ``then`` is the action after it, else the page is reloaded."""
    params = {
        'type': kind,
        'message': message,
        'sticky': sticky,
        'next': then or RELOAD,
    }
    if title:
        params['title'] = title
    return {'type': 'ir.actions.client', 'tag': 'display_notification', 'params': params}


def field_action(record, name):
    """The form of a record with the cursor in a field, behind whichever tab it is."""
    params = {'model': record._name, 'record_id': record.id, 'field': name}
    return {'type': 'ir.actions.client', 'tag': 'pagero_go_to_field', 'params': params}


def ask_action(records, method, label, question=None):
    """A button of ours in a place that only links: asked first, then it runs ``method``."""
    params = {'model': records._name, 'ids': records.ids, 'method': method, 'label': label}
    return {
        'type': 'ir.actions.client',
        'tag': 'pagero_ask',
        'params': {**params, 'question': question or False},
    }


def server_action_link(records, xml_id):
    """For places that only link: a click runs the server action on ``records``."""
    action = records.env.ref(xml_id).sudo()
    context = {
        'active_model': records._name,
        'active_id': records.id,
        'active_ids': records.ids,
    }
    return {'type': 'ir.actions.server', 'id': action.id, 'context': context}


def letter_action(records, title, template, **context):
    """Odoo's composer with the letter of ``template``; ``context`` tells the post what it is."""
    action = dialog_action(
        'mail.compose.message',
        title,
        model=records._name,
        res_ids=records.ids,
        template_id=records.env.ref(template).id,
        composition_mode='comment',
        email_layout_xmlid='mail.mail_notification_light',
    )
    return {**action, 'context': {**action['context'], **context}}


def preview_action(record, kind):
    """The page that shows a record as its recipient reads it; ``kind``: invoice or document."""
    name = f'pagero_connector.pagero_{kind}_preview_action'
    action = record.env['ir.actions.actions']._for_xml_id(name)
    return {
        **action,
        'display_name': record.env._("Preview of %(invoice)s", invoice=record.display_name),
        'context': {'active_model': record._name, 'active_id': record.id},
    }
