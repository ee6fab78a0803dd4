"""VAT: its categories, its breakdown, and why none is charged (BG-23, BG-30, BT-120, BT-121)."""

from decimal import Decimal
from typing import NamedTuple

from odoo import models

from ...en16931.amounts import VatCategory
from ...en16931.sums import Vat
from ...en16931.values import ZERO, from_float, plain
from ...ubl.objections import objection
from ..invoice.vat import core_reasons, usual_reasons
from .taxes import VAT


# UNCL5305
STANDARD, EXEMPT, EXPORT, WITHIN_EU, REVERSE_CHARGE, NOT_SUBJECT = 'S', 'E', 'G', 'K', 'AE', 'O'
CANARIES, CEUTA_AND_MELILLA = 'L', 'M'
SPANISH_POST_CODES = {
    '35': CANARIES,
    '38': CANARIES,
    '51': CEUTA_AND_MELILLA,
    '52': CEUTA_AND_MELILLA,
}
EEA_BESIDE_EU = ('NO', 'IS', 'LI')
NEEDS_REASON = (REVERSE_CHARGE, EXEMPT, EXPORT, WITHIN_EU, NOT_SUBJECT)
# The reason of a category that has only one (VATEX); E has many, so it has to be said.
USUAL_CODES = {
    REVERSE_CHARGE: 'VATEX-EU-AE',
    EXPORT: 'VATEX-EU-G',
    WITHIN_EU: 'VATEX-EU-IC',
    NOT_SUBJECT: 'VATEX-EU-O',
}
# These codes stand in their own category only (PEPPOL-EN16931-P0104 to P0107); all others in E.
CATEGORY_OF_CODE = {code: category for category, code in USUAL_CODES.items()} | {
    'VATEX-FR-AE': REVERSE_CHARGE
}
ZERO_RATE = Decimal('0.0')


class Reason(NamedTuple):
    """Why no VAT is charged; each may be ''."""

    code: str
    text: str


class AccountEdiXmlPagero(models.AbstractModel):
    """Groups and reasons; ``_taxes`` and ``_kind`` are of ``taxes``, ``_deposits`` of ``fees``."""

    _inherit = 'account.edi.xml.pagero'

    # === CATEGORIES === #

    def _categories(self, source):
        """{line: VatCategory} of all lines that have one, found once.

        A document with something subject to VAT can't have category O (BR-O-11 to BR-O-14): beside
        exports it is written as one, beside anything else as exempt, with its own words.
        """
        return source.kept(self._found_categories)

    def _found_categories(self, source):
        lines = source.priced_lines + source.lines_of('epd')
        found = {line: self._category_of_line(source, line) for line in lines}
        deposits = {deposit.category for deposit in self._deposits(source)}
        others = {category.code for category in (*found.values(), *deposits)} - {NOT_SUBJECT}
        if not others:
            return found
        instead = EXPORT if others == {EXPORT} else EXEMPT
        return {
            line: VatCategory(instead, ZERO_RATE) if category.code == NOT_SUBJECT else category
            for line, category in found.items()
        }

    def _codes_used(self, source):
        """The codes of all categories in the document."""
        return {category.code for category in self._categories(source).values()}

    def _category_of_line(self, source, line):
        """BT-151 and BT-152: that of its VAT; a reason of its own decides for what has none."""
        tax = self._taxes(source, line).vat[:1]
        usual = self._category_of_tax(source, tax)
        code = '' if usual.key[1] else self._own_reason(line).code
        return self._vat_category(CATEGORY_OF_CODE.get(code, EXEMPT), ZERO_RATE) if code else usual

    def _category_of_tax(self, source, tax):
        key = ('category', tax.id, source.seller.id, source.buyer.id, source.taxed_from.id)
        return source.once(key, self._found_category, source, tax)

    def _found_category(self, source, tax):
        """A tax with both signs (reverse charge on bills) is 0 % for the seller."""
        rate = ZERO_RATE if tax.has_negative_factor else plain(from_float(tax.amount))
        return self._vat_category(self._category_code(source, tax), rate)

    def _vat_category(self, code, rate):
        """BR-O-05: what isn't subject to VAT has no rate."""
        return VatCategory(code, None if code == NOT_SUBJECT else rate)

    def _category_code(self, source, tax):
        """What the tax says, else what its rate and the two countries suggest, as in core."""
        buyer = source.buyer.commercial_partner_id
        spanish = buyer.country_code == 'ES' and SPANISH_POST_CODES.get((buyer.zip or '')[:2])
        said = tax.ubl_cii_tax_category_code or (tax and spanish)
        if said or not tax:
            return said or EXEMPT
        if tax.amount and not tax.has_negative_factor:
            return STANDARD
        if source.taxed_from != buyer.country_id:
            return self._category_abroad(source, buyer)
        return REVERSE_CHARGE if tax.has_negative_factor else EXEMPT

    def _category_abroad(self, source, buyer):
        europe = {*self.env.ref('base.europe').country_ids.mapped('code'), *EEA_BESIDE_EU}
        has_vat = source.foreign_vat or source.seller.commercial_partner_id._pagero_has_vat()
        if source.taxed_from.code not in europe or not has_vat:
            return EXEMPT
        return WITHIN_EU if buyer.country_code in europe else EXPORT

    # === BREAKDOWN === #

    def _vat(self, source):
        """BG-23: a group for each category and rate (BR-E-01, BR-AE-01), with what was booked."""
        amounts, reasons = self._vat_amounts(source), self._reasons(source)
        deposits = [deposit.category for deposit in self._deposits(source)]
        used = [*self._categories(source).values(), *deposits, *amounts]
        return [
            Vat(category, amounts.get(category, ZERO), *self._told(reasons.get(category, {})))
            for category in {category.key: category for category in used}.values()
        ]

    def _vat_amounts(self, source):
        """{VatCategory: BT-117}, in the order of the tax lines."""
        lines = source.tax_lines.filtered(lambda line: self._kind(source, line) == VAT)
        groups = lines.grouped(lambda line: self._category_of_tax(source, line.tax_line_id))
        booked = {category: source.booked(lines) for category, lines in groups.items()}
        return {category: amount for category, amount in booked.items() if amount}

    def _told(self, found):
        """(BT-120, BT-121): a group has one code, or none, and all the words."""
        codes = {reason.code for reason in found}
        texts = dict.fromkeys(reason.text for reason in found if reason.text)
        return '; '.join(texts), codes.pop() if len(codes) == 1 else ''

    # === REASONS === #

    def _reasons(self, source):
        """{VatCategory: {Reason: [lines]}} of what is sold without VAT.

        Allowances, charges and early payment discounts take what the lines say, where they do.
        """
        return source.kept(self._found_reasons)

    def _found_reasons(self, source):
        reasons = {}
        for line, category in self._categories(source).items():
            if category.code in NEEDS_REASON:
                reason = self._reason_of(source, line, category.code)
                reasons.setdefault(category, {}).setdefault(reason, []).append(line)
        for deposit in self._deposits(source):
            if deposit.category.code in NEEDS_REASON:
                reasons.setdefault(deposit.category, {}).setdefault(deposit.reason, [])
        return {category: self._without_heirs(found) for category, found in reasons.items()}

    def _without_heirs(self, found):
        own = {
            reason: lines
            for reason, lines in found.items()
            if not lines or any(self._speaks_for_itself(line) for line in lines)
        }
        return own or found

    def _speaks_for_itself(self, line):
        is_share = line.display_type == 'epd' or line.pagero_allowance
        return not is_share or any(self._own_reason(line))

    def _reason_notes(self, source):
        """{line: its reason} where the lines of a group have several (BT-127)."""
        return {
            line: reason.text
            for found in self._reasons(source).values()
            if len(found) > 1
            for reason, lines in found.items()
            for line in lines
        }

    def _own_reason(self, line):
        """What the line says, else what the invoice says for all its lines."""
        has_own = line.pagero_exemption_code or line.pagero_exemption_reason
        source = line if has_own else line.move_id
        return Reason(source.pagero_exemption_code or '', source.pagero_exemption_reason or '')

    def _reason_of(self, source, line, category):
        own = self._own_reason(line)
        if own.code:
            named = own if own.text else own._replace(text=self._name_of_reason(source, own.code))
            return _fitting(named, category)
        usual = self._reason_of_tax(source, self._taxes(source, line).vat[:1], category)
        return usual._replace(text=own.text) if own.text else usual

    def _reason_of_tax(self, source, tax, category):
        """The tax's own words come before those of its code."""
        usual = USUAL_CODES.get(category, '')
        code = tax.ubl_cii_tax_exemption_reason_code or usual
        words = self._usual_words(source, category, is_taxed=bool(tax))
        text = words if code == usual else self._name_of_reason(source, code)
        return _fitting(Reason(code, tax.pagero_exemption_reason or text), category)

    def _usual_words(self, source, category, *, is_taxed):
        """What Odoo adds without a tax is exempt; of a tax of 0 % only its user knows why."""
        env = self.with_context(lang=source.lang).env
        words = {
            REVERSE_CHARGE: env._("Reverse charge"),
            NOT_SUBJECT: env._("Not subject to VAT"),
            EXPORT: env._("Export outside the EU"),
            WITHIN_EU: env._("Intra-Community supply"),
            EXEMPT: '' if is_taxed else env._("Exempt from tax"),
        }
        return words.get(category, '')

    def _name_of_reason(self, source, code):
        """The words of the list; those of the Swedish law where a Swedish company sells."""
        is_swedish = source.taxed_from.code == 'SE'
        key = ('reason name', code, is_swedish)
        return source.once(key, self._read_name_of_reason, source, code, is_swedish)

    def _read_name_of_reason(self, source, code, is_swedish):
        env = self.with_context(lang=source.lang).env
        usual = usual_reasons(env) if is_swedish else {}
        return usual.get(code) or core_reasons(env).get(code, code)

    # === WHAT CAN'T BE SAID === #

    def _objections_to_buyers_vat(self, invoice):
        """Who owes the VAT is named by its VAT number; BR-AE-03 takes any other, too."""
        owed = any(group.category.code == REVERSE_CHARGE for group in invoice.vat)
        if owed and not invoice.buyer.tax_registrations:
            yield objection('PAGERO-BUYER-NO-VAT')


def _fitting(reason, category):
    """Without its code where that belongs to another category."""
    fits = CATEGORY_OF_CODE.get(reason.code, category) == category
    return reason if fits else reason._replace(code='')
