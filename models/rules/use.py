"""Which rules an invoice is checked by: the pack in force on its date, compiled once a process."""

import base64
import hashlib
import logging
import threading
from collections import OrderedDict
from datetime import date
from typing import Literal, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ...ubl.check import ACCEPTED, layers_of
from ...ubl.official import CEN, PEPPOL, SELF_BILLING, SchematronPack
from ...ubl.schematron import Limits


_logger = logging.getLogger(__name__)

# What packs are called by their kind: of one name one is in force.
OFFICIAL = 'peppol-official'
NAMES = {
    CEN: 'cen-en16931',
    PEPPOL: OFFICIAL,
    SELF_BILLING: 'peppol-self-billing-official',
}
# A process serves many databases, and a pack takes a few megabytes.
MOST_COMPILED = 6


class InUse(NamedTuple):
    """A pack in use, as far as every check has to know it."""

    pack_id: int
    sha256: str
    version: str
    valid_from: date
    valid_to: date | Literal[False]
    kind: str

    @property
    def key(self) -> tuple[str, str, date, date | Literal[False], str]:
        """What decides how the file is compiled; the same file may be in many databases."""
        return self.sha256, self.version, self.valid_from, self.valid_to, self.kind

    def is_valid(self, day: date) -> bool:
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)


class PageroRulePack(models.Model):
    _inherit = 'pagero.rule.pack'

    is_damaged = fields.Boolean(
        string="File Replaced",
        compute='_compute_is_damaged',
        help="Its file is not the one that was tried.",
    )

    @api.depends('file', 'sha256')
    def _compute_is_damaged(self):
        for pack in self:
            content = pack.sudo().with_context(bin_size=False)._content()
            pack.is_damaged = pack.sha256 and hashlib.sha256(content).hexdigest() != pack.sha256

    def _content(self):
        return base64.b64decode(self.file or b'')

    # === BUTTONS === #

    def action_activate(self):
        """From now on, invoices dated in its time are checked by this pack."""
        self.ensure_one()
        self.check_access('write')
        self._refuse_to_decide_for_others()
        self._refuse_to_activate()
        same_day = self.search(self._in_use_from_the_same_day())
        same_day._move_to('retired')
        self.flush_model(['state'])  # the database allows one from a day on
        self._move_to('active', replaces_id=same_day.id)

    def _in_use_from_the_same_day(self):
        """The packs whose place this one takes; of each kind there is one."""
        return [
            ('state', '=', 'active'),
            ('kind', '=', self.kind),
            ('valid_from', '=', self.valid_from),
        ]

    def _refuse_to_decide_for_others(self):
        """All companies of the database are checked by the packs in use."""
        if not self.env.su and not self.env.user._may_decide_for_all_companies():
            raise UserError(
                self.env._(
                    "%(pack)s decides about the invoices of companies that you do not administer,"
                    " too. Ask a group administrator of Pagero to do this.",
                    pack=self[:1].display_name,
                )
            )

    def _refuse_to_activate(self):
        if self.problem_count >= self.rule_count:
            raise UserError(
                self.env._(
                    "None of the rules of %(pack)s can be understood, so nothing would be checked"
                    " by it. Get another file from the publisher.",
                    pack=self.display_name,
                )
            )
        if self.valid_to and self.valid_to < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "The last day of %(pack)s is over. Change it, or use a newer rule pack.",
                    pack=self.display_name,
                )
            )

    def action_roll_back(self):
        """Back to what was in use before: the pack that this one replaced, or the own rules."""
        self.ensure_one()
        self.check_access('write')
        self._refuse_to_decide_for_others()
        self._move_to('retired')
        self.flush_model(['state'])
        before = self.replaces_id.filtered(lambda pack: pack.state == 'retired')
        taken = self.search_count(self._in_use_from_the_same_day())
        if before and not taken:
            before._move_to('active')

    # === WHICH RULES === #

    @api.model
    def _layers(self, day):
        """The layers of rules for a document of that day; the one place that chooses them."""
        return layers_of(self._packs_on(day))

    @api.model
    def _packs_on(self, day):
        """{kind: the compiled pack in force}, as far as packs are in use and can be."""
        chosen = (self._in_force_on(day, kind) for kind in NAMES)
        packs = {in_use.kind: self._usable(in_use) for in_use in chosen if in_use}
        return {kind: pack for kind, pack in packs.items() if pack}

    @api.model
    def _usable(self, in_use):
        """The compiled pack; None where its file isn't what was tried, or can't be read any more.

        One file must not stop every invoice of all companies: the own rules check them then.
        """
        pack = self._compiled(in_use)
        return None if _compiled_packs.is_broken(pack) else pack

    @api.model
    def _in_force_on(self, day, kind):
        """The newest pack of a kind in use whose time includes the day, or None."""
        valid = [each for each in self._in_use() if each.kind == kind and each.is_valid(day)]
        return max(valid, key=lambda each: each.valid_from, default=None)

    @api.model
    @ormcache()
    def _in_use(self):
        """Cached in each process, and asked anew when any of them changes a pack."""
        return tuple(pack._as_in_use() for pack in self.sudo().search([('state', '=', 'active')]))

    @api.model
    def _compiled(self, in_use):
        """The pack for the check; read and compiled at its first use, shared by all threads."""
        pack = _compiled_packs.get(in_use)
        if pack is None:
            stored = self.sudo().browse(in_use.pack_id).with_context(bin_size=False)
            pack = _compiled_packs.put(in_use, stored._content())
        return pack


class _CompiledPacks:
    """The packs of this process by what they are, the last used at the end."""

    def __init__(self):
        self._packs = OrderedDict()
        self._told = set()  # a batch would fill the log
        self._lock = threading.Lock()

    def get(self, in_use):
        with self._lock:
            pack = self._packs.get(in_use.key)
            if pack:
                self._packs.move_to_end(in_use.key)
            return pack

    def put(self, in_use, content):
        pack = SchematronPack(
            NAMES[in_use.kind],
            in_use.version,
            'uploaded by an administrator',
            lambda: content,
            valid_from=in_use.valid_from,
            valid_to=in_use.valid_to or None,
            sha256=in_use.sha256,
            accepted=frozenset(ACCEPTED),
            limits=Limits(),
        )
        with self._lock:
            pack = self._packs.setdefault(in_use.key, pack)
            while len(self._packs) > MOST_COMPILED:
                self._packs.popitem(last=False)
        if self.is_broken(pack):
            self._forget(pack)
        return pack

    def is_broken(self, pack):
        """Whether it can't be compiled."""
        return self._engine_of(pack) is None

    def _engine_of(self, pack):
        """Compiled at its first use; None where that fails, which the log says once."""
        try:
            engine = pack.engine
        except Exception as error:  # noqa: BLE001  whatever it is, the own rules are there
            if pack.sha256 not in self._told:
                self._told.add(pack.sha256)
                _logger.warning(
                    "Rule pack %s (version %s) is not used, but the rules that come with the"
                    " addon: %s",
                    pack.sha256,
                    pack.version,
                    error,
                )
            return None
        self._told.discard(pack.sha256)
        return engine

    def _forget(self, pack):
        """A file that couldn't be read today may be mended tomorrow: it is read anew each time."""
        with self._lock:
            self._packs = OrderedDict(
                (key, kept) for key, kept in self._packs.items() if kept is not pack
            )


_compiled_packs = _CompiledPacks()
