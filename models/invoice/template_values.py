"""A record's values as JSON, and back: for templates that outlive products, taxes and fields.

A plain helper, no model.
"""

from odoo import Command
from odoo.models import MAGIC_COLUMNS


DATES = ('date', 'datetime')
NOT_KEPT = ('reference', 'many2one_reference', 'binary', 'properties_definition')


def saved(record, also=(), without=()):
    """``{field: value}`` of everything that a copy of the record would have, days apart."""
    values = {}
    for name, field in record._fields.items():
        wanted = field.store and (field.copy or name in also) and name not in without
        wanted = wanted and name not in MAGIC_COLUMNS  # the record's own id, author, times
        usable = field.type not in (*DATES, *NOT_KEPT) and record._has_field_access(field, 'read')
        if wanted and usable:
            value = _written(record, name, field)
            if value is not None:
                values[name] = value
    return values


def _written(record, name, field):
    """As ``create`` wants it; None for nothing."""
    value = record[name]
    if field.type == 'many2one':
        return value.id or None
    if field.type == 'many2many':
        return [Command.set(value.ids)] if value else None
    if field.type == 'one2many':
        inverse = {field.inverse_name}
        return [Command.create(saved(each, without=inverse)) for each in value] or None
    if field.type == 'boolean' or value or (value == 0 and field.type in ('float', 'integer')):
        return value
    return None


def restored(model, values):
    """(values, sentences): what can still be used, and what is gone or archived.

    Fields that no longer exist are left out silently.
    """
    kept, lost = {}, []
    for name, value in values.items():
        field = model._fields.get(name)
        if field is None or name in MAGIC_COLUMNS:
            continue
        if field.type in ('many2one', 'many2many'):
            value = _usable(model, field, value, lost)
        elif field.type == 'one2many':
            value = _usable_children(model, field, value, lost)
        if value not in (None, []):
            kept[name] = value
    return kept, lost


def _usable(model, field, value, lost):
    ids = [value] if field.type == 'many2one' else value[0][2]
    records = model.env[field.comodel_name].browse(ids).exists()
    lost += [archived(model.env, field, record) for record in records if is_archived(record)]
    lost += [deleted(model.env, field)] if len(records) < len(ids) else []
    records = records.filtered(lambda record: not is_archived(record))
    if field.type == 'many2one':
        return records.id or None
    return [Command.set(records.ids)]


def _usable_children(model, field, commands, lost):
    children = model.env[field.comodel_name]
    found = [restored(children, command[2]) for command in commands]
    lost += [sentence for _values, sentences in found for sentence in sentences]
    return [Command.create(values) for values, _sentences in found]


def is_archived(record):
    """Whether a user archived it; addresses of one invoice only are archived from the start."""
    if 'active' not in record._fields or record.active:
        return False
    return not (record._name == 'res.partner' and record.pagero_is_of_one_invoice)


def archived(env, field, record):
    """What was left out, and what to do; right for a product, accounts or a tax alike."""
    return env._(
        "Left out, because it is archived: %(field)s “%(record)s”. Choose another on the invoice,"
        " or unarchive it and use the template again.",
        field=field._description_string(env),
        record=record.display_name,
    )


def deleted(env, field):
    return env._(
        "Left out, because it was deleted: %(field)s. Choose another on the invoice, and save the"
        " template anew.",
        field=field._description_string(env),
    )
