from odoo.tests import tagged

from .xml_common import SELLER, XmlCommon


@tagged('post_install', '-at_install')
class TestXmlBesidePeppol(XmlCommon):
    """account_peppol puts the parent company in the place of a branch, in every UBL format."""

    def test_a_branch_with_a_number_still_sells_itself(self):
        if 'peppol_parent_company_id' not in self.env['res.company']._fields:
            self.skipTest("account_peppol is not installed.")
        self.company.partner_id.write({'peppol_eas': '0007', 'peppol_endpoint': '5560360793'})
        branch = self._create_branch(company_registry='556999-1200', vat='SE556999120001')
        branch.partner_id.write({'peppol_eas': False, 'peppol_endpoint': False})
        self.assertTrue(branch.peppol_parent_company_id)

        root = self._xml(self._branch_invoice(branch))

        name = self._text(root, f'{SELLER}/PartyLegalEntity/RegistrationName')
        self.assertEqual(name, "Granbergs Norr")
