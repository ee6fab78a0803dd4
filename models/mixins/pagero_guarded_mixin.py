from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import ormcache
from odoo.tools.misc import clean_context


MODULE = 'pagero_connector'
DEFAULT = 'default_'  # what a key of the context begins with that proposes a field's value
LINKS = {1, 2, 3, 4}  # commands that name one record: update, delete, unlink, link
SET = 6
LARGEST = 2**31 - 1  # of an integer in the database


class FieldsOfOurs(NamedTuple):
    """Names of the fields that our addon gives to a model."""

    kept: frozenset  # stored and readonly
    begun: frozenset  # of the kept ones those that begin as the model says, for clients too
    relations: frozenset
    integers: frozenset


class PageroGuardedMixin(models.AbstractModel):
    """Fields that only our own code writes, and records that a client may name.

    A form that shows a field as readonly protects nothing: a client writes any field by RPC. So a
    stored field of ours that is declared ``readonly=True`` is *kept by the server* on every model
    that inherits this: only code that runs as superuser sets it. What a client may set once, when
    it creates a record, stands in ``_set_once``; what it may no longer change in some state stands
    in ``_fixed_when``.

    Odoo asks record rules before a write, not after it; here they are asked again when the client
    named other records, each of which it must be allowed to read.
    """

    _name = 'pagero.guarded.mixin'
    _description = "Fields that only the server writes"

    _set_once = ()  # readonly fields that a client may set when it creates a record
    _also_checked = ()  # fields of core's that name records which ours are computed from
    _fixed_when = {}  # {method of one record: fields that a client can't change where it is true}

    # === WHICH FIELDS === #

    @api.model
    def _is_kept_by_server(self, field):
        """Whether only our own code may write ``field``, once the record is there."""
        return field.name in self._fields_of_ours().kept

    @api.model
    def _is_field_of_ours(self, field):
        return (field._modules or (field._module,))[0] == MODULE

    @api.model
    @ormcache('self._name')
    def _fields_of_ours(self):
        """Asked for each line of each invoice, so it is looked up once."""
        ours = [
            field
            for name, field in self._fields.items()
            if name not in models.MAGIC_COLUMNS and self._is_field_of_ours(field)
        ]
        kept = frozenset(each.name for each in ours if each.readonly and each.store)
        return FieldsOfOurs(
            kept,
            kept.difference(self._set_once),
            frozenset(each.name for each in ours if each.relational) | {*self._also_checked},
            frozenset(each.name for each in ours if each.type == 'integer'),
        )

    def _is_settable(self, field):
        """Whether a client may set the field on these records, or on a new one."""
        if self._is_kept_by_server(field):
            return not self and field.name in self._set_once
        return not any(
            getattr(record, is_fixed)()
            for is_fixed, names in self._fixed_when.items()
            if field.name in names
            for record in self
        )

    def _check_field_access(self, field, operation):
        """Odoo asks here for each field that a client creates or writes."""
        if operation == 'write' and not self.env.su and not self._is_settable(field):
            raise AccessError(
                self.env._(
                    "“%(field)s” (%(record)s) cannot be changed directly. Use the buttons of the"
                    " form.",
                    field=field._description_string(self.env),
                    record=self.env['ir.model']._get(self._name).name,
                )
            )
        return super()._check_field_access(field, operation)

    # === CREATION AND CHANGE === #

    @api.model_create_multi
    def create(self, vals_list):
        """What the server keeps isn't taken from the context either."""
        if self.env.su:
            return super().create(vals_list)
        self._refuse_too_large(vals_list)
        self._check_named([self._named_by_context(), *vals_list])  # a refusal below may name them
        guarded = self._without_kept_defaults()
        return super(PageroGuardedMixin, guarded).create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._refuse_too_large([vals])
        names_records = self._check_named([vals])
        result = super().write(vals)
        if names_records:
            self.check_access('write')
        return result

    @api.model
    def default_get(self, fields):
        """What the server keeps begins as the model says, whatever a person has as a default."""
        begun = self._fields_of_ours().begun  # once: this is asked for each record
        own = [each for each in fields if each in begun]
        if not own:
            return super().default_get(fields)
        values = super().default_get([each for each in fields if each not in begun])
        for field in (self._fields[name] for name in own):
            if field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                values[field.name] = field.convert_to_write(value, self)
        return values

    @api.model
    def _without_kept_defaults(self):
        """The same, where the context proposes nothing that a client couldn't set."""
        kept = {
            f'{DEFAULT}{name}'
            for name in self._named_by_context()
            if not self.browse()._is_settable(self._fields[name])
        }
        if not kept:
            return self

        context = {key: value for key, value in self.env.context.items() if key not in kept}
        return self.with_env(self.env(context=context))

    @api.model
    def _named_by_context(self):
        """{field: value} that the context proposes."""
        return {
            name: value
            for key, value in self.env.context.items()
            if key.startswith(DEFAULT) and (name := key.removeprefix(DEFAULT)) in self._fields
        }

    @api.model
    def _check_named(self, vals_list):
        """Refuse records of other companies, or ones that the user may not read.

        Returns whether ``vals_list`` names records at all; asks once for each model.
        """
        named, relations = defaultdict(set), self._fields_of_ours().relations
        for vals in vals_list:
            for name in relations & vals.keys():
                named[self._fields[name].comodel_name].update(ids_in(vals[name]))
        for model, ids in named.items():
            self.env[model].browse(ids).check_access('read')
        self._refuse_strangers(self.env['res.users'].browse(named['res.users']))
        return any(named.values())

    @api.model
    def _refuse_strangers(self, users):
        """Odoo lets every user read the names of all users; only a colleague can act for us."""
        companies = self.env.companies
        for user in users.sudo():
            if not user.company_ids & companies:
                raise UserError(
                    self.env._(
                        "%(user)s does not work for %(company)s. Choose a colleague.",
                        user=user.name,
                        company=', '.join(companies.mapped('name')),
                    )
                )

    @api.model
    def _refuse_too_large(self, vals_list):
        """The database would say it in its own words."""
        integers = self._fields_of_ours().integers
        for name, value in (
            (name, vals[name]) for vals in vals_list for name in integers & vals.keys()
        ):
            if _is_too_large(value):
                raise ValidationError(
                    self.env._(
                        "%(value)s is too large for %(field)s. Correct the number.",
                        value=value,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    # === DIALOGS AND FORMS THAT AREN'T SAVED YET === #

    def onchange(self, values, field_names, fields_spec):
        """A form that isn't saved reads no more than one that is."""
        if not self.env.su:
            self._check_named([self._named_by_context()])
            values = self._as_client_may_say(values)
            said = [name for name in field_names if name in values]
            if field_names and not said:  # Odoo would take it for the beginning of a record
                self.check_access('write' if self else 'create')
                return {}
            field_names = said
        return super(PageroGuardedMixin, self._without_kept_defaults()).onchange(
            values, field_names, fields_spec
        )

    def _as_client_may_say(self, values):
        """The values of a form, without those that the server keeps; records checked, lines too.

        A new record has the server's own defaults instead.
        """
        kept = [name for name in values if name in self._fields and self._is_not_for_client(name)]
        said = {name: value for name, value in values.items() if name not in kept}
        self._check_named([said])
        said = {name: self._lines_as_client_may_say(name, value) for name, value in said.items()}
        if kept and not self:
            said |= self.default_get(kept)
        return said

    def _is_not_for_client(self, name):
        """Whether a form's value doesn't count.

        That of a plain computed field does: Odoo answers with what differs from what is shown.
        """
        field = self._fields[name]
        is_shown_only = field.compute and not field.related and not field.relational
        return not self._is_settable(field) and (not is_shown_only or field.type == 'json')

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

    @api.model
    def _create_kept(self, vals_list):
        """The user's own records, of what only the server knows; the context proposes nothing."""
        server = self.with_env(self.env(su=True, context=clean_context(self.env.context)))
        kept = server.create(vals_list).with_env(self.env)
        kept.flush_recordset()  # what is computed of it has the user's rights
        return kept

    def copy(self, default=None):
        """The copy has what the original had; what the client gives is asked like a creation.

        Neither lines nor defaults of the context: they would be made without asking.
        """
        if self.env.su:
            return super().copy(default)
        self.check_access('read')
        self.browse().check_access('create')
        for name in default or ():
            self.browse()._check_field_access(self._fields[name], 'write')
        self._refuse_lines(default or {})
        self._refuse_too_large([default or {}])
        self._check_named([default or {}])
        originals = self.with_env(self.env(su=True, context=clean_context(self.env.context)))
        copies = super(PageroRecordMixin, originals).copy(default).with_env(self.env)
        copies.check_access('create')
        return copies

    def _refuse_lines(self, default):
        for name in default:
            if self._fields[name].type in ('one2many', 'many2many'):
                raise UserError(self.env._("A copy keeps its lines. Change them afterwards."))


def _is_too_large(value):
    """Of what Odoo makes an integer of, which a text may be as well."""
    try:
        return abs(float(value)) > LARGEST
    except (TypeError, ValueError):
        return False


def ids_in(value):
    """Ids of existing records in what a client gives for a relation: a number, or commands."""
    if isinstance(value, models.BaseModel):
        return [number for number in value.ids if isinstance(number, int)]
    if isinstance(value, dict):  # a record of a form, whose origin Odoo reads
        return ids_in(value.get('id'))
    if isinstance(value, (list, tuple)):
        return [number for each in value for number in _ids_of_command(each)]
    return _id_in(value)


def _id_in(value):
    """A number, which a client may also write as a text or with decimals."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return []
    try:
        number = int(value)
    except (ValueError, OverflowError):
        return []
    return [number] if number else []


def _ids_of_command(command):
    if isinstance(command, (int, dict)):
        return ids_in(command)
    if not isinstance(command, (list, tuple)) or not command:
        return []
    if command[0] in LINKS:
        return [command[1]] if isinstance(command[1], int) else []
    ids = command[2] if command[0] == SET else []
    return [number for number in ids if isinstance(number, int)]
