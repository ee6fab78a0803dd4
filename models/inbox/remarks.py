"""What people should know of a received document, in the reader's words."""

from odoo import api, fields, models
from odoo.tools import format_date, formatLang
from odoo.tools.translate import LazyTranslate

from ...identification.sentence import Sentence
from ...ubl.attachments import EMPTY, GROWS, OTHER_CONTENT, TOO_LARGE, WRONG_TYPE
from ...ubl.words import told
from ..texts.network import advice_on, trouble_words


_lt = LazyTranslate(__name__)

AMOUNTS = ('stated', 'booked', 'computed', 'prepaid', 'payable', 'price', 'ordered_price')
DAYS = ('day', 'moved')
REMARKS = {
    'unreadable': _lt("It cannot be read: %(problem)s"),
    'listed_as': _lt("Pagero lists it as “%(word)s”, but by its content it is another document."),
    'no_number': _lt("It has no number."),
    'unknown_currency': _lt("Its currency “%(currency)s” is not known in Odoo."),
    'same_number': _lt(
        "The sender has sent another document with the same number %(number)s. Compare the two."
    ),
    'fetched_before': _lt(
        "It was marked as fetched at Pagero already when it was found. Check that it is not booked"
        " in another system."
    ),
}
# What differs between a file and its bill, or why there is no bill.
BILL_REMARKS = {
    'no_vendor': _lt("No vendor has the numbers of %(sender)s. Choose the vendor or create it."),
    'several_vendors': _lt("The numbers belong to several vendors: %(names)s. Choose one."),
    'vendor_contradicted': _lt(
        "The vendor was found as %(vendor)s, but the number %(number)s in the file belongs to"
        " %(names)s. Ask the sender before you pay."
    ),
    'no_bill_reminded': _lt(
        "The bill %(numbers)s that it reminds of is not here. Ask the sender for it, or set the"
        " reminder aside."
    ),
    'no_number_reminded': _lt("It does not say which invoice it reminds of. Ask the sender."),
    'no_journal': _lt("%(company)s has no journal for it. Create one, then create the bill."),
    'no_account': _lt("The journal %(journal)s has no default account. Choose one there."),
    'no_lines': _lt("It has no lines, so there is nothing to book."),
    'no_file': _lt("Its file is not here. Look for it in Pagero Online."),
    'no_date': _lt("It has no date. Fill in the bill date."),
    'not_made': _lt("The bill could not be created. An administrator finds the reason in the log."),
    'refused': _lt("The bill could not be created: %(reason)s"),
    'inactive_currency': _lt(
        "The currency %(currency)s is not active. Activate it before you post the bill."
    ),
    'no_rate': _lt(
        "There is no rate of %(currency)s for the date of the bill. Enter one before you post it."
    ),
    'unknown_tax': _lt(
        "You have no tax for VAT of %(rate)s %% (%(country)s), so it stands on a line of its own."
        " To deduct it, choose a tax on the lines that it is for, and delete that line."
    ),
    'reverse_charge': _lt(
        "It says that the buyer accounts for the VAT (category %(category)s), but which tax that is"
        " is not known. Choose it on the lines."
    ),
    'unknown_unit': _lt(
        "The unit “%(unit)s” is not known in Odoo, so the lines have the usual one."
    ),
    'line_differs': _lt(
        "Line %(line)s comes to %(stated)s in the file, and to %(booked)s in the bill."
    ),
    'vat_differs': _lt("VAT of %(rate)s %% is %(stated)s in the file, and %(booked)s in the bill."),
    'total_differs': _lt("The total is %(stated)s in the file, and %(booked)s in the bill."),
    'payable_differs': _lt(
        "By its own total and what is paid already, %(computed)s are to be paid, but the file asks"
        " for %(stated)s."
    ),
    'prepaid': _lt(
        "%(prepaid)s are paid already according to the file, so that %(payable)s are left to pay."
    ),
    'file_kept': _lt(
        "The file “%(name)s” is not shown, but kept inside the document as it came: %(why)s"
    ),
    'order_unknown': _lt("You have no purchase order %(order)s, so nothing was compared with it."),
    'order_of_other': _lt(
        "The purchase order %(order)s is one from %(names)s, so it was not compared with it."
    ),
    'order_closed': _lt("The purchase order %(order)s is not confirmed, or was cancelled."),
    'order_lacks_line': _lt("Line %(line)s was not found in the purchase order %(order)s."),
    'order_quantity': _lt(
        "Line %(line)s exceeds the purchase order %(order)s: %(billed)s billed in all, %(ordered)s"
        " ordered."
    ),
    'order_not_received': _lt(
        "Line %(line)s of the purchase order %(order)s is not received yet: %(billed)s billed in"
        " all, %(received)s received."
    ),
    'order_price': _lt(
        "The price of line %(line)s is %(price)s, but %(ordered_price)s in the purchase order"
        " %(order)s."
    ),
    'more': _lt("There is more of the same kind, which is not listed here."),
    'locked': _lt("The period of %(day)s is locked, so the accounting date is %(moved)s."),
}
PAID = ('in_payment', 'paid', 'reversed')
WHY_KEPT = {
    EMPTY: _lt("it is empty or damaged."),
    TOO_LARGE: _lt("it is too large."),
    WRONG_TYPE: _lt("files of its type do not belong in an e-invoice."),
    OTHER_CONTENT: _lt("it is not what its name says."),
    GROWS: _lt("it would unpack to more than is reasonable."),
}
# What to know of a document that was set aside, by the reason.
SET_ASIDE = {
    'duplicate': _lt("The same document came before. It counts once."),
    'test': _lt("It is only a test, so it is never booked."),
    'unknown_mode': _lt(
        "Pagero does not say whether it is a test. If it is a real one, take it back."
    ),
    'other_company': _lt(
        "It is addressed to %(recipient)s. If it is meant for you nevertheless, take it back."
    ),
    'not_fetched': _lt("Its file is not here. Look for it in Pagero Online."),
    'receiving_off': _lt(
        "Pagero listed it as an answer, and by its content it is another document. Receiving is not"
        " turned on, so take it back only if no other system fetches it."
    ),
}


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    remark_words = fields.Text(string="Remarks", compute='_compute_remark_words')

    bill_remark_words = fields.Text(compute='_compute_remark_words')

    @api.depends(
        *('remarks', 'bill_remarks', 'set_aside_reason', 'receiver_name', 'state'),
        *('error_parameters', 'error_text', 'move_id.state', 'move_id.payment_state'),
    )
    @api.depends_context('lang')
    def _compute_remark_words(self):
        for document in self:
            is_over = document._is_over()
            of_bill = [] if is_over else document._bill_sentences(document.bill_remarks)
            sentences = [document._set_aside_sentence()]
            sentences += () if is_over else document._sentences_of(document.remarks, REMARKS)
            sentences += [*of_bill, document._trouble_sentence()]
            document.remark_words = '\n'.join(filter(None, sentences)) or False
            document.bill_remark_words = '\n'.join(of_bill) or False

    def _is_over(self):
        """Nothing is left to do: it was rejected without a bill, or its bill is paid or cancelled.

        What stands beside its invoice, or was set aside, needs none.
        """
        if self.state in ('booked', 'answered') and self.sudo().move_id:
            bill = self.sudo().move_id
            return bill.state == 'cancel' or bill.payment_state in PAID
        return self.state in ('linked', 'answered')

    def _bill_sentences(self, remarks):
        return list(self._sentences_of(remarks, BILL_REMARKS))

    def _sentences_of(self, remarks, known):
        for remark in remarks or ():
            sentence = known.get(remark['code'])
            if remark['code'] == 'answer':
                yield self.env['pagero.response'].browse(remark['response']).trouble_words
            elif sentence:
                template = self.env._(sentence)
                yield template % {**remark, **self._told_words(remark)}

    def _told_words(self, remark):
        """Parameters that are written otherwise in each language."""
        words = {name: self._amount_words(remark[name]) for name in AMOUNTS if remark.get(name)}
        words |= {name: format_date(self.env, remark[name]) for name in DAYS if remark.get(name)}
        if why := WHY_KEPT.get(remark.get('reason')):
            words['why'] = self.env._(why)
        words['country'] = remark.get('country') or self.company_id.country_code or ''
        return {**words, 'problem': self._problem_of(remark)}

    def _amount_words(self, amount):
        if self.currency_id:
            return formatLang(self.env, float(amount), currency_obj=self.currency_id)
        return formatLang(self.env, float(amount))

    def _problem_of(self, remark):
        problem = remark.get('problem')
        return told(Sentence(**problem), self.env.lang) if problem else ''

    def _set_aside_sentence(self):
        sentence = SET_ASIDE.get(self.set_aside_reason)
        if not sentence:
            return None
        template = self.env._(sentence)
        recipient = self.receiver_name or self.receiver_identifier or self.env._("another company")
        return template % {'recipient': recipient}

    def _trouble_sentence(self):
        """Why the file isn't here yet."""
        if self.state != 'announced' or not self.error_parameters:
            return None
        reason = trouble_words(self.env, self.error_parameters, self.error_text)
        sentence = (
            self.env._("Its file could not be fetched yet: %(reason)s It will be tried again.")
            if self.next_attempt_at
            else self.env._("Its file could not be fetched: %(reason)s")
        )
        advice = advice_on(self.env, self.error_parameters)
        return ' '.join(filter(None, (sentence % {'reason': reason}, advice)))
