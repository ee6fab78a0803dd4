"""From a received document to a draft bill: the rows of the file, in the company's books.

Odoo's own import commits half way, believes names and creates vendors and accounts in silence; so
what it builds on is used here (one creation that makes tax and payment lines), and not itself. A
batch is created at once; where that fails, each document is tried alone, and says why it can't be.
"""

import logging
from dataclasses import dataclass, field

from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools.misc import clean_context

from ...en16931.booking import is_contrary, rows
from ...ubl.billing.reader import read
from ...ubl.parse import NotReadable
from ..tools.cron import wake_cron
from ..tools.quiet_lock import lock_quietly
from .books import Books
from .pagero_received_document import SELF_BILLED
from .vendor import claim_of


_logger = logging.getLogger(__name__)

BATCH = 20  # documents that become bills in one transaction
MOST_SHARED = 500  # documents of one job
MOST_BOOKINGS = 3  # begun and never finished so often: it ends its worker
MOST_ALIKE = 20  # remarks of one kind: a file may have thousands of lines
CRON = 'pagero_connector.ir_cron_pagero_bills'


@dataclass(eq=False)
class Draft:
    """A document on its way to a bill; ``remarks`` are codes and parameters for people."""

    document: models.BaseModel
    invoice: object
    root: object  # the file's own elements
    books: Books
    sign: int
    partner: models.BaseModel = None
    rows: list = field(default_factory=list)
    taxes: list = field(default_factory=list)  # one for each row
    order_lines: dict = field(default_factory=dict)  # {index of a row: line of an order}
    remarks: list = field(default_factory=list)
    stays: bool = False  # no bill can be made of it yet

    def remark(self, code, **parameters):
        remark = {'code': code, **parameters}
        alike = [each for each in self.remarks if each['code'] == code]
        if len(alike) >= MOST_ALIKE and code != 'unknown_tax':  # of that VAT rows are made
            remark = {'code': 'more'}
        if remark not in self.remarks:
            self.remarks.append(remark)


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    move_id = fields.Many2one(
        'account.move',
        string="Bill",
        index='btree_not_null',
        readonly=True,
        copy=False,
        help="The bill made from it, or the bill or invoice that it speaks of.",
    )
    partner_id = fields.Many2one(
        'res.partner', string="Vendor", index='btree_not_null', readonly=True, copy=False
    )
    is_bill_due = fields.Boolean(
        readonly=True, copy=False, help="The scheduled action is to make its bill."
    )
    bookings = fields.Integer(
        readonly=True, copy=False, help="How often its bill was begun and never finished."
    )
    bill_remarks = fields.Json(
        string="Codes of Remarks on the Bill",
        readonly=True,
        copy=False,
        help="What differs between the file and the bill, or why there is no bill.",
    )

    _bill_due_index = models.Index("(account_id) WHERE is_bill_due")

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_make_bills(self):
        """Bills of all that is due, a batch in each transaction; needs no network."""
        due = self.search([('is_bill_due', '=', True)], order='id')
        due -= due._give_up_what_ends_workers()
        self._progress(remaining=len(due))
        if self._shares('_book_share'):
            self._share_out('_book_share', due._in_shares(), MOST_SHARED)
            return
        self._each(due._in_batches(), self._book_and_forget)

    @api.model
    def _book_and_forget(self, batch):
        self.env.invalidate_all()  # of the batch before: memory stays flat however many wait
        batch._book_alone()

    def _book_alone(self):
        """One batch; what others were just working on is left to the next run."""
        self._insist(self._begin_booking)
        try:
            self._make_bills()
        except (SerializationFailure, ConcurrencyError) as error:
            self.env.cr.rollback()
            _logger.info("Others were just working on %s; the next run takes them", self)
            if isinstance(error, SerializationFailure):  # the other is counted: it might be lasting
                self._insist(self._forget_bookings)
            wake_cron(self.env, CRON)

    def _in_shares(self):
        """Those of each account on which no job works: bills share vendors, accounts and orders."""
        busy = self._held_by_jobs('_book_share').exists().account_id
        for account, documents in self.grouped('account_id').items():
            if account not in busy:
                yield documents[:MOST_SHARED].with_company(account.company_id)

    def _book_share(self):
        """Create bills of received documents."""
        due = self._as_job().filtered('is_bill_due')
        due -= due._give_up_what_ends_workers()
        due._each(due._in_batches(), due._book_and_forget)
        if due.filtered('is_bill_due'):
            due._come_again()

    def _in_batches(self):
        """What may have ended a worker before comes last, and alone."""
        fresh = self.filtered(lambda document: not document.bookings)
        for start in range(0, len(fresh), BATCH):
            yield fresh[start : start + BATCH]
        yield from self - fresh

    def _begin_booking(self):
        """Counted until it is done."""
        for begun, documents in self.grouped('bookings').items():
            documents.bookings = begun + 1

    def _forget_bookings(self):
        self.bookings = 0

    def _give_up_what_ends_workers(self):
        """A person reads that its bill cannot be made; the others go on."""
        spent = self.filtered(lambda document: document.bookings >= MOST_BOOKINGS)
        spent.write({'is_bill_due': False, 'bookings': 0, 'bill_remarks': [{'code': 'not_made'}]})
        if spent:
            _logger.error("Odoo ended each time while it made the bills of %s", spent)
        return spent

    def _ask_for_bills(self):
        """Let the scheduled action make the bills of those of which one can be made."""
        due = self.filtered('is_bookable')
        if due:
            due.is_bill_due = True
            wake_cron(self.env, CRON)

    # === BILLS === #

    def _make_bills(self):
        """The bills that were made; each of the others says why it stays, or was being worked on.

        Whatever is real and not booked yet: nothing else comes past the lock and the state.
        """
        locked = lock_quietly(self)
        locked.write({'is_bill_due': False, 'bookings': 0})
        moves = self.env['account.move']
        for (company, is_sale), documents in (
            locked.filtered('is_bookable').grouped(_books_of).items()
        ):
            moves |= documents._book_together(company, is_sale)
        self.search(self._unlinked_reminders_domain(), limit=1)._ask_for_links()
        return moves.with_env(self.env)

    def _book_together(self, company, is_sale):
        """All at once, or one by one where one of them cannot be booked."""
        try:
            with self.env.cr.savepoint():
                books = Books(company, is_sale)
                return self.with_env(books.env)._book_batch(books)
        except OperationalError:
            raise
        except UniqueViolation as error:  # of what others have just written: once more
            raise ConcurrencyError(str(error)) from error
        except Exception as error:  # noqa: BLE001  one document must not keep the others back
            self.env.invalidate_all()
            if len(self) == 1:
                self._note_refusal(error)
                return self.env['account.move']
        moves = [document._book_together(company, is_sale) for document in self]
        return self.env['account.move'].union(*moves)

    def _note_refusal(self, error):
        """Odoo's own sentence, or that something unexpected happened."""
        if isinstance(error, NotReadable):  # it was readable when it came
            self.bill_remarks = [{'code': 'no_file'}]
        elif isinstance(error, UserError):
            self.bill_remarks = [{'code': 'refused', 'reason': str(error)}]
        else:
            _logger.error("No bill could be made of %s", self, exc_info=error)
            self.bill_remarks = [{'code': 'not_made'}]
        self._suggest_answer()

    def _book_batch(self, books):
        for document in self:
            document._check_rules(document._content())
        drafts = self._prepare_drafts(books)
        moves = self._create_bills([draft for draft in drafts if not draft.stays], books)
        for draft in drafts:
            draft.document.bill_remarks = draft.remarks or False
            draft.document._suggest_answer()
        return moves

    def _prepare_drafts(self, books):
        """What is to be booked, and by whom it is."""
        drafts = [document._read_draft(books) for document in self]
        claims = {draft.document: _claim(draft) for draft in drafts}
        found = self._find_vendors(claims, books.company)
        for draft in drafts:
            draft.partner, remarks = found[draft.document]
            draft.remarks += remarks
            draft.document.partner_id = draft.partner
            draft.stays = draft.stays or not draft.partner
        ready = [draft for draft in drafts if not draft.stays]
        items = [
            (draft.partner, row.line.item) for draft in ready for row in draft.rows if row.line
        ]
        books.learn_products(items)
        self._find_orders(ready)
        return drafts

    def _read_draft(self, books):
        reading = read(self._content())
        sign = -1 if is_contrary(reading.invoice) else 1
        decimals = self.env['decimal.precision'].precision_get('Discount')
        own_rows = rows(reading.invoice, sign=sign, decimals=decimals)
        draft = Draft(self, reading.invoice, reading.root, books, sign, rows=own_rows)
        self._keep_back(draft)
        return draft

    def _keep_back(self, draft):
        """What makes a bill impossible before anything is looked up."""
        if not draft.books.journal():
            draft.remark('no_journal', company=draft.books.company.name)
        elif not draft.books.usual_account():
            draft.remark('no_account', journal=draft.books.journal().display_name)
        if not self.currency_id:
            draft.remark('unknown_currency', currency=self.currency_code or '')
        if not draft.rows:
            draft.remark('no_lines')
        draft.stays = bool(draft.remarks)

    def _lose_bill(self):
        """Its bill is deleted: it waits for a person again, unless one had set it aside."""
        about = self.status_ids | self.response_ids.filtered('about_id')
        about.write({'move_id': False})
        self.write({'move_id': False, 'bill_remarks': False})
        settled = self.filtered(lambda document: document._counts() and document.state != 'stored')
        settled._move_to('stored', told='bill_deleted')

    # === CREATION === #

    @api.model
    def _create_bills(self, drafts, books):
        values = [draft.document._prepare_bill_values(draft) for draft in drafts]
        context = clean_context(books.env.context)
        clean = books.env(context={**context, 'skip_is_manually_modified': True})
        moves = clean['account.move'].create(values)
        for draft, move in zip(drafts, moves, strict=True):
            draft.document._settle(draft, move)
            draft.document.move_id = move
        self._attach_files(drafts, moves)
        documents = self.browse([draft.document.id for draft in drafts])
        documents._move_to('booked')
        documents._settle_answer()  # it may have been accepted before
        documents.status_ids._come_to_bill()
        return moves


def _claim(draft):
    """Of the seller, or of the buyer who wrote our invoice."""
    if draft.books.use == 'sale':
        return claim_of(draft.invoice.buyer, ())
    return claim_of(draft.invoice.seller, draft.invoice.payment_means)


def _books_of(document):
    """By which documents are booked together: company, and whether it is a sale of ours."""
    return document.company_id, document.kind in SELF_BILLED
