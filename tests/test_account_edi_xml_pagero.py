from lxml import etree

from odoo import Command
from odoo.tests import tagged

from .xml_common import BANKGIRO, BUYER, SELLER, XmlCommon


PAYEE = 'PaymentMeans/PayeeFinancialAccount'
SUBTOTAL = 'TaxTotal/TaxSubtotal/TaxCategory'


@tagged('post_install', '-at_install')
class TestAccountEdiXmlPagero(XmlCommon):
    # === WHOLE DOCUMENTS, against golden files; SAVE_XML=1 writes them anew === #

    def test_an_invoice(self):
        self._create_accounts()
        self._confirm_customer_number('10042')
        invoice = self._invoice(
            self._line("Carpentry", 650.0, 7.5, product_uom_id=self.hours.id),
            self._line("Timber\nspruce", 89.9, 12, discount=10),
            self._line("Lunch", 95.0, 3, tax=self.vat_12),
            self._line("Returned boards", 40.0, -2),
            self._line("Screws", 0.333, 1000),
            name='INV/2026/00042',
            delivery_date='2026-09-28',
            pagero_order_reference='PO-4711',
            pagero_contract_reference='RAM-7',
            pagero_project_reference='P12',
            pagero_accounting_cost='KST 210',
            pagero_customer_number='10042',
        )

        self._assert_golden(self._xml(invoice), 'invoice')

    def test_a_credit_note(self):
        self._create_accounts()
        invoice = self._invoice(
            self._line("Carpentry", 650.0, 7.5),
            name='INV/2026/00042',
            pagero_order_reference='PO-4711',
            pagero_project_reference='P12',
        )

        refund = self._refund(invoice)
        refund.name = 'RINV/2026/00007'

        self._assert_golden(self._xml(refund), 'credit_note')

    def test_services_to_another_eu_country(self):
        self._create_account(BANKGIRO, pagero_on_every_invoice=True)
        finland = self.env.ref('base.fi').id
        customer = self._create_customer(
            name="Pohjola Oy", country_id=finland, vat='FI20774740', company_registry=False
        )

        invoice = self._invoice(
            self._line(tax=self._tax('sale_tax_services_EC')),
            partner_id=customer.id,
            name='INV/2026/00043',
        )

        self._assert_golden(self._xml(invoice), 'invoice_eu')

    def test_another_currency(self):
        self._create_accounts()
        euro = self.setup_other_currency('EUR', rates=[('2026-01-01', 0.09)])

        invoice = self._invoice(
            self._line("Carpentry", 123.45, 3),
            self._line("Lunch", 9.99, 7, tax=self.vat_12),
            currency_id=euro.id,
            name='INV/2026/00044',
        )

        self._assert_golden(self._xml(invoice), 'invoice_eur')

    def test_what_people_seldom_have_on_an_invoice(self):
        """Early payment discount, cash rounding, several VAT groups, a GLN, no VAT number."""
        self._create_account(BANKGIRO, pagero_on_every_invoice=True)
        customer = self._create_customer(
            name="Handelsbolaget Öst & Väst <HB>",
            vat=False,
            global_location_number='7300010000001',
            pagero_buyer_reference=False,
        )
        discount = self.env['account.payment.term'].create(
            {
                'name': "2/7 net 30",
                'note': "2 % within 7 days",
                'early_discount': True,
                'discount_percentage': 2,
                'discount_days': 7,
                'early_pay_discount_computation': 'mixed',
                'line_ids': [Command.create({'value': 'percent', 'value_amount': 100.0})],
            }
        )

        invoice = self._invoice(
            self._line("Carpentry", 650.0, 7.5),
            self._line("Lunch", 95.55, 3, tax=self.vat_12),
            partner_id=customer.id,
            name='INV/2026/00046',
            ref='PO 4711',
            invoice_payment_term_id=discount.id,
            invoice_cash_rounding_id=self._whole_kronor().id,
            narration="<p>Thank you &amp; welcome back</p>",
        )

        self._assert_golden(self._xml(invoice), 'invoice_seldom')

    def _whole_kronor(self):
        account = self.company_data['default_account_revenue']
        return self.env['account.cash.rounding'].create(
            {
                'name': "Whole kronor",
                'rounding': 1.0,
                'strategy': 'add_invoice_line',
                'rounding_method': 'HALF-UP',
                'profit_account_id': account.id,
                'loss_account_id': account.id,
            }
        )

    def test_what_is_not_subject_to_vat(self):
        outside = self.env['account.tax'].create(
            {
                'name': "Not subject",
                'amount': 0.0,
                'type_tax_use': 'sale',
                'company_id': self.company.id,
                'ubl_cii_tax_category_code': 'O',
            }
        )

        invoice = self._invoice(self._line("Damages", tax=outside), name='INV/2026/00047')

        self._assert_golden(self._xml(invoice), 'invoice_not_subject')

    # === REFERENCES === #

    def test_our_own_number_is_never_the_buyers_order(self):
        root = self._xml(self._invoice())

        self.assertFalse(self._all(root, 'OrderReference'))

    def test_the_customer_reference_is_the_order(self):
        root = self._xml(self._invoice(ref='PO 4711'))

        self.assertEqual(self._text(root, 'OrderReference/ID'), 'PO 4711')

    def test_a_sales_order_is_not_the_buyers_order(self):
        root = self._xml(self._invoice(ref='S00012', invoice_origin='S00012'))

        self.assertFalse(self._all(root, 'OrderReference'))

    def test_of_several_orders_the_buyers_remain(self):
        root = self._xml(self._invoice(ref='S00012, PO 7', invoice_origin='S00012, S00013'))

        self.assertEqual(self._text(root, 'OrderReference/ID'), 'PO 7')

    def test_the_order_number_comes_before_the_customer_reference(self):
        root = self._xml(self._invoice(ref='PO 1', pagero_order_reference='PO 2'))

        self.assertEqual(self._text(root, 'OrderReference/ID'), 'PO 2')

    def test_the_invoices_buyer_reference_comes_first(self):
        root = self._xml(self._invoice(pagero_buyer_reference='ZZ9999'))

        self.assertEqual(self._text(root, 'BuyerReference'), 'ZZ9999')

    def test_the_contacts_buyer_reference_comes_before_the_companys(self):
        contact = self.env['res.partner'].create(
            {'name': "Anna", 'parent_id': self.customer.id, 'pagero_buyer_reference': 'ANNA01'}
        )

        root = self._xml(self._invoice(partner_id=contact.id))

        self.assertEqual(self._text(root, 'BuyerReference'), 'ANNA01')

    def test_cores_reference_stands_in_for_the_buyer_reference(self):
        self.customer.write({'pagero_buyer_reference': False, 'ref': 'ZZ77'})

        root = self._xml(self._invoice())

        self.assertEqual(self._text(root, 'BuyerReference'), 'ZZ77')

    def test_a_customer_number_is_no_buyer_reference(self):
        self.customer.write({'pagero_buyer_reference': False, 'ref': '10042'})

        root = self._xml(self._invoice(), fatal=['PEPPOL-EN16931-R003'])

        self.assertFalse(self._all(root, 'BuyerReference'))

    def test_core_is_told_of_a_missing_reference(self):
        self.customer.pagero_buyer_reference = False

        _xml, errors = self.builder._export_invoice(self._invoice())

        self.assertEqual(len(errors), 1)

    def test_a_credit_note_names_the_invoice_and_its_order(self):
        invoice = self._invoice(ref='PO 4711')

        root = self._xml(self._refund(invoice))

        preceding = 'BillingReference/InvoiceDocumentReference'
        self.assertEqual(self._text(root, f'{preceding}/ID'), invoice.name)
        self.assertEqual(self._text(root, f'{preceding}/IssueDate'), '2026-10-01')
        self.assertEqual(self._text(root, 'OrderReference/ID'), 'PO 4711')

    def test_a_credit_note_made_by_hand_names_what_somebody_typed(self):
        refund = self._invoice(move_type='out_refund')
        findings = refund._pagero_findings()[refund]
        self.assertEqual([each.rule for each in findings], ['PAGERO-CREDITS-NOTHING'])

        refund.write({'pagero_credited_number': 'OLD-7', 'pagero_credited_date': '2025-12-31'})

        self.assertFalse(refund._pagero_findings()[refund])
        reference = 'BillingReference/InvoiceDocumentReference'
        root = self._xml(refund)
        self.assertEqual(self._text(root, f'{reference}/ID'), 'OLD-7')
        self.assertEqual(self._text(root, f'{reference}/IssueDate'), '2025-12-31')

    def test_a_copied_invoice_is_for_another_order(self):
        invoice = self._invoice(pagero_order_reference='PO 1', pagero_contract_reference='RAM-7')

        copied = invoice.copy()

        self.assertFalse(copied.pagero_order_reference)
        self.assertEqual(copied.pagero_contract_reference, 'RAM-7')

    def test_the_customer_number_is_written_when_there_is_one(self):
        path = 'AccountingCustomerParty/SupplierAssignedAccountID'
        without = self._xml(self._invoice())
        self._confirm_customer_number('10042')

        with_number = self._xml(self._invoice(pagero_customer_number='10042'))

        self.assertEqual(self._text(with_number, path), '10042')
        self.assertFalse(self._all(without, path))

    def test_the_delivery_date_is_the_actual_one(self):
        denmark = self.env.ref('base.dk').id
        customer = self._create_customer(
            name="Jysk Handel A/S", country_id=denmark, vat='DK13585628', company_registry=False
        )

        root = self._xml(
            self._invoice(
                self._line(tax=self._tax('sale_tax_goods_EC')),
                partner_id=customer.id,
                delivery_date='2026-09-15',
            )
        )

        self.assertEqual(self._text(root, 'Delivery/ActualDeliveryDate'), '2026-09-15')

    def test_placeholders_say_what_an_empty_field_means(self):
        invoice = self._invoice(ref='PO 4711', post=False)

        self.assertEqual(invoice.pagero_buyer_reference_placeholder, 'ZZ1234')
        self.assertEqual(invoice.pagero_order_reference_placeholder, 'PO 4711')

    # === PARTIES === #

    def _endpoint(self, root, party):
        [element] = self._all(root, f'{party}/EndpointID')
        return element.get('schemeID'), element.text

    def _customer_endpoint(self, **values):
        self.customer.write({'company_registry': False, 'vat': False, **values})
        return self.customer._pagero_identifiers().endpoint

    def test_swedish_numbers_are_cleaned(self):
        self.company.partner_id.write(
            {'vat': 'SE 556036-0793 01', 'company_registry': '16556036-0793'}
        )

        root = self._xml(self._invoice())

        [legal] = self._all(root, f'{SELLER}/PartyLegalEntity/CompanyID')
        self.assertEqual((legal.get('schemeID'), legal.text), ('0007', '5560360793'))
        numbers = self._texts(root, f'{SELLER}/PartyTaxScheme/CompanyID')
        self.assertEqual(numbers[0], 'SE556036079301')

    def test_the_vat_number_tells_the_organisation_number(self):
        self.company.partner_id.company_registry = False

        root = self._xml(self._invoice())

        legal = self._text(root, f'{SELLER}/PartyLegalEntity/CompanyID')
        self.assertEqual(legal, '5560360793')

    def test_swedish_vat_numbers_as_people_write_them(self):
        written = {
            'SE556036079301': 'SE556036079301',
            'se 556036-0793 01': 'SE556036079301',
            'SE5560360793': 'SE556036079301',
            '556036079301': 'SE556036079301',
            'GB123456789012': 'GB123456789012',
            'SE55603607': 'SE55603607',
            '/': '',
        }
        for vat, expected in written.items():
            with self.subTest(vat=vat):
                partner = self.env['res.partner'].new(
                    {'vat': vat, 'country_id': self.env.ref('base.se').id}
                )
                self.assertEqual(partner._pagero_vat(), expected)

    def test_a_customer_without_any_number_is_found_by_the_check(self):
        nobody = {'peppol_eas': False, 'peppol_endpoint': False}
        self.customer.write({'vat': False, 'company_registry': False, **nobody})

        root = self._xml(self._invoice(), fatal=['PEPPOL-EN16931-R010'])

        self.assertFalse(self._all(root, f'{BUYER}/EndpointID'))

    def test_a_company_without_vat_has_no_made_up_vat_number(self):
        self.customer.vat = False

        root = self._xml(self._invoice())

        self.assertFalse(self._all(root, f'{BUYER}/PartyTaxScheme'))

    def test_f_tax_is_stated_when_approved(self):
        path = f'{SELLER}/PartyTaxScheme/CompanyID'

        approved = self._texts(self._xml(self._invoice()), path)
        self.company.pagero_f_tax = False
        other = self._texts(self._xml(self._invoice()), path)

        self.assertEqual(approved, ['SE556036079301', "Godkänd för F-skatt"])
        self.assertEqual(other, ['SE556036079301'])

    def test_what_the_user_chose_is_the_address(self):
        address = {'peppol_eas': '0088', 'peppol_endpoint': '7300010000001'}

        self.assertEqual(self._customer_endpoint(**address), ('0088', '7300010000001'))

    def test_withdrawn_schemes_become_their_successors(self):
        finland = self.env.ref('base.fi').id
        chosen = {
            ('0007', '2120009986'): {
                'vat': 'SE212000998601',
                'peppol_eas': '9955',
                'peppol_endpoint': 'SE212000998601',
            },
            ('0216', '003720774740'): {
                'country_id': finland,
                'peppol_eas': '0213',
                'peppol_endpoint': 'FI20774740',
            },
        }
        for expected, values in chosen.items():
            with self.subTest(values=values):
                self.assertEqual(self._customer_endpoint(**values), expected)

    def test_the_gln_stands_in_for_a_missing_address(self):
        values = {'peppol_eas': False, 'peppol_endpoint': False}

        endpoint = self._customer_endpoint(global_location_number='7300010000001', **values)

        self.assertEqual(endpoint, ('0088', '7300010000001'))

    def test_the_gln_identifies_the_party(self):
        self.customer.global_location_number = '7300010000001'

        root = self._xml(self._invoice())

        [element] = self._all(root, f'{BUYER}/PartyIdentification/ID')
        self.assertEqual((element.get('schemeID'), element.text), ('0088', '7300010000001'))
        self.assertEqual(self._endpoint(root, BUYER), ('0007', '2120009986'))

    def test_a_branch_without_a_number_sells_as_its_parent(self):
        branch = self._create_branch()

        root = self._xml(self._branch_invoice(branch))

        name = self._text(root, f'{SELLER}/PartyLegalEntity/RegistrationName')
        self.assertEqual(name, "Granbergs Bygg AB")
        self.assertEqual(self._endpoint(root, SELLER), ('0007', '5560360793'))

    def test_a_branch_with_a_number_sells_itself(self):
        branch = self._create_branch(company_registry='556999-1200', vat='SE556999120001')

        root = self._xml(self._branch_invoice(branch))

        name = self._text(root, f'{SELLER}/PartyLegalEntity/RegistrationName')
        self.assertEqual(name, "Granbergs Norr")
        self.assertEqual(self._endpoint(root, SELLER), ('0007', '5569991200'))

    # === VAT === #

    def _zero_tax(self, category, **values):
        return self.env['account.tax'].create(
            {
                'name': f"0% {category}",
                'amount': 0.0,
                'type_tax_use': 'sale',
                'company_id': self.company.id,
                'ubl_cii_tax_category_code': category,
                **values,
            }
        )

    def test_every_category_has_its_reason(self):
        for category in ('AE', 'K', 'G'):
            with self.subTest(category=category):
                root = self._xml(self._invoice(self._line(tax=self._zero_tax(category))))

                self.assertEqual(self._text(root, f'{SUBTOTAL}/ID'), category)
                dated = self._all(root, 'Delivery/ActualDeliveryDate')
                self.assertEqual(bool(dated), category == 'K')
                self.assertTrue(self._text(root, f'{SUBTOTAL}/TaxExemptionReason'))

    def test_an_exemption_without_its_reason_is_asked_for(self):
        """Only who made the tax knows why; core would name articles on how invoices look."""
        invoice = self._invoice(self._line(tax=self._zero_tax('E')))

        root = self._xml(invoice, fatal=['BR-E-10'])

        self.assertFalse(self._all(root, f'{SUBTOTAL}/TaxExemptionReason'))

    def test_the_taxs_own_reason_comes_first(self):
        own = self._zero_tax('E', ubl_cii_tax_exemption_reason_code='VATEX-EU-132-1I')

        root = self._xml(self._invoice(self._line(tax=own)))

        code = self._text(root, f'{SUBTOTAL}/TaxExemptionReasonCode')
        self.assertEqual(code, 'VATEX-EU-132-1I')

    def test_what_is_not_subject_to_vat_has_no_rate_and_no_vat_numbers(self):
        root = self._xml(self._invoice(self._line(tax=self._zero_tax('O'))))

        self.assertEqual(self._text(root, f'{SUBTOTAL}/TaxExemptionReasonCode'), 'VATEX-EU-O')
        self.assertFalse(self._all(root, './/Percent'))
        self.assertEqual(self._texts(root, './/PartyTaxScheme/CompanyID'), ["Godkänd för F-skatt"])

    # === PAYMENT === #

    def _accounts(self, root):
        return list(
            zip(
                self._texts(root, 'PaymentMeans/PaymentMeansCode'),
                self._texts(root, f'{PAYEE}/ID'),
                self._texts(root, f'{PAYEE}/FinancialInstitutionBranch/ID'),
                strict=True,
            )
        )

    def test_every_account_is_named_in_order(self):
        self._create_accounts()

        root = self._xml(self._invoice())

        self.assertEqual(
            self._accounts(root),
            [
                ('30', '50501055', 'SE:BANKGIRO'),
                ('30', '2865434', 'SE:PLUSGIRO'),
                ('30', 'SE4550000000058398257466', 'ESSESESS'),
            ],
        )

    def test_the_ocr_is_on_every_account_without_spaces(self):
        self._create_accounts()

        root = self._xml(self._invoice(payment_reference='2026 1012'))

        self.assertEqual(self._texts(root, 'PaymentMeans/PaymentID'), ['20261012'] * 3)

    def test_giros_are_for_kronor(self):
        self._create_accounts()
        euro = self.setup_other_currency('EUR', rates=[('2026-01-01', 0.09)])

        root = self._xml(self._invoice(currency_id=euro.id))

        self.assertEqual(self._texts(root, f'{PAYEE}/ID'), ['SE4550000000058398257466'])

    def test_an_invoice_may_choose_its_accounts(self):
        plusgiro = self._create_accounts()[1]

        root = self._xml(self._invoice(pagero_payment_account_ids=plusgiro.ids))

        self.assertEqual(self._texts(root, f'{PAYEE}/ID'), ['2865434'])

    def test_the_recipient_bank_comes_first(self):
        self._create_accounts()
        factor = self._create_account('5555-5551')

        root = self._xml(self._invoice(partner_bank_id=factor.id))

        self.assertEqual(self._texts(root, f'{PAYEE}/ID')[:2], ['55555551', '50501055'])

    def test_the_recipient_bank_is_one_on_every_invoice(self):
        self._create_account('SE35 5000 0000 0549 1000 0003', sequence=0)
        bankgiro = self._create_accounts()[0]

        self.assertEqual(self._invoice(post=False).partner_bank_id, bankgiro)

    def test_a_payment_methods_account_stays_the_recipient_bank(self):
        factor = self._create_account('5555-5551')
        self._create_accounts()
        journal = self.company_data['default_journal_bank']
        journal.bank_account_id = factor
        method = journal.inbound_payment_method_line_ids[:1]

        invoice = self._invoice(preferred_payment_method_line_id=method.id, post=False)

        self.assertEqual(invoice.partner_bank_id, factor)

    def test_without_an_account_nothing_is_made_up(self):
        self.ordinary_account.active = False
        xml, errors = self.builder._export_invoice(self._invoice())

        self.assertIn("does not say where to pay", errors.pop())
        self.assertFalse(self._all(etree.fromstring(xml), PAYEE))

    def test_a_doubtful_account_is_named(self):
        doubtful = self._create_account('5050-1056')

        _xml, errors = self.builder._export_invoice(self._invoice(partner_bank_id=doubtful.id))

        self.assertEqual(len(errors), 1)
        self.assertIn('5050-1056', errors.pop())

    def _pay_by_card(self, invoice, amount):
        """As account_payment writes it down when somebody pays on the portal."""
        self._register_payment(invoice, amount=amount, payment_date='2026-09-30')
        card = self.env.ref('payment.payment_method_card')
        provider = self.env['payment.provider'].create({'name': "Cards"})
        invoice.transaction_ids = self.env['payment.transaction'].create(
            {
                'reference': invoice.name,
                'provider_id': provider.id,
                'payment_method_id': card.id,
                'amount': amount,
                'currency_id': invoice.currency_id.id,
                'partner_id': invoice.partner_id.id,
                'state': 'done',
            }
        )

    def test_a_card_that_paid_a_part_leaves_the_accounts_for_the_rest(self):
        self._create_accounts()
        for amount, code, accounts in ((125.0, '48', 0), (37.5, '30', 3)):
            with self.subTest(amount=amount):
                invoice = self._invoice()
                self._pay_by_card(invoice, amount)

                root = self._xml(invoice)

                codes = self._texts(root, 'PaymentMeans/PaymentMeansCode')
                self.assertEqual(set(codes), {code})
                self.assertEqual(len(self._all(root, PAYEE)), accounts)

    def test_a_refund_goes_to_the_customers_account(self):
        self._create_accounts()
        self._create_account('5555-5551', partner_id=self.customer.id)

        root = self._xml(self._refund(self._invoice()))

        self.assertEqual(self._accounts(root), [('57', '55555551', 'SE:BANKGIRO')])
