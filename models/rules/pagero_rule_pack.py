import base64
import binascii
import hashlib
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...ubl.official import (
    CEN,
    PEPPOL,
    SELF_BILLING,
    read,
    refuse_size,
    replaced_by,
    sentence_of,
    stated_version,
)
from ...ubl.peppol_rules import RELEASE_3_0_22, first_day_of
from ...ubl.schematron import Engine, Limits, NotAPack
from ...ubl.words import told
from ..mixins.evidence_file import EvidenceFile
from ..texts.findings import problems_table
from ..tools.labels import labels_of


KINDS = [
    (CEN, "Rules of EN 16931"),
    (PEPPOL, "Peppol Rules"),
    (SELF_BILLING, "Peppol Rules for Self-Billing"),
]
STATES = [
    ('draft', "New"),
    ('testing', "Being Tested"),
    ('tested', "Tested"),
    ('active', "In Use"),
    ('retired', "Retired"),
]
TRANSITIONS = {
    'draft': {'testing'},
    'testing': {'tested', 'draft'},
    'tested': {'testing', 'active'},
    'active': {'retired'},
    'retired': {'testing', 'active'},
}
# What decides which rules an invoice is checked by.
DECISIVE = {'state', 'version', 'sha256', 'kind', 'valid_from', 'valid_to'}
LAST_OF_3_0_21 = RELEASE_3_0_22 - timedelta(days=1)
WARN_BEFORE = timedelta(days=30)


class PageroRulePack(models.Model):
    """The rules of a network as its publisher gives them out: uploaded, tried, and then in use.

    Packs belong to the whole database: a network has the same rules for all of its companies.
    """

    _name = 'pagero.rule.pack'
    _description = "Pagero Rule Pack"
    _inherit = ['pagero.lifecycle.mixin', 'mail.thread', 'mail.activity.mixin']
    _transitions = TRANSITIONS
    _order = 'valid_from desc, id desc'
    _fixed_when = {'_was_tried': ('expected_sha256', 'file_name')}

    # === WHAT === #
    name = fields.Char(required=True, tracking=True)
    version = fields.Char(tracking=True)
    kind = fields.Selection(
        KINDS,
        string="Takes the Place of",
        default=PEPPOL,
        required=True,
        readonly=True,
        copy=False,
        help="Which of the rules that come with the addon this pack is used instead of. It follows"
        " from the rules in the file.",
    )
    source = fields.Text(
        string="Source and Licence",
        help="Where the file comes from, and on what terms it may be used.",
    )
    file = EvidenceFile(required=True, attachment=True, copy=False)
    file_name = fields.Char()
    sha256 = fields.Char(string="SHA-256", readonly=True, copy=False)
    expected_sha256 = fields.Char(
        string="Expected SHA-256",
        copy=False,
        help="The checksum that the publisher states. Any other file is refused.",
    )
    rule_count = fields.Integer(string="Rules", readonly=True, copy=False)
    problems = fields.Json(readonly=True, copy=False)
    problem_count = fields.Integer(compute='_compute_problems', string="Not Understood")
    problems_table = fields.Html(compute='_compute_problems')

    # === WHEN === #
    state = fields.Selection(
        STATES, default='draft', required=True, readonly=True, copy=False, tracking=True
    )
    valid_from = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The first invoice date that is checked by these rules.",
    )
    valid_to = fields.Date(
        tracking=True,
        help="The last invoice date. Afterwards the rules that come with the addon apply again."
        " Empty: until a newer pack takes over.",
    )
    is_in_force = fields.Boolean(string="In Force Today", compute='_compute_is_in_force')
    expiry_warned = fields.Boolean(readonly=True, copy=False)
    replaces_id = fields.Many2one(
        'pagero.rule.pack', string="Replaced", readonly=True, copy=False, ondelete='set null'
    )

    _dates_in_order = models.Constraint(
        'CHECK (valid_to IS NULL OR valid_to >= valid_from)',
        "The last day of a rule pack cannot be before its first day.",
    )
    _one_in_use_from_a_day = models.UniqueIndex(
        "(kind, valid_from) WHERE state = 'active'",
        "Another rule pack of that kind is in use from the same day on.",
    )

    # === COMPUTES === #

    @api.depends('problems')
    @api.depends_context('lang')
    def _compute_problems(self):
        for pack in self:
            pack.problem_count = len(pack.problems or [])
            pack.problems_table = problems_table(self.env, pack.problems)

    @api.depends('state', 'valid_from', 'valid_to')
    def _compute_is_in_force(self):
        today = fields.Date.context_today(self)
        chosen = {
            each.pack_id for kind, _label in KINDS if (each := self._in_force_on(today, kind))
        }
        for pack in self:
            pack.is_in_force = pack._origin.id in chosen

    @api.onchange('file')
    def _onchange_file(self):
        """Suggest name, version and validity from what the file says about itself."""
        content = _decoded(self.file)
        if not content:
            return
        title = re.search(rb'<(?:\w+:)?title>([^<]{1,80})</', content[:20000])
        self.kind = _kind_of(content)
        stated = title and title[1].decode(errors='replace').strip()
        self.name = self.name or stated or labels_of(self, 'kind')[self.kind]
        self.version = stated_version(content) or self.version
        if self.version and self.kind != CEN:
            self._suggest_validity()

    def _suggest_validity(self):
        """A release that isn't mandatory yet, or no more, isn't to check today's invoices."""
        today = fields.Date.context_today(self)
        if first_day_of(self.version, self.kind == SELF_BILLING) == RELEASE_3_0_22:
            self.valid_from = max(today, RELEASE_3_0_22)
            self.valid_to = self.valid_to != LAST_OF_3_0_21 and self.valid_to
        else:
            first = self.valid_from if self.valid_from != RELEASE_3_0_22 else today
            self.valid_to = self.valid_to or LAST_OF_3_0_21
            self.valid_from = min(first or today, self.valid_to)

    # === THE FILE === #

    @api.constrains('expected_sha256', 'sha256')
    def _check_expected_sha256(self):
        for pack in self.filtered(lambda pack: pack.expected_sha256 and pack.sha256):
            expected = re.sub(r'[\s:]', '', pack.expected_sha256).lower()
            if expected != pack.sha256:
                raise ValidationError(
                    self.env._(
                        "This is not the expected file: its SHA-256 is %(found)s, and"
                        " %(expected)s is expected. Download it again from its publisher.",
                        found=pack.sha256,
                        expected=expected,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """The file is read at once: what is no rule file is refused with a sentence."""
        facts = [self._facts_of(vals.get('file')) for vals in vals_list]
        packs = super().create(vals_list)
        for pack, values in zip(packs.sudo(), facts, strict=True):
            pack.write(values)
        return packs

    def write(self, vals):
        """A file that was tried is the file that will be in use; validity decides, so say so."""
        facts = {}
        if 'file' in vals:
            self._refuse_another_file()
            facts = self._facts_of(vals['file'])
        if DECISIVE & vals.keys() and 'active' in self.mapped('state'):
            self._refuse_to_decide_for_others()
        if 'valid_to' in vals:
            facts['expiry_warned'] = vals.get('expiry_warned', False)
        result = super().write(vals)
        if facts:
            super(PageroRulePack, self.sudo()).write(facts)
        if DECISIVE & vals.keys():
            # Every process of the database asks anew which packs are in use; and once more after
            # the commit, since a thread may ask in between and remember what was.
            self.env.registry.clear_cache()
            self.env.cr.postcommit.add(self.env.registry.clear_cache)
        return result

    def _was_tried(self):
        return self.state != 'draft'

    def _refuse_another_file(self):
        for pack in self:
            if pack.state != 'draft':
                raise UserError(
                    self.env._(
                        "%(pack)s has been tried with its file. Upload another file as a new rule"
                        " pack.",
                        pack=pack.display_name,
                    )
                )

    @api.model
    def _facts_of(self, file):
        """What is known of a file once it is read; UserError for what is no rule file."""
        try:
            refuse_size(len(file or b'') * 3 // 4 - 2)
            content = _decoded(file)
            source = read(content)
            engine = Engine(source, Limits())
        except NotAPack as error:
            raise UserError(self._refusal(error)) from error
        problems = [
            [each.assertion.id, each.code, dict(each.values), each.context]
            for each in engine.problems
        ]
        return {
            'sha256': hashlib.sha256(content).hexdigest(),
            'kind': replaced_by(source),
            'rule_count': engine.rule_count,
            'problems': problems or False,
        }

    def _refusal(self, error):
        reason = told(sentence_of(error), self.env.lang)
        return self.env._("This file cannot be used as a rule pack. %(reason)s", reason=reason)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for pack in self:
            if pack.state == 'active':
                raise UserError(
                    self.env._("%(pack)s is in use. Roll it back first.", pack=pack.display_name)
                )


def _decoded(file):
    """The bytes of a binary field as a client sends it; none of what is no base64."""
    try:
        return base64.b64decode(file or b'')
    except (binascii.Error, ValueError):
        return b''


def _kind_of(content):
    """What a file takes the place of; Peppol's rules as long as it can't be read."""
    try:
        return replaced_by(read(content))
    except NotAPack:
        return PEPPOL
