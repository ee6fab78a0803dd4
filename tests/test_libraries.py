import dns.rdata

from odoo.tests import BaseCase, tagged

from ..identification.recognition import BadInput, recognise
from ..network.sml import address_in


@tagged('post_install', '-at_install')
class TestLibraries(BaseCase):
    """Odoo's import hook breaks some modules of libraries; those that we use work here too."""

    def test_numbers_of_all_countries_are_checked(self):
        for number in ('DE136695976', 'ATU13585627', 'GB980780684', 'CHE107787577MWST'):
            with self.subTest(number=number):
                self.assertEqual(recognise(number).kind, 'vat_number')
                wrong = number.replace('8', '9').replace('3', '4')
                self.assertRaises(BadInput, recognise, wrong)

    def test_records_of_the_locator_are_read(self):
        text = '100 10 "U" "Meta:SMP" "!.*!https://smp.example.com!" .'

        record = dns.rdata.from_text('IN', 'NAPTR', text)

        self.assertEqual(address_in([record]), 'https://smp.example.com')
