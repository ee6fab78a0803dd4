from dataclasses import replace

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..en16931.parties import Party, TaxRegistration
from ..en16931.values import Identifier
from ..ubl.billing.writer import write
from .bill_common import GOLDEN, BillCommon, invoice
from .common import BUYER, USER_GROUPS


STRANGER = Party(
    endpoint=Identifier('5569993404', '0007'),
    name="Grannbolaget AB",
    legal_registration=Identifier('5569993404', '0007'),
    tax_registrations=(TaxRegistration('SE556999340401'),),
)


@tagged('post_install', '-at_install')
class TestFound(BillCommon):
    """By numbers that only one partner has."""

    def _sent_by(self, **changes):
        """An invoice whose seller says other things of itself."""
        model = invoice()
        return replace(model, seller=replace(model.seller, **changes))

    def _nameless(self, **kept):
        """A seller of whom nothing is said but ``kept``."""
        nothing = {'endpoint': None, 'legal_registration': None, 'tax_registrations': ()}
        return self._sent_by(identifiers=(), **{**nothing, **kept})

    def _assert_found(self, model, partner=None):
        received = self._book(model, network_id=f'found-{model.number}')
        self.assertEqual(received.partner_id, partner or self.vendor, received.bill_remark_words)
        return received

    def _assert_asked(self, model, code='no_vendor'):
        received = self._book(model)
        self.assertEqual((received.state, received.move_id.ids), ('stored', []))
        self.assertEqual(self._codes(received), [code])
        return received

    def test_by_the_electronic_id(self):
        self._assert_found(self._nameless(endpoint=Identifier('5560360793', '0007')))

    def test_by_an_electronic_id_of_its_own(self):
        self.vendor.write({'peppol_eas': '0088', 'peppol_endpoint': '7300010000001'})
        self._assert_found(self._nameless(endpoint=Identifier('7300010000001', '0088')))

    def test_by_the_organisation_number(self):
        self.vendor.write({'vat': False, 'peppol_eas': False, 'peppol_endpoint': False})
        self._assert_found(self._nameless(legal_registration=Identifier('556036-0793')))

    def test_by_the_vat_number(self):
        self.vendor.write({'company_registry': False, 'peppol_eas': False})
        number = TaxRegistration('SE 556036-0793 01')
        self._assert_found(self._nameless(tax_registrations=(number,)))

    def test_by_a_vat_number_of_another_country(self):
        german = self.env['res.partner'].create(
            {'name': "Bau", 'vat': 'DE123456788', 'country_id': self.env.ref('base.de').id}
        )
        model = self._nameless(tax_registrations=(TaxRegistration('DE123456788'),))
        self._assert_found(model, german)

    def test_by_a_trusted_account_only(self):
        account = self.env['res.partner.bank'].create(
            {'partner_id': self.vendor.id, 'acc_number': '5050-1055'}
        )
        self._assert_asked(self._nameless())
        account.sudo().allow_out_payment = True
        self._assert_found(replace(self._nameless(), number='F-2'))

    def test_never_ourselves(self):
        """Neither by an account of our own, nor by our own numbers in the place of the seller's."""
        self._create_trusted_account(self.company.partner_id, '5050-1055')
        self._assert_asked(self._nameless())
        model = self._nameless(endpoint=Identifier(BUYER['peppol_endpoint'], '0007'))
        self.assertFalse(self._book(replace(model, number='F-2'), network_id='own').partner_id)

    def test_never_by_the_name(self):
        self._assert_asked(self._nameless(name=self.vendor.name))

    def test_not_a_partner_of_another_company(self):
        self.vendor.company_id = self._create_other_company()
        self._assert_asked(invoice())

    def test_an_archived_vendor_is_asked_for(self):
        self.vendor.active = False
        self._assert_asked(invoice())

    def test_of_two_with_the_number_none_is_guessed(self):
        self.vendor.copy({'name': "Granbergs, dubblett"})
        received = self._assert_asked(invoice(), 'several_vendors')
        self.assertIn("Granbergs, dubblett", received.bill_remark_words)

    def test_contacts_of_one_company_are_one(self):
        self.env['res.partner'].create({'name': "Kalle", 'parent_id': self.vendor.id})
        self._assert_found(invoice())

    def test_numbers_that_contradict_each_other_are_told(self):
        other = self.env['res.partner'].create(
            {'name': "Grannbolaget AB", 'vat': 'SE556999340401', 'is_company': True}
        )
        model = self._sent_by(tax_registrations=(TaxRegistration('SE556999340401'),))
        received = self._assert_found(model)

        self.assertIn('vendor_contradicted', self._codes(received))
        self.assertIn(other.name, received.bill_remark_words)


@tagged('post_install', '-at_install')
class TestChosen(BillCommon):
    """A vendor that isn't known is proposed, and never created in silence."""

    def _of_stranger(self, **terms):
        return invoice(seller=STRANGER, **terms)

    def _dialog(self, received, **values):
        action = received.with_user(self.accountant).action_create_vendor()
        dialogs = self.env[action['res_model']].with_user(self.accountant)
        return dialogs.with_context(**action['context']).create(values)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = f'{USER_GROUPS},base.group_partner_manager'
        cls.accountant = cls._create_user('vendor_accountant', groups)

    def test_nobody_is_created_in_silence(self):
        before = self.env['res.partner'].search_count([])
        received = self._book(self._of_stranger())

        self.assertEqual(self.env['res.partner'].search_count([]), before)
        self.assertTrue(received.needs_vendor)

    def test_the_dialog_begins_with_the_file(self):
        dialog = self._dialog(self._book((GOLDEN / 'domestic_no.xml').read_bytes()))

        self.assertEqual((dialog.name, dialog.country_id.code), ("Fjordbygg AS", 'NO'))
        self.assertTrue(dialog.vat and dialog.organisation_number and dialog.identifier)

    def test_a_new_vendor_and_its_bill(self):
        received = self._book(self._of_stranger())
        action = self._dialog(received).action_confirm()

        move = self.env['account.move'].browse(action['res_id'])
        self.assertEqual(received.move_id, move)
        self.assertRecordValues(
            move.partner_id,
            [
                {
                    'name': "Grannbolaget AB",
                    'vat': 'SE556999340401',
                    'company_registry': '5569993404',
                    'peppol_endpoint': '5569993404',
                    'is_company': True,
                    'bank_ids': [],
                }
            ],
        )

    def test_the_next_one_finds_the_new_vendor(self):
        self._dialog(self._book(self._of_stranger())).action_confirm()
        again = self._book(self._of_stranger(number='F-2'), network_id='again')

        self.assertEqual(again.partner_id.name, "Grannbolaget AB")

    def test_a_chosen_vendor_is_remembered_for_the_sender(self):
        self._dialog(
            self._book(self._of_stranger()), choice='existing', partner_id=self.vendor.id
        ).action_confirm()
        again = self._book(self._of_stranger(number='F-2'), network_id='again')

        self.assertEqual(again.move_id.partner_id, self.vendor)

    def test_one_who_may_not_be_billed_any_more_is_asked_for(self):
        """Archived or given to another company, after a user chose it."""
        other = self._create_other_company()
        for number, change in enumerate(({'active': False}, {'company_id': other.id})):
            with self.subTest(**change), self.cr.savepoint() as point:
                first = self._book(self._of_stranger())
                self._dialog(first, choice='existing', partner_id=self.vendor.id).action_confirm()
                first.move_id.unlink()
                self.vendor.write(change)
                first._make_bills()
                again = self._book(self._of_stranger(number=f'G-{number}'), network_id='again')
                for received in (first, again):
                    self.assertEqual(self._codes(received), ['no_vendor'])
                point.rollback()
                self.env.invalidate_all()

    def test_a_vendor_of_another_company_is_refused(self):
        other = self._create_other_company()
        self.accountant.company_ids |= other
        received = self._book(self._of_stranger())
        theirs = self._create_customer(name="Annans", company_id=other.id)
        both = [self.company.id, other.id]
        dialog = self._dialog(received, choice='existing')
        dialog = dialog.with_context(allowed_company_ids=both)
        dialog.partner_id = theirs

        with self.assertRaisesRegex(UserError, f"Annans is a contact of {other.name}"):
            dialog.action_confirm()
        self.assertFalse(received.is_vendor_chosen)

    def test_of_two_the_chosen_one_counts(self):
        twin = self.vendor.copy({'name': "Granbergs, dubblett"})
        received = self._book()
        self._dialog(received, choice='existing', partner_id=twin.id).action_confirm()

        self.assertEqual(received.move_id.partner_id, twin)
        self.assertEqual(self._book(invoice(number='F-2'), network_id='2').partner_id, twin)

    def test_what_waited_for_the_same_vendor_follows(self):
        first = self._book(self._of_stranger())
        second = self._book(self._of_stranger(number='F-2'), network_id='second')
        self._dialog(first).action_confirm()

        self.assertTrue(second.is_bill_due)
        self._make_due_bills()
        self.assertTrue(second.move_id)

    def test_who_may_create_no_contact_chooses_one(self):
        self.accountant = self._create_user('vendor_invoicing', USER_GROUPS)
        dialog = self._dialog(self._book(self._of_stranger()))

        with self.assertRaises(AccessError):
            dialog.action_confirm()
        dialog.write({'choice': 'existing', 'partner_id': self.vendor.id})
        self.assertTrue(dialog.action_confirm()['res_id'])

    def test_a_test_document_has_no_vendor_to_choose(self):
        received = self._receive_ours(self._of_stranger(), send_mode='Test')

        with self.assertRaises(UserError):
            self._dialog(received)
        dialogs = self.env['pagero.received.vendor'].with_user(self.accountant)
        dialog = dialogs.create({'document_id': received.id})
        with self.assertRaises(UserError):
            dialog.action_confirm()

    def test_a_file_that_is_no_picture_of_a_vendor(self):
        """A script in a name is text in the dialog and in the remark."""
        wild = replace(STRANGER, name='<script>alert(1)</script>')
        received = self._book(write(invoice(seller=wild)))

        self.assertIn('<script>', self._dialog(received).name)
        self.assertIn('<script>', received.bill_remark_words)
