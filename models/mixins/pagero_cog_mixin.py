"""The actions behind a form's cog: shown on a record where they can do something."""

from odoo import api, fields, models


class PageroCogMixin(models.AbstractModel):
    _name = 'pagero.cog.mixin'
    _description = "Actions behind the Cog"

    _cog = {}  # {xml id of a server action bound to forms: the field that says it has a use}

    pagero_idle_actions = fields.Json(
        compute='_compute_pagero_idle_actions', groups='pagero_connector.group_user'
    )

    @api.depends(lambda self: tuple(self._cog.values()))
    def _compute_pagero_idle_actions(self):
        """The ids of actions that would only refuse; the form leaves them out of its cog."""
        ids = {name: self.env['ir.model.data']._xmlid_to_res_id(name) for name in self._cog}
        for record in self:
            idle = [ids[name] for name, field in self._cog.items() if not record[field]]
            record.pagero_idle_actions = idle
