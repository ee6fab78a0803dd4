from odoo.tests import tagged

from .test_account_edi_xml_pagero import TestXmlParties


@tagged('post_install', '-at_install')
class TestXmlPartiesBesidePeppol(TestXmlParties):
    """Sellers of branches stay the same where account_peppol swaps them in core's formats."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if 'peppol_parent_company_id' not in cls.env['res.company']._fields:
            cls.skipTest(cls, "account_peppol is not installed.")

    def test_the_neighbour_would_swap_the_seller(self):
        branch = self._create_branch(company_registry='556999-1200', vat='SE556999120001')
        branch.partner_id.write({'peppol_eas': False, 'peppol_endpoint': False})
        invoice = self._branch_invoice(branch)

        root = self._xml(invoice)

        self.assertTrue(branch.peppol_parent_company_id)
        name = self._text(root, f'{self.SELLER}/PartyLegalEntity/RegistrationName')
        self.assertEqual(name, "Granbergs Norr")
