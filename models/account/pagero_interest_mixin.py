"""The eight things that Pagero wants to know of a company before it makes an offer."""

from odoo import fields, models
from odoo.tools.mail import single_email_re

from ...identification import identifiers
from ...identification.schemes import SCHEME_OF_COUNTRY
from ...ubl.words import told


# In the order in which Pagero asks.
NAMES = (
    'interest_company_name',
    'interest_address',
    'interest_org_number',
    'interest_zip',
    'interest_invoices_per_year',
    'interest_contact_name',
    'interest_email',
    'interest_phone',
)
KNOWN_COUNTRIES = ('SE', 'NO', 'DK')  # whose organisation numbers are checked
# How many digits a postal code has, where it has nothing else.
ZIP_DIGITS = {'SE': 5, 'FI': 5, 'DE': 5, 'NO': 4, 'DK': 4}


class PageroInterestMixin(models.AbstractModel):
    """What a company says of itself: typed in a dialog, and kept on its account."""

    _name = 'pagero.interest.mixin'
    _description = "Interest in Pagero"

    interest_company_name = fields.Char(string="Company Name", copy=False)
    interest_address = fields.Char(string="Address", copy=False)
    interest_org_number = fields.Char(string="Org. No.", copy=False)
    interest_zip = fields.Char(string="Postal Code", copy=False)
    interest_invoices_per_year = fields.Integer(
        string="About how many invoices do you send a year?", copy=False, aggregator=None
    )
    interest_contact_name = fields.Char(string="Contact Person", copy=False)
    interest_email = fields.Char(string="E-mail", copy=False)
    interest_phone = fields.Char(string="Telephone", copy=False)

    def _interest_values(self):
        self.ensure_one()
        return {name: self[name] for name in NAMES}

    def _interest_flaws(self, country_code):
        """Sentences about everything that is missing or wrong, all at once."""
        self.ensure_one()
        flaws = [
            self._missing_flaw(),
            *self._word_flaws(),
            self._zip_flaw(country_code),
            self._org_number_flaw(country_code),
            self._number_flaw(),
            self._email_flaw(),
            self._phone_flaw(),
        ]
        return [flaw for flaw in flaws if flaw]

    def _missing_flaw(self):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in NAMES
            if name != 'interest_invoices_per_year' and not (self[name] or '').strip()
        ]
        return missing and self.env._("Fill in %(fields)s.", fields=", ".join(missing))

    def _word_flaws(self):
        """What consists of digits or signs only was typed into the wrong box."""
        for name in ('interest_company_name', 'interest_address', 'interest_contact_name'):
            value = (self[name] or '').strip()
            if value and sum(character.isalpha() for character in value) < 2:
                yield self.env._(
                    "“%(value)s” can't be right as %(field)s.",
                    value=value,
                    field=self._fields[name]._description_string(self.env),
                )

    def _zip_flaw(self, country_code):
        """Only where the country's postal codes are known here."""
        value = ''.join((self.interest_zip or '').split())
        digits = ZIP_DIGITS.get(country_code)
        value = value.removeprefix(f'{country_code}-')
        if not value or not digits or (value.isdecimal() and len(value) == digits):
            return None
        return self.env._(
            "“%(value)s” is not a postal code. It has %(digits)s digits.",
            value=self.interest_zip,
            digits=digits,
        )

    def _org_number_flaw(self, country_code):
        """Only where the country's numbers are known here; others are taken as they are."""
        number = self.interest_org_number
        if country_code not in KNOWN_COUNTRIES or not (number or '').strip():
            return None
        try:
            identifiers.validate(SCHEME_OF_COUNTRY[country_code], number)
        except identifiers.InvalidIdentifier as error:
            return told(error.sentence, self.env.lang)
        return None

    def _number_flaw(self):
        return self.interest_invoices_per_year <= 0 and self.env._(
            "Enter about how many invoices you send a year, as a whole number above 0."
        )

    def _email_flaw(self):
        value = (self.interest_email or '').strip()
        return (
            value
            and not single_email_re.match(value)
            and self.env._(
                "“%(value)s” is not an e-mail address. It looks like name@company.se.", value=value
            )
        )

    def _phone_flaw(self):
        value = (self.interest_phone or '').strip()
        digits = sum(character.isdigit() for character in value)
        return (
            value
            and digits < 5
            and self.env._("“%(value)s” is not a telephone number.", value=value)
        )
