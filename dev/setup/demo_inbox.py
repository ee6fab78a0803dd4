"""What comes in: suppliers' invoices in each state, a reminder, and a supplier that asks."""

from datetime import date, datetime, time, timedelta

from .demo_cast import ASKING, SUPPLIERS
from .demo_facts import SANDBOX_COMPANY
from .demo_place import BILLS, NETWORK, POLL, RECEIVE, REMINDERS, SEND, DemoPlace


DOCUMENT = 'pagero.received.document'
RECEIVES_FOR = 85  # days; Pagero keeps documents for 90
# The last one has an account that we don't know.
POSTED = ('880412', '880537', 'H-2209', 'H-2231', 'F5512', 'H-2252')
RAW_COFFEE = ["Råkaffe Brasilien Santos, 60 kg", '6', '4350.00', '6']
RENT = ["Hyra lager Hamnmagasinet, månad", '1', '18500.00', '25']
POWER = ["Elförbrukning rosteri, kWh", '2140', '1.38', '25']
HAULAGE = ["Transport Göteborg till Luleå, pall", '3', '1290.00', '25']
FOLDERS = ["Pärm A4, 10-pack", '2', '329.00', '25']
PENS = ["Kulspetspenna blå, 50 st", '1', '245.00', '25']
BAGS = ["Kaffepåse 500 g med tryck, 1 000 st", '5', '1840.00', '25']


class DemoInbox:
    """Received over 85 days; the accountant has worked on most of it."""

    def __init__(self, place: DemoPlace, today: date):
        self.place, self.today = place, today

    def receive(self) -> None:
        """Turn receiving on, and let everything come, be booked, and stand beside its bill."""
        first = str(self.today - timedelta(RECEIVES_FOR))
        self.place.settings(receives=True, receive_from=first, makes_bills=True)
        self._usual()
        self._odd()
        self.place.odoo.run(RECEIVE, BILLS, REMINDERS)

    def work(self) -> None:
        """Post, pay and answer, as far as an accountant has come by now."""
        posted = [self._bill(number) for number in POSTED]
        self.place.accountant.call('account.move', 'action_post', posted)
        for number in ('880412', 'H-2209'):
            self._pay(self._bill(number))
        self._accept('880412', '880537')
        self._reject('PP-3307')
        self.place.odoo.run(SEND, POLL)
        domain = [('document_number', '=', 'REKLAM-1')]
        [leaflet] = self.place.accountant.search_read(DOCUMENT, domain, 'id')
        self.place.accountant.call(DOCUMENT, 'action_set_aside', [leaflet['id']])

    def be_asked(self) -> None:
        """A supplier wants to send to us; its first invoice waits for the answer."""
        sandbox = self.place.sandbox
        sandbox.post('network/companies', ASKING)
        message = "Hej! Vi är er nya leverantör av ismaskiner och vill skicka e-fakturor till er."
        wish = {'companyId': SANDBOX_COMPANY, 'recipientId': ASKING['id'], 'message': message}
        request_id = sandbox.post('network/requests', wish)['id']
        sender = {'name': ASKING['name'], 'org_number': ASKING['ids'][0]['value']}
        sandbox.post('supplier_documents', {'request_id': request_id, 'supplier': sender})
        self.place.odoo.run(NETWORK)

    def _usual(self) -> None:
        """What the same suppliers send month by month; the landlord has a new account."""
        self._supply('coffee', 71, '880412', [RAW_COFFEE])
        self._supply('landlord', 64, 'H-2209', [RENT])
        self._supply('haulage', 44, '71932', [HAULAGE])
        self._supply('coffee', 38, '880537', [RAW_COFFEE])
        self._supply('landlord', 33, 'H-2231', [RENT])
        self._supply('power', 20, 'F5512', [POWER])
        self._supply('coffee', 6, '880661', [RAW_COFFEE])
        self._supply('power', 2, 'F5640', [POWER])
        self._supply('landlord', 2, 'H-2252', [RENT], account='9974411')

    def _odd(self) -> None:
        """Vendors that we don't know, a credit note, a copy, a test, and what isn't ours."""
        self._supply('coffee', 5, 'K-1190', [RAW_COFFEE], kind='credit_note', references=['880537'])
        self._supply('stationer', 1, '20184', [FOLDERS, PENS])
        self._supply('packaging', 3, 'PP-3307', [BAGS])
        self._supply('power', 2, 'F5640', [POWER])
        self._supply('haulage', 1, 'TEST-1', [HAULAGE], send_mode='Test')
        neighbour = {'name': "Norrsken Media AB", 'org_number': '5598560239', 'vat_number': ''}
        self._supply('stationer', 1, '20177', [PENS], buyer=neighbour)
        self._supply('packaging', 9, 'REKLAM-1', [], kind='pdf')
        reminder = {'kind': 'payment_reminder', 'references': ['71932']}
        self._supply('haulage', 4, '71932-P', [HAULAGE], **reminder)

    def _supply(self, name: str, days_ago: int, number: str, lines: list, **more) -> None:
        """A document of a supplier, written and received on that day."""
        supplier, day = SUPPLIERS[name], self.today - timedelta(days_ago)
        moment = datetime.combine(day, time(6 + days_ago % 9, days_ago * 7 % 60))
        wish = {
            'supplier': supplier.as_sender(),
            'number': number,
            'issue_date': str(day),
            'created_at': f'{moment:%Y-%m-%dT%H:%M:%S}.000Z',
            'account': (supplier.bankgiro or '996-2184').replace('-', ''),
            'buyer_reference': "Elin Ekström",
            **({'lines': lines} if lines else {}),
        }
        self.place.sandbox.post('supplier_documents', wish | more)

    def _bill(self, number: str) -> int:
        domain = [('document_number', '=', number), ('move_id', '!=', False)]
        found = self.place.accountant.search_read(DOCUMENT, domain, 'move_id')
        return found[0]['move_id'][0]

    def _pay(self, bill: int) -> None:
        context = {'active_model': 'account.move', 'active_ids': [bill]}
        accountant, dialog = self.place.accountant, 'account.payment.register'
        id_ = accountant.create(dialog, {}, **context)
        accountant.call(dialog, 'action_create_payments', [id_])

    def _documents(self, *numbers: str) -> list[int]:
        domain = [('document_number', 'in', numbers), ('state', '!=', 'set_aside')]
        found = self.place.accountant.search_read(DOCUMENT, domain, 'id')
        return [each['id'] for each in found]

    def _accept(self, *numbers: str) -> None:
        self.place.accountant.call(DOCUMENT, 'action_accept', self._documents(*numbers))

    def _reject(self, number: str) -> None:
        action = self.place.accountant.call(DOCUMENT, 'action_reject', self._documents(number))
        line = {'reason': 'PRI', 'action': 'CNF', 'words': "Avtalat pris är 1 690 kr per tusen."}
        self.place.answer_dialog(self.place.accountant, action, line_ids=[(0, 0, line)])
