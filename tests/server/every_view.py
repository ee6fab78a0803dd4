"""Every view of the addon, found in the database, and the way a person comes to it."""

from typing import NamedTuple

from network_place import NetworkPlace
from pagero_sandbox import known_companies as companies
from setup.inside import run_inside


MODULE = 'pagero_connector'
KINDS = ('form', 'list', 'kanban', 'graph', 'pivot')
# Dialogs that a person opens with a record before her: what they begin with.
DIALOGS = {
    'pagero.account.disconnect': lambda of: {'account_id': of['pagero.account']},
    'pagero.address.edit': lambda of: {'move_id': of['draft'], 'kind': 'delivery'},
    'pagero.allowance.edit': lambda of: {'move_id': of['draft'], 'kind': 'allowance'},
    'pagero.answer': lambda of: {'document_ids': [of['pagero.received.document']], 'code': 'AP'},
    'pagero.attachment.add': lambda of: {'move_id': of['draft']},
    'pagero.connection.request.answered': lambda of: {
        'request_id': of['pagero.connection.request']
    },
    'pagero.connection.set.state': lambda of: {'connection_id': of['pagero.connection']},
    'pagero.detail.add': lambda of: {'move_id': of['draft'], 'detail': 'note'},
    'pagero.help': lambda _of: {'asked_for_more': True},
    'pagero.interest': lambda of: {'account_id': of['pagero.account']},
    'pagero.invoice.template.save': lambda of: {'move_id': of['draft']},
    'pagero.invoice.template.use': lambda of: {'template_id': of['pagero.invoice.template']},
    'pagero.licence.quote': lambda of: {'licence_id': of['pagero.licence']},
    'pagero.match.connect': lambda of: {'run_id': of['pagero.match.run']},
    'pagero.payee.approve': lambda of: {'move_id': of['bill']},
    'pagero.received.request.deny': lambda of: {'request_ids': [of['pagero.received.request']]},
    'pagero.received.request.note': lambda of: {'request_id': of['pagero.received.request']},
    'pagero.response.link': lambda of: {'response_id': of['pagero.response']},
    'pagero.received.vendor': lambda of: {'document_id': of['pagero.received.document']},
    'pagero.recipient.rule.apply': lambda of: {'partner_id': of['res.partner']},
    'pagero.routing.order.activate': lambda of: {'order_ids': [of['pagero.routing.order']]},
    'pagero.user.add': lambda of: {'account_id': of['pagero.account']},
}
# Odoo's own, and the invoices that they are opened for.
SENDING = {
    'account.move.send.wizard': ('posted',),
    'account.move.send.batch.wizard': ('posted', 'posted too'),
}
# Opened in a dialog with a record that is there.
ASKED = (
    'pagero.connect',
    'pagero.invoice.check',
    'pagero.network.search.hit',
    'account.move.line',
)
INVOICES = ('posted', 'draft', 'bill')  # they show other parts of the same view


class Sight(NamedTuple):
    """What is looked at, and the action by which a browser comes there."""

    name: str
    action: dict | int
    is_ours: bool = True  # else a view of Odoo's with something of ours in it


class Gallery(NetworkPlace):
    """A company with a record of everything; ``of`` names one of each."""

    def __init__(self, environment, name, folder, ids):
        super().__init__(environment, name, folder, ids)
        function = 'setup.gallery_data:create'
        found = run_inside(environment, self.odoo.database, function, mine=ids)
        self.of = {model: records[0] for model, records in found.items()}
        self.invoices = dict(zip(INVOICES, found['account.move'], strict=True))
        self.of |= self.invoices

    def open(self) -> 'Gallery':
        """Start both, connect, and have the server make the dialogs that only it makes."""
        super().open()
        self.connect()
        self.settings(gateway='partner')
        self.of['pagero.connect'] = self.asks(companies.WITH_REQUIREMENTS)
        [hit] = self.admin.search_read('pagero.network.search.hit', [], 'search_id')
        self.of |= {
            'pagero.network.search.hit': hit['id'],
            'pagero.network.search': hit['search_id'][0],
            'pagero.invoice.check': self._pressed('account.move', 'action_check_for_pagero'),
            'pagero.health': self._chosen('pagero_health_open_action'),
        }
        self.of['posted too'] = self.post('untagged')
        return self

    def _pressed(self, model: str, button: str) -> int:
        """The record of the dialog that a button opens on a draft."""
        return self.admin.call(model, button, [self.of['draft']])['res_id']

    def _chosen(self, action: str) -> int:
        """The record of the page that a menu opens."""
        found = self.admin.reference(f'{MODULE}.{action}')
        return self.admin.post('/web/action/run', {'action_id': found})['res_id']

    # === WHICH VIEWS === #

    def sights(self) -> list[Sight]:
        """All of them, from the database's own lists of views and menus."""
        found = [sight for view in self._roots() for sight in self._of_view(view)]
        return [*found, *self._of_menus(), *self._of_previews()]

    def _roots(self) -> list[dict]:
        """The views that are ours, and those of Odoo's that ours extend."""
        ours = self._ours('ir.ui.view')
        found, asked = {}, set(ours)
        while asked:
            names = ['name', 'model', 'type', 'mode', 'inherit_id']
            views = self.admin.call('ir.ui.view', 'read', sorted(asked), names)
            extensions = [view for view in views if view['mode'] == 'extension']
            found |= {view['id']: view for view in views if view not in extensions}
            asked = {view['inherit_id'][0] for view in extensions if view['inherit_id']}
        keys = self.admin.call('ir.ui.view', 'get_external_id', list(found))
        return [
            {**view, 'key': keys[str(view['id'])], 'is_ours': view['id'] in ours}
            for view in found.values()
            if view['type'] in KINDS
        ]

    def _ours(self, model: str) -> dict[int, str]:
        """{id: name} of the addon's records."""
        domain = [('module', '=', MODULE), ('model', '=', model)]
        found = self.admin.search_read('ir.model.data', domain, 'res_id', 'name')
        return {each['res_id']: each['name'] for each in found}

    def _of_view(self, view: dict) -> list[Sight]:
        key = view['key'].removeprefix(f'{MODULE}.')
        window = {
            'type': 'ir.actions.act_window',
            'name': view['name'],
            'res_model': view['model'],
            'views': [[view['id'], view['type']]],
        }
        ways = self._ways(view['model']) if view['type'] == 'form' else {'': {}}
        return [
            Sight(f'{key}{more}', {**window, **way}, view['is_ours']) for more, way in ways.items()
        ]

    def _ways(self, model: str) -> dict[str, dict]:
        """How a form is opened, by what tells its pictures apart."""
        if model == 'account.move':
            return {f'-{each}': {'res_id': record} for each, record in self.invoices.items()}
        if model in DIALOGS:
            defaults = DIALOGS[model](self.of).items()
            context = {f'default_{name}': value for name, value in defaults}
            return {'': {'target': 'new', 'context': context}}
        if model in SENDING:
            sent = [self.of[each] for each in SENDING[model]]
            return {'': self.admin.call('account.move', 'action_send_and_print', sent)}
        if model == 'res.config.settings':
            return {'': {'context': {'module': 'account'}}}
        assert model in self.of, f'dev/setup/gallery_data.py makes no {model}, DIALOGS has none'
        return {'': {'res_id': self.of[model], 'target': 'new' if model in ASKED else 'current'}}

    def _of_menus(self) -> list[Sight]:
        """Where the menus lead."""
        names = self._ours('ir.ui.menu')
        menus = self.admin.call('ir.ui.menu', 'read', list(names), ['action'])
        found = {menu['action']: names[menu['id']] for menu in menus if menu['action']}
        return [
            Sight(name, int(action.partition(',')[2])) for action, name in sorted(found.items())
        ]

    def _of_previews(self) -> list[Sight]:
        """The drawn invoice, of ours and of a document."""
        found = []
        for kind, record in (('invoice', 'posted'), ('document', 'pagero.document')):
            name = f'pagero_{kind}_preview_action'
            action = self.admin.reference(f'{MODULE}.{name}')
            context = {'active_id': self.of[record]}
            found.append(Sight(name, {'id': action, 'context': context}))
        return found
