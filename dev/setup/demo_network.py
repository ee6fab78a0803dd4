"""How the demo's customers are reached: a connection in every state, made as a seller does it."""

from .demo_cast import EVERY_CUSTOMER, NEW_NUMBER, REGULAR, network_company
from .demo_place import NETWORK, DemoPlace


REQUEST, ORDER = 'pagero.connection.request', 'pagero.routing.order'
# What Region Norrskog asks of those who want to send to it.
DEMANDED = {'order': '45001287', 'reference': "REGN12", 'account': '4010'}
MESSAGE = "Hej! Vi levererar kaffe till er och vill gärna skicka våra fakturor elektroniskt."


class DemoNetwork:
    """Searches, connects, asks and orders; the customers answer in the sandbox."""

    def __init__(self, place: DemoPlace):
        self.place = place

    def connect_regular_customers(self) -> None:
        """Those that accept at once, one that was asked, one that needed a route."""
        for name in REGULAR:
            self._connect(name)
        self._answer('region', 'Accepted', "Välkomna. Kom ihåg ordernumret, åtta siffror.")
        self._order('sawmill')
        action = self.place.seller.call(ORDER, 'action_activate', [self._paper(ORDER, 'sawmill')])
        words = "Rutten är klar sedan i morse, hälsar Nordbud."
        self.place.answer_dialog(self.place.seller, action, answer='yes', note=words)

    def connect_other_customers(self) -> None:
        """One in each other state; three are connected for now, and have their fate to come."""
        for name in ('asked_long_ago', 'rejecting', 'withdrawn', 'asked', 'routed', 'ordered'):
            self._connect(name)
        for name in ('vanished', 'closed', 'renumbered', 'no_tests'):
            self._connect(name)
        self._answer('rejecting', 'Rejected', "Vi tar bara emot fakturor i vår egen portal.")
        paper = self._paper(REQUEST, 'withdrawn')
        self.place.seller.call(REQUEST, 'action_cancel', [paper])
        self._order('ordered')
        paper = self._paper(ORDER, 'ordered')  # to the wrong operator
        self.place.seller.call(ORDER, 'action_cancel', [paper])
        self.place.seller.call(ORDER, 'action_order_again', [paper])
        self._order('ordered')

    def let_fate_strike(self) -> None:
        """One customer leaves the network, one is deactivated, one becomes another company."""
        sandbox = self.place.sandbox
        sandbox.delete(f'network/companies/{network_company("vanished")["id"]}')
        sandbox.post('network/companies', network_company('closed', status='Inactive'))
        orgnr = NEW_NUMBER.replace('-', '')
        numbers = {'company_registry': NEW_NUMBER, 'vat': f'SE{orgnr}01', 'peppol_endpoint': orgnr}
        partner = self.place.customer('renumbered')
        self.place.seller.call('res.partner', 'write', [partner], numbers)

    def connections(self) -> dict[str, str]:
        """{customer of the cast: state}."""
        found = self.place.admin.search_read('pagero.connection', [], 'partner_id', 'state')
        states = {each['partner_id'][0]: each['state'] for each in found}
        return {name: states.get(id_, 'none') for name, id_ in self.place.ids['customers'].items()}

    def _connect(self, name: str) -> None:
        """Search by the organisation number, take the hit, confirm."""
        customer, seller = EVERY_CUSTOMER[name], self.place.seller
        values = {'query': customer.orgnr, 'partner_id': self.place.customer(name)}
        search = seller.create('pagero.network.search', values)
        seller.call('pagero.network.search', 'action_search', [search])
        domain = [('search_id', '=', search)]
        hit = seller.search_read('pagero.network.search.hit', domain, 'id', limit=1)[0]
        dialog = seller.call('pagero.network.search.hit', 'action_connect', [hit['id']])['res_id']
        self._fill_in(dialog, needs_message=customer.acceptance == 'ByRequest')
        for button in ('action_next', 'action_confirm'):
            seller.call('pagero.connect', button, [dialog])

    def _fill_in(self, dialog: int, needs_message: bool) -> None:
        seller = self.place.seller
        if needs_message:
            seller.call('pagero.connect', 'write', [dialog], {'message': MESSAGE})
        reminders = [('connect_id', '=', dialog), ('document_type', '=', 'payment_reminder')]
        found = seller.search_read('pagero.connect.capability', reminders, 'id')
        chosen = [each['id'] for each in found]
        seller.call('pagero.connect.capability', 'write', chosen, {'is_chosen': True})
        lines = seller.search_read(
            'pagero.connect.answer', [('connect_id', '=', dialog)], 'requirement'
        )
        for line in lines:
            answer = {'answer': DEMANDED[line['requirement']['id']]}
            seller.call('pagero.connect.answer', 'write', [line['id']], answer)

    def _paper(self, model: str, name: str) -> int:
        domain = [('partner_id', '=', self.place.customer(name))]
        return self.place.seller.search_read(model, domain, 'id', limit=1)[0]['id']

    def _answer(self, name: str, state: str, words: str) -> None:
        """The recipient decides, and we hear of it."""
        paper = self.place.seller.read(REQUEST, self._paper(REQUEST, name), 'network_id')
        wish = {'state': state, 'answer': words}
        self.place.sandbox.post(f'network/requests/{paper["network_id"]}', wish)
        self.place.odoo.run(NETWORK)

    def _order(self, name: str) -> None:
        """The customer was called, so no letter is written."""
        self.place.seller.call(ORDER, 'action_skip_email', [self._paper(ORDER, name)])
