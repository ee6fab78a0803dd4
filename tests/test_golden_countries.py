from odoo.tests import tagged

from .xml_common import XmlCommon


# Sellers and buyers as their countries know them; numbers with right check digits.
SELLERS = {
    'no': {
        'name': "Fjordbygg AS",
        'vat': 'NO923829644MVA',
        'company_registry': '923829644',
        'peppol_eas': '0192',
        'peppol_endpoint': '923829644',
    },
    'dk': {
        'name': "Sundby ApS",
        'vat': 'DK13585628',
        'company_registry': '13585628',
        'peppol_eas': '0184',
        'peppol_endpoint': '13585628',
    },
    'fi': {
        'name': "Saimaa Oy",
        'vat': 'FI20774740',
        'company_registry': '2077474-0',
        'peppol_eas': '0216',
        'peppol_endpoint': '003720774740',
    },
}
BUYERS = {
    'no': {
        'name': "Bergen Handel AS",
        'vat': 'NO974760673MVA',
        'company_registry': '974760673',
        'peppol_eas': '0192',
        'peppol_endpoint': '974760673',
    },
    'dk': {
        'name': "Jysk Handel A/S",
        'vat': 'DK25313763',
        'company_registry': '25313763',
        'peppol_eas': '0184',
        'peppol_endpoint': '25313763',
    },
    'fi': {
        'name': "Pohjola Oy",
        'vat': 'FI09853608',
        'company_registry': '0985360-8',
        'peppol_eas': '0216',
        'peppol_endpoint': '003709853608',
    },
    'de': {
        'name': "Hansa Handel GmbH",
        'vat': 'DE136695976',
        'company_registry': False,
        'peppol_eas': '9930',
        'peppol_endpoint': 'DE136695976',
    },
    'nl': {
        'name': "Polder Handel BV",
        'vat': 'NL123456782B90',
        'company_registry': '12345678',
        'peppol_eas': '0106',
        'peppol_endpoint': '12345678',
    },
    'it': {
        'name': "Adria Commercio S.p.A.",
        'vat': 'IT12345670017',
        'company_registry': False,
        'peppol_eas': '0211',
        'peppol_endpoint': 'IT12345670017',
    },
}
CURRENCIES = {'no': 'NOK', 'dk': 'DKK', 'fi': 'EUR'}
RATES = {'no': 25.0, 'dk': 25.0, 'fi': 25.5}
IBANS = {'no': 'NO9386011117947', 'dk': 'DK5000400440116243', 'fi': 'FI2112345600000785'}


@tagged('post_install', '-at_install')
class TestGoldenCountries(XmlCommon):
    """A golden file for every country that we promise; SAVE_XML=1 writes them anew."""

    def _country(self, code):
        return self.env.ref(f'base.{code}')

    def _buyer(self, code):
        address = {'street': "Main Street 1", 'zip': '12345', 'city': "Harbour"}
        country = {'country_id': self._country(code).id}
        return self._create_customer(**country, **address, **BUYERS[code])

    def _move_company(self, code):
        """The company sells from there, in its currency and with its rate of VAT."""
        currency = (
            self.env['res.currency']
            .with_context(active_test=False)
            .search([('name', '=', CURRENCIES[code])])
        )
        currency.active = True
        self.company.write({'currency_id': currency.id, 'pagero_f_tax': False})
        country = self._country(code).id
        self.company.partner_id.write({'country_id': country, **SELLERS[code]})
        self._create_account(IBANS[code], pagero_on_every_invoice=True)
        return self.vat_25.copy({'name': "VAT", 'amount': RATES[code]})

    def test_within_the_other_nordic_countries(self):
        for number, code in enumerate(CURRENCIES, start=1):
            with self.subTest(country=code), self.env.cr.savepoint() as savepoint:
                tax = self._move_company(code)
                invoice = self._invoice(
                    self._line("Consulting", 1000.0, 2.5, tax=tax),
                    self._line("Travel", 333.33, tax=tax, discount=10),
                    partner_id=self._buyer(code).id,
                    currency_id=self.company.currency_id.id,
                    name=f'INV/2026/0010{number}',
                )

                self._assert_golden(self._xml(invoice), f'domestic_{code}')
                savepoint.rollback()
            self.env.invalidate_all()

    def test_goods_from_sweden(self):
        self._create_accounts()
        taxes = {'no': 'sale_tax_goods_NEC'}
        for number, code in enumerate(BUYERS, start=1):
            with self.subTest(country=code):
                tax = self._tax(taxes.get(code, 'sale_tax_goods_EC'))
                invoice = self._invoice(
                    self._line("Timber", 89.9, 12, tax=tax),
                    self._line("Freight", 450.0, tax=tax),
                    partner_id=self._buyer(code).id,
                    name=f'INV/2026/0020{number}',
                    delivery_date='2026-09-28',
                )

                self._assert_golden(self._xml(invoice), f'se_to_{code}')
