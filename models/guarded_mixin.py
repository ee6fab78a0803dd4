from odoo import api, models
from odoo.exceptions import AccessError


MODULE = 'pagero_connector'
DEFAULT = 'default_'  # what a key of the context begins with that proposes a field's value
LINKS = {1, 2, 3, 4}  # commands that name one record: update, delete, unlink, link
SET = 6


class PageroGuardedMixin(models.AbstractModel):
    """Fields that only our own code writes, and records that a client may name.

    A form that shows a field as readonly protects nothing: a client writes any field by RPC. So a
    stored field of ours that is declared ``readonly=True`` is *kept by the server* on every model
    that inherits this: only code that runs as superuser sets it. What a client may set once, when
    it creates a record, stands in ``_set_once``.

    Odoo asks record rules before a write, not after it; here they are asked again when the client
    named other records, each of which it must be allowed to read.
    """

    _name = 'pagero.guarded.mixin'
    _description = "Fields that only the server writes"

    _set_once = ()  # readonly fields that a client may set when it creates a record

    # === WHICH FIELDS === #

    @api.model
    def _is_kept_by_server(self, field):
        """Whether only our own code may write ``field``, once the record is there."""
        return bool(field.readonly and field.store and self._is_field_of_ours(field))

    @api.model
    def _is_field_of_ours(self, field):
        return (field._modules or (field._module,))[0] == MODULE

    def _check_field_access(self, field, operation):
        """Odoo asks here for each field that a client creates or writes."""
        if operation == 'write' and not self.env.su and self._is_kept_by_server(field):
            if self or field.name not in self._set_once:
                raise AccessError(
                    self.env._(
                        "“%(field)s” (%(record)s) cannot be set from outside. Use the buttons of"
                        " the form.",
                        field=field._description_string(self.env),
                        record=self.env['ir.model']._get(self._name).name,
                    )
                )
        return super()._check_field_access(field, operation)

    # === CREATION AND CHANGE === #

    @api.model_create_multi
    def create(self, vals_list):
        """What the server keeps isn't taken from the context either."""
        records = super(PageroGuardedMixin, self._without_kept_defaults()).create(vals_list)
        for vals in vals_list:
            records._check_named({**self._named_by_context(), **vals})
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._check_named(vals):
            self.check_access('write')
        return result

    @api.model
    def _without_kept_defaults(self):
        kept = {
            f'{DEFAULT}{name}'
            for name in self._named_by_context()
            if self._is_kept_by_server(self._fields[name]) and name not in self._set_once
        }
        if not kept:
            return self
        context = {key: value for key, value in self.env.context.items() if key not in kept}
        return self.with_context(context)

    @api.model
    def _named_by_context(self):
        """{field: value} that the context proposes."""
        return {
            name: value
            for key, value in self.env.context.items()
            if key.startswith(DEFAULT) and (name := key.removeprefix(DEFAULT)) in self._fields
        }

    @api.model
    def _check_named(self, vals):
        """Refuse records of other companies, or ones that the user may not read.

        Returns whether ``vals`` names records at all.
        """
        if self.env.su:
            return False
        named = False
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None or not field.relational or not self._is_field_of_ours(field):
                continue
            ids = _ids_in(value)
            named = named or bool(ids)
            self.env[field.comodel_name].browse(ids).check_access('read')
        return named

    # === DIALOGS AND FORMS THAT AREN'T SAVED YET === #

    def onchange(self, values, field_names, fields_spec):
        """A form that isn't saved reads no more than one that is."""
        if not self.env.su:
            self._check_named(self._named_by_context())
            values = self._as_client_may_say(values)
            field_names = [name for name in field_names if name in values]
        return super(PageroGuardedMixin, self._without_kept_defaults()).onchange(
            values, field_names, fields_spec
        )

    def _as_client_may_say(self, values):
        """The values of a form, without those that the server keeps; records checked, lines too."""
        said = {}
        for name, value in values.items():
            field = self._fields.get(name)
            if field is not None and self._is_kept_by_server(field):
                if self or name not in self._set_once:
                    continue
            said[name] = value
        self._check_named(said)
        return {name: self._lines_as_client_may_say(name, value) for name, value in said.items()}

    def _lines_as_client_may_say(self, name, value):
        field = self._fields.get(name)
        if field is None or field.type not in ('one2many', 'many2many'):
            return value
        lines = self.env[field.comodel_name]
        if not hasattr(lines, '_as_client_may_say') or not isinstance(value, list):
            return value
        return [
            [*command[:2], lines._line_of(command)._as_client_may_say(command[2])]
            if command[0] in (0, 1) and isinstance(command[2], dict)
            else command
            for command in value
        ]

    def _line_of(self, command):
        """The line that a command changes; none where it makes one."""
        return self.browse(command[1] if command[0] == 1 else None)


class PageroRecordMixin(models.AbstractModel):
    """A record of ours: guarded, and copied with what the server keeps."""

    _name = 'pagero.record.mixin'
    _description = "Record of Pagero Connector"
    _inherit = ['pagero.guarded.mixin']

    def copy(self, default=None):
        """The copy has what the original had; what the client gives is asked like a creation."""
        if self.env.su:
            return super().copy(default)
        self.check_access('read')
        for name in default or ():
            self.browse()._check_field_access(self._fields[name], 'write')
        self._check_named(default or {})
        copies = super(PageroRecordMixin, self.sudo()).copy(default).sudo(False)
        copies.check_access('create')
        return copies


def _ids_in(value):
    """Ids of existing records in what a client gives for a relation: a number, or commands."""
    if isinstance(value, models.BaseModel):
        return [number for number in value.ids if isinstance(number, int)]
    if isinstance(value, bool) or not value:
        return []
    if isinstance(value, int):
        return [value]
    if isinstance(value, (list, tuple)):
        return [number for each in value for number in _ids_of_command(each)]
    return []


def _ids_of_command(command):
    if isinstance(command, int):
        return [command]
    if not isinstance(command, (list, tuple)) or not command:
        return []
    if command[0] in LINKS:
        return [command[1]] if isinstance(command[1], int) else []
    return list(command[2]) if command[0] == SET else []
