"""What a document can't show but its maker knows: own findings, with place and advice.

>>> found = objection('PAGERO-LINE-NO-TAX', line=3)
>>> found.place, found.is_fatal
('Invoice line 3: VAT (BT-151)', True)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..identification import payment_accounts
from ..identification.sentence import Sentence, said
from .finding import FATAL, WARNING, Finding, Severity
from .place import LINE, Place


class Objection(NamedTuple):
    """The constants of one rule; ``place`` is the one on a line or in the document.

    ``text`` may have to be found out from the finding's parameters.
    """

    severity: Severity
    place: tuple[str, ...]
    field: str
    text: str | Callable[[Mapping[str, str]], Sentence]
    advice: str


VAT_OF_LINE = ("VAT (BT-151)",)
ALLOWANCE = ("Discount or charge on the document",)
ACCOUNT = ("Payment", "Account number (BT-84)")
TRUST = (
    "Open the account, compare the number with your bank's papers, and switch on “Send Money”."
    " Who may: {people}."
)


def _flaw_of_account(parameters: Mapping[str, str]) -> Sentence:
    """Why a number can't be an account of that kind."""
    try:
        payment_accounts.validate(parameters['kind'], parameters['value'])
    except payment_accounts.InvalidAccount as error:
        return error.sentence
    return Sentence("The account number was refused when this was checked.")


def _difference(parameters: Mapping[str, str]) -> Sentence:
    """The two amounts that should be one."""
    return said(
        "The e-invoice comes to {document}, but the invoice in Odoo to {invoice}.",
        document=parameters.get('document', ''),
        invoice=parameters.get('invoice', ''),
    )


OBJECTIONS = {
    'PAGERO-ACCOUNT-NUMBER': Objection(
        FATAL,
        ACCOUNT,
        'partner_bank_id',
        _flaw_of_account,
        "Correct the number, or choose another kind of account.",
    ),
    'PAGERO-LINE-NO-TAX': Objection(
        FATAL,
        VAT_OF_LINE,
        'invoice_line_ids',
        "The line has no tax.",
        "Choose a tax; for what is exempt a tax of 0 % and the reason.",
    ),
    'PAGERO-LINE-TWO-TAXES': Objection(
        FATAL,
        VAT_OF_LINE,
        'invoice_line_ids',
        "The line has more than one VAT.",
        "Leave one VAT on the line, and make another line for what has another.",
    ),
    'PAGERO-EXEMPT-WITH-VAT': Objection(
        FATAL,
        VAT_OF_LINE,
        'invoice_line_ids',
        "The line is exempt from VAT, and yet VAT is charged on it.",
        "Choose a tax of 0 % on the line, or take the reason of exemption away.",
    ),
    'PAGERO-TAX-NO-CATEGORY': Objection(
        FATAL,
        VAT_OF_LINE,
        'invoice_line_ids',
        "The tax of the line is neither VAT in percent nor a fee, so an e-invoice cannot state it.",
        "Choose a tax in percent; make a fee or deposit a tax of a fixed amount.",
    ),
    'PAGERO-BUYER-NO-VAT': Objection(
        FATAL,
        ("Buyer", "VAT number (BT-48)"),
        'partner_id',
        "The buyer has to account for the VAT (reverse charge), but has no VAT number.",
        "Enter the VAT number (Tax ID) on the customer, or choose a tax with VAT.",
    ),
    'PAGERO-EXEMPTION-UNUSED': Objection(
        WARNING,
        ("VAT exemption (BT-121)",),
        'pagero_exemption_code',
        "VAT is charged on every line, so the exemption of the invoice is not stated.",
        "Choose a tax of 0 % on the exempt lines, or remove the exemption.",
    ),
    'PAGERO-GTIN': Objection(
        WARNING,
        ("Barcode, GTIN (BT-157)",),
        'invoice_line_ids',
        "The GTIN has a wrong number of digits or a wrong check digit, so it is left out.",
        "Correct the GTIN; it has 8, 12, 13 or 14 digits.",
    ),
    'PAGERO-AMOUNTS': Objection(
        FATAL,
        ("Totals", "Amount due (BT-115)"),
        '',
        _difference,
        "Reset the invoice to draft and confirm it again. If the amounts still differ, contact"
        " your administrator.",
    ),
    'PAGERO-CURRENCY-DECIMALS': Objection(
        FATAL,
        ("Currency (BT-5)",),
        'currency_id',
        "The currency has more than two decimals, which e-invoices do not allow.",
        "Invoice in another currency, or send the invoice by e-mail or on paper.",
    ),
    'PAGERO-UNIT-NO-CODE': Objection(
        FATAL,
        ("Quantity (BT-129)",),
        'invoice_line_ids',
        "The unit has no code that other systems understand.",
        "Enter the code of the unit (UN/ECE 20) on the unit, or choose another unit.",
    ),
    'PAGERO-CUSTOMER-NUMBER': Objection(
        WARNING,
        ("Buyer", "Customer number"),
        'pagero_customer_number',
        "The customer number is not confirmed on the connection, so it is left out.",
        "Look it up in the customer directory in Pagero Online, and tick Confirmed beside it.",
    ),
    'PAGERO-CREDITS-NOTHING': Objection(
        WARNING,
        ("Credited invoice (BG-3)",),
        'pagero_credited_number',
        "The credit note does not say which invoice it credits.",
        "Enter the number and the date of that invoice; many recipients want them.",
    ),
    'PAGERO-FOREIGN-ACCOUNT': Objection(
        FATAL,
        ACCOUNT,
        'pagero_payment_account_ids',
        "The invoice would be paid to an account that does not belong to its seller.",
        "Choose accounts of your own company to pay to, also as the recipient bank.",
    ),
    'PAGERO-NO-ACCOUNT': Objection(
        FATAL,
        ACCOUNT,
        'pagero_payment_account_ids',
        "The invoice does not say where to pay.",
        "Choose accounts to pay to, or tick “On Every Invoice” on your company's accounts under"
        " Pagero / Configuration / Bank Accounts.",
    ),
    'PAGERO-ACCOUNT-NOT-TRUSTED': Objection(
        FATAL,
        ACCOUNT,
        'partner_bank_id',
        "The account to pay to is not trusted in Odoo, so no invoice may name it.",
        TRUST,
    ),
    'PAGERO-ACCOUNT-LEFT-OUT': Objection(
        WARNING,
        ACCOUNT,
        'partner_bank_id',
        "The account is not trusted in Odoo, so the invoice leaves it out.",
        TRUST,
    ),
    'PAGERO-ACCOUNT-TO-TRUST': Objection(
        WARNING,
        ACCOUNT,
        'partner_bank_id',
        "The account to pay to is not trusted. Your version of Odoo accepts that, newer ones refuse"
        " to post the invoice.",
        TRUST,
    ),
    'PAGERO-ACCOUNT-HOLDER': Objection(
        WARNING,
        ("Payment", "Account name (BT-85)"),
        'partner_bank_id',
        "The holder of the Bankgiro or Plusgiro account is not named as the company is registered."
        " Banks compare the names.",
        "Enter the registered name as the account holder's name on the account.",
    ),
    'PAGERO-ANSWER-NO-FILE': Objection(
        FATAL,
        ("Received document",),
        '',
        "The file of the document that is answered is missing or cannot be read any more.",
        "Answer it in Pagero Online, and ask your administrator to look for the file.",
    ),
    'PAGERO-PDF-NOT-DRAWN': Objection(
        WARNING,
        ("Attachment", "Invoice as PDF"),
        '',
        "The PDF of the invoice could not be drawn, so it is not inside.",
        "Print the invoice to see what is wrong with it, and ask your administrator.",
    ),
}


def objection(
    rule: str,
    line: int = 0,
    *,
    place: tuple[str, ...] = (),
    detail: str = '',
    parameters: dict[str, str] | None = None,
) -> Finding:
    """The finding of a rule in ``OBJECTIONS``, on a line of that number or elsewhere."""
    severity, usual_place, field, text, advice = OBJECTIONS[rule]
    parameters = parameters or {}
    names = place or usual_place
    where = Place((LINE, *names) if line else names, field, str(line or ''))
    return Finding(
        rule=rule,
        severity=severity,
        location='/',
        text=str(text(parameters) if callable(text) else Sentence(text, parameters)),
        advice=str(Sentence(advice, parameters)),
        layer='core',
        parameters=parameters,
        place=where.words,
        where=where.names,
        field=field,
        line=where.line,
        detail=detail,
        key=rule,
    )


__all__ = ['ALLOWANCE', 'OBJECTIONS', 'Objection', 'objection']
