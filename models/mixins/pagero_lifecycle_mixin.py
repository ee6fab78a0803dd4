from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.labels import labels_of


class PageroLifecycleMixin(models.AbstractModel):
    """A ``state`` that moves only along the arrows of ``_transitions``, through one gate."""

    _name = 'pagero.lifecycle.mixin'
    _description = "Pagero state machine"
    _inherit = ['pagero.record.mixin']

    _transitions = {}  # {state: set of the states it may become}

    state_changed_at = fields.Datetime(string="State Since", readonly=True, copy=False)

    def _move_to(self, target, **values):
        """Move every record to ``target`` or none, where an arrow leads there."""
        self.check_access('write')
        self._refuse_unless_movable(target)
        self._enter(target, values)

    def _enter(self, target, values):
        """Nothing else writes ``state``; past the arrows comes here only what a person states."""
        self._before_move(target, values)
        self.sudo().write({'state': target, 'state_changed_at': fields.Datetime.now(), **values})
        self._after_move(target)

    def _refuse_unless_movable(self, target):
        """To be asked before the network is: what it did can't be undone."""
        for record in self:
            if not record._can_move_to(target):
                raise UserError(record._forbidden_move_message(target))

    def _can_move_to(self, target):
        self.ensure_one()
        return target in self._transitions[self.state]

    def _before_move(self, target, values):
        """Hook: sees the records with their old state, and may add to ``values``."""

    def _after_move(self, target):
        """Hook: what follows from the new state."""

    def _state_label(self, state):
        return labels_of(self, 'state')[state]

    def _forbidden_move_message(self, target):
        return self.env._(
            "%(record)s is “%(state)s” and cannot become “%(target)s”. Reload the page to see"
            " what can be done now.",
            record=self.display_name,
            state=self._state_label(self.state),
            target=self._state_label(target),
        )
