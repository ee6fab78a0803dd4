"""What the dashboard shows, in one call: few queries, each on an index, each in a window."""

from collections import Counter
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_date

from ..account.pagero_account import SEND_MODES
from ..document.answer import NEED_PERSON as ANSWERS_FOR_PERSON
from ..document.kind import DOCUMENT_TYPES
from ..document.pagero_document import (
    FINISHED,
    LEAVING,
    NEEDS_PERSON,
    SETTLED_LATER,
    STOPPED,
    WAITING,
)
from ..tools.labels import labels_of


MONTHS = 6
TIMED_DOCUMENTS = 10_000  # the newest ones tell how quick it is today
TIMED_DAYS = 90
SHOWN = 8
# What became of the transmissions of a month, by state. The cards tell what is to be done today,
# which is another question, in other words.
RESULT_OF = {
    'delivered': 'delivered',
    'cancelled': 'cancelled',
    **dict.fromkeys(WAITING, 'not_delivered'),
    **dict.fromkeys(NEEDS_PERSON, 'stopped'),
}
# What the database keeps a small index of.
STANDING = SQL("state NOT IN %s AND is_superseded IS NOT TRUE", FINISHED)
# Answers and reminders stand in the same queue, but they are no invoices.
INVOICES = SQL("document_type = 'Invoice'")
# Cancelled and not sent another way yet, or waiting with an error: these have indexes, too.
ASKED = SQL("(instead IN %s OR fails_check) AND is_superseded IS NOT TRUE", tuple(SETTLED_LATER))
# Answers that a person has to see to.
UNSETTLED = SQL(
    "business_status IN %s AND answer_settled_at IS NULL AND send_mode = 'Production'"
    " AND is_superseded IS NOT TRUE",
    ANSWERS_FOR_PERSON,
)
# What a salesperson asks for, and is told about.
ENQUIRIES = ('pagero.connection', 'pagero.connection.request', 'pagero.routing.order')
# Cards: key, colour, states.
CARDS = {
    'person': ('danger', NEEDS_PERSON),
    'held': ('warning', ('held',)),
    'queued': ('info', LEAVING),
    'processing': ('info', ('processing',)),
}


class PageroDashboard(models.AbstractModel):
    """The first page: how the documents stand, and what a person has to do."""

    _name = 'pagero.dashboard'
    _description = "Pagero Dashboard"

    @api.model
    def load(self):
        """Everything at once, of the companies that the user has chosen."""
        if not self.env.user.has_group('pagero_connector.group_user'):
            raise AccessError(self.env._("Ask an administrator for the rights of a Pagero user."))
        self.env['pagero.document'].flush_model()
        volumes = self._volumes()
        return {
            'account': self._account(),
            'cards': [*self._open_cards(), self._delivered_card(volumes), self._rejected_card()],
            'people': self._needing_people(),
            'late_answers': self._late_answers(),
            'enquiries': self._enquiries(),
            'months': self._months(volumes),
            'modes': dict(self._selection('send_mode')),
            'times': self._times(),
            'errors': self._errors(),
            'search': self._search_action(),
        }

    def _search_action(self):
        search = 'pagero_connector.pagero_network_search_action'
        if not self.env.user.has_group('pagero_connector.group_sales'):
            return False
        found = self.env.ref(search, raise_if_not_found=False)
        return search if found else 'pagero_connector.pagero_connection_action'

    def _account(self):
        """The account of the current company; an administrator's first look makes it."""
        accounts = self.env['pagero.account']
        account = self.env.company._pagero_account()
        if not account and self.env.user.has_group('pagero_connector.group_admin'):
            account = accounts._in_use()
        if not account:
            names = accounts._administrators_of(self.env.company).mapped('name')
            return {'id': False, 'ask': ", ".join(names)}
        return {
            'id': account.id,
            'name': account.sudo().company_id.name,
            'state': account.state,
            'status': account._state_label(account.state),
            'is_live': account.is_live,
            'send_mode': account.send_mode,
            'trouble': account.standstill or account.last_error_words or '',
            'checklist': account._checklist_for_me(),
            'may_connect': account.has_access('write'),
            'needs_approval': account.needs_approval,
        }

    # === CARDS === #

    def _open_cards(self):
        rows = self._select(
            SQL("state, count(*)"),
            STANDING,
            SQL("GROUP BY state"),
        )
        counts = dict(rows)
        cards = {
            key: {
                'key': key,
                'colour': colour,
                'count': sum(counts.get(state, 0) for state in states),
                'domain': [('state', 'in', states), ('is_superseded', '=', False)],
            }
            for key, (colour, states) in CARDS.items()
        }
        [[asked]] = self._select(SQL("count(*)"), ASKED)
        cards['person']['count'] += asked
        cards['person']['domain'] = [('needs_person', '=', True)]
        return list(cards.values())

    def _delivered_card(self, volumes):
        first = self._first_day(0)
        count = volumes[first, 'Production', 'delivered']
        domain = [('state', '=', 'delivered'), ('send_mode', '=', 'Production')]
        domain += self._invoices_of_month(first)
        return {'key': 'delivered', 'colour': 'success', 'count': count, 'domain': domain}

    def _rejected_card(self):
        """What recipients rejected or ask about, until it is settled."""
        [[count]] = self._select(SQL("count(*)"), UNSETTLED)
        domain = [('answer_needs_person', '=', True)]
        return {'key': 'rejected', 'colour': 'danger', 'count': count, 'domain': domain}

    def _needing_people(self):
        """The newest documents that need attention: of those that the card counts."""
        standing = self._query(
            SQL("id"),
            SQL("%s AND state = ANY(%s)", STANDING, [*NEEDS_PERSON]),
            SQL("OFFSET 0"),  # first the few that stand, then their order
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM (%s UNION ALL %s) AS standing ORDER BY id DESC LIMIT %s",
                SQL("(%s)", standing),
                SQL("(%s)", self._query(SQL("id"), ASKED)),
                SHOWN,
            )
        )
        documents = self.env['pagero.document'].browse([document_id for [document_id] in rows])
        cures = dict(self._selection('cure'))
        return [
            {
                'id': document.id,
                'name': document.display_name,
                'partner': document.partner_id.sudo().display_name or '',
                'status': document.status,
                'level': document.level,
                'reason': self._why(document),
                'cure': cures.get(document.cure, ''),
            }
            for document in documents
        ]

    def _why(self, document):
        """Why it needs a person; its state, which is told beside it, is no reason."""
        reason = document.reason if document.reason != document.status else ''
        return reason or document.advice or ''

    def _late_answers(self):
        """Invoices that must be answered and were not in time; for people in accounting."""
        received = self.env['pagero.received.document']
        if not received.has_access('read'):
            return False
        domain = [('is_answer_late', '=', True)]
        count = received.search_count(domain)
        return count > 0 and {'count': count, 'domain': domain}

    def _enquiries(self):
        """A salesperson's own list: answers, overdue requests, orders that are to be sent."""
        if not self.env.user.has_group('pagero_connector.group_sales'):
            return []
        mine = [('user_id', '=', self.env.uid), ('res_model', 'in', ENQUIRIES)]
        activities = self.env['mail.activity'].search(mine, order='date_deadline, id', limit=SHOWN)
        drafts = self.env['pagero.routing.order'].search(
            [('state', '=', 'draft'), ('user_id', '=', self.env.uid)], limit=SHOWN
        )
        told = [(each.res_model, each.res_id, each.summary) for each in activities]
        told += [
            (
                order._name,
                order.id,
                self.env._("%(partner)s: the order is not sent", partner=order.display_name),
            )
            for order in drafts
        ]
        return [{'model': model, 'id': id_, 'words': words} for model, id_, words in told[:SHOWN]]

    # === NUMBERS === #

    def _first_day(self, months_ago):
        today = fields.Date.context_today(self)
        return today.replace(day=1) - relativedelta(months=months_ago)

    def _volumes(self):
        """{(first of the month, mode, result): number} of the last months."""
        # By day, as the index is sorted: nothing has to be computed for each of many rows.
        rows = self._select(
            SQL("issue_date, send_mode, state, count(*)"),
            SQL("%s AND issue_date >= %s", INVOICES, self._first_day(MONTHS - 1)),
            SQL("GROUP BY issue_date, send_mode, state"),
        )
        volumes = Counter()
        for day, mode, state, number in rows:
            volumes[day.replace(day=1), mode, RESULT_OF[state]] += number
        return volumes

    def _months(self, volumes):
        """For each month the numbers by mode and result, and what they count; oldest first."""
        found = {self._first_day(ago): {} for ago in range(MONTHS - 1, -1, -1)}
        for (month, mode, result), number in volumes.items():
            if month in found:  # an invoice may be dated ahead
                found[month].setdefault(mode, {})[result] = number
        return [
            {
                'name': format_date(self.env, month, date_format='MMM yyyy'),
                'first': fields.Date.to_string(month),
                'domain': self._invoices_of_month(month),
                'modes': [
                    {'mode': mode, **numbers[mode]}
                    for mode, _label in SEND_MODES
                    if mode in numbers
                ],
                'count': sum(sum(each.values()) for each in numbers.values()),
            }
            for month, numbers in found.items()
        ]

    def _invoices_of_month(self, first):
        return [
            ('document_type', '=', 'Invoice'),
            ('issue_date', '>=', first),
            ('issue_date', '<', first + relativedelta(months=1)),
        ]

    def _times(self):
        """Seconds from sending to delivery and from delivery to answer, of the newest ones."""
        since = fields.Datetime.now() - timedelta(days=TIMED_DAYS)
        newest = SQL("ORDER BY delivered_at DESC LIMIT %s", TIMED_DOCUMENTS)
        window = self._query(
            SQL("sent_at, delivered_at, answered_at"),
            SQL("%s AND delivered_at >= %s AND send_mode = 'Production'", INVOICES, since),
            newest,
        )
        [[delivery, answer]] = self.env.execute_query(
            SQL(
                """SELECT extract(epoch FROM avg(delivered_at - sent_at))::float,
                          extract(epoch FROM avg(answered_at - delivered_at))::float
                     FROM (%s) AS newest""",
                window,
            )
        )
        return {'delivery': delivery, 'answer': answer}

    def _errors(self):
        """The commonest groups of errors that are open now; those without a code are one."""
        rows = self._select(
            SQL("error_group, count(*)"),
            SQL("state IN %s", STOPPED),
            SQL("GROUP BY error_group ORDER BY 2 DESC LIMIT 5"),
        )
        labels = {**dict(self._selection('error_group')), None: self.env._("Other errors")}
        return [
            {
                'group': group or 'other',
                'label': labels.get(group, group),
                'count': count,
                'domain': [('error_group', '=', group or False), ('state', 'in', STOPPED)],
            }
            for group, count in rows
        ]

    # === SQL === #

    def _selection(self, name):
        return list(labels_of(self.env['pagero.document'], name).items())

    def _visible_types(self):
        """Answers to suppliers are not for salespeople, as the record rule says."""
        types = [name for name, _label in DOCUMENT_TYPES]
        is_admin = self.env.user.has_group('pagero_connector.group_admin')
        if is_admin or self.env['pagero.received.document'].has_access('read'):
            return types
        return [name for name in types if name != 'ApplicationResponse']

    def _select(self, columns, condition, rest=None):
        return self.env.execute_query(self._query(columns, condition, rest))

    def _query(self, columns, condition, rest=None):
        """The record rules of documents, written out: companies that the user has chosen."""
        return SQL(
            "SELECT %s FROM pagero_document WHERE company_id = ANY(%s) AND direction = 'out'"
            " AND document_type = ANY(%s) AND %s %s",
            columns,
            self.env.companies.ids,
            self._visible_types(),
            condition,
            rest or SQL(),
        )
