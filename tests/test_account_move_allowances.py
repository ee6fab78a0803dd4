from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .xml_common import XmlCommon


TOTALS = (
    'LineExtensionAmount',
    'AllowanceTotalAmount',
    'ChargeTotalAmount',
    'TaxExclusiveAmount',
    'TaxInclusiveAmount',
    'PrepaidAmount',
    'PayableRoundingAmount',
    'PayableAmount',
)


@tagged('post_install', '-at_install')
class TestAccountMoveAllowances(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()

    def _add(self, move, kind='allowance', **values):
        """As a person does it in the dialog."""
        edit = self.env['pagero.allowance.edit'].with_context(
            default_move_id=move.id, default_kind=kind
        )
        with Form(edit) as form:
            for name, value in values.items():
                setattr(form, name, value)
        before = move.invoice_line_ids
        form.record.action_confirm()
        return move.invoice_line_ids - before

    def _totals(self, root):
        found = {name: self._text(root, f'LegalMonetaryTotal/{name}') for name in TOTALS}
        return {name: float(text) for name, text in found.items() if text}

    def _posted(self, move):
        """The XML, whose sums are those of Odoo."""
        move.action_post()
        root = self._xml(move)
        totals = self._totals(root)
        self.assertEqual(totals['TaxExclusiveAmount'], move.amount_untaxed)
        self.assertEqual(totals['TaxInclusiveAmount'], move.amount_total)
        self.assertEqual(totals['PayableAmount'], move.amount_residual)
        return root

    def _allowances(self, root, path='AllowanceCharge'):
        names = (
            'ChargeIndicator',
            'AllowanceChargeReasonCode',
            'AllowanceChargeReason',
            'MultiplierFactorNumeric',
            'Amount',
            'BaseAmount',
        )
        return [
            tuple(node.findtext(f'{{*}}{name}') for name in names) for node in self._all(root, path)
        ]

    # === MANY OF THEM === #

    def _percentages(self, count):
        """A draft with so many percentages, by turns on a line and on the whole invoice."""
        lines = [self._line(price=1000.0, sequence=2 * number) for number in range(count)]
        lines += [
            self._line(
                sequence=2 * number + 1,
                pagero_allowance='allowance',
                pagero_on_line=bool(number % 2),
                pagero_percent=1.0,
            )
            for number in range(count)
        ]
        return self._invoice(*lines, post=False)

    def _effort(self, count):
        """How often all lines are looked at, and the taxes drawn up, for so many of them."""
        move = self._percentages(count)
        model = type(move)
        first = move.invoice_line_ids[0]
        with (
            patch.object(
                model, '_lines_with_price', autospec=True, side_effect=model._lines_with_price
            ) as looked,
            patch.object(
                model, '_get_sync_stack', autospec=True, side_effect=model._get_sync_stack
            ) as synced,
        ):
            move.write({'invoice_line_ids': [Command.update(first.id, {'price_unit': 2000.0})]})
            bases = move.invoice_line_ids.mapped('pagero_base_amount')
            self._posted(move)
        self.assertEqual(len(set(bases)), 3)  # not a percentage, of a line, of the invoice
        return looked.call_count, synced.call_count

    def test_many_percentages_are_no_more_effort_each(self):
        self.assertEqual(self._effort(9), self._effort(3))

    # === ON THE DOCUMENT === #

    def test_an_amount_off_the_whole_invoice(self):
        move = self._invoice(self._line(price=1000.0), post=False)

        line = self._add(move, amount=100.0)

        self.assertEqual(line.name, "Discount")
        self.assertEqual(move.amount_untaxed, 900.0)
        root = self._posted(move)
        self.assertEqual(
            self._allowances(root), [('false', '95', "Discount", None, '100.00', None)]
        )
        self.assertEqual(len(self._all(root, 'InvoiceLine')), 1)
        self.assertEqual(self._text(root, 'AllowanceCharge/TaxCategory/Percent'), '25.0')
        self.assertEqual(
            self._totals(root),
            {
                'LineExtensionAmount': 1000.0,
                'AllowanceTotalAmount': 100.0,
                'TaxExclusiveAmount': 900.0,
                'TaxInclusiveAmount': 1125.0,
                'PrepaidAmount': 0.0,
                'PayableAmount': 1125.0,
            },
        )

    def test_a_percentage_of_several_rates_is_one_allowance_for_each(self):
        move = self._invoice(
            self._line(price=1000.0), self._line(price=333.33, tax=self.vat_12), post=False
        )

        lines = self._add(move, is_percent=True, percent=5.0)

        self.assertEqual(lines.mapped('price_subtotal'), [-50.0, -16.67])
        self.assertEqual(
            [row[3:] for row in self._allowances(self._posted(move))],
            [('5.0', '50.00', '1000.00'), ('5.0', '16.67', '333.33')],
        )

    def test_a_percentage_follows_the_lines(self):
        move = self._invoice(self._line(price=1000.0), post=False)
        line = self._add(move, is_percent=True, percent=10.0)

        move.invoice_line_ids = [
            Command.create(
                {'name': "More", 'price_unit': 500.0, 'tax_ids': [Command.set(self.vat_25.ids)]}
            )
        ]

        self.assertEqual(line.price_subtotal, -150.0)
        self._posted(move)

    def test_the_form_shows_a_percentage_that_follows(self):
        move = self._invoice(self._line(price=1000.0), post=False)
        self._add(move, is_percent=True, percent=10.0)

        with Form(move) as form, form.invoice_line_ids.edit(0) as line:
            line.price_unit = 2000.0

        self.assertEqual(move.amount_untaxed, 1800.0)

    def test_an_exempt_charge_has_its_own_vat(self):
        nothing = self.env['account.tax'].create(
            {'name': "0 %", 'amount': 0.0, 'type_tax_use': 'sale', 'company_id': self.company.id}
        )
        move = self._invoice(self._line(price=1000.0), post=False)
        edit = self.env['pagero.allowance.edit'].create(
            {
                'move_id': move.id,
                'kind': 'charge',
                'charge_code': 'FI',
                'amount': 60.0,
                'tax_ids': [Command.set(nothing.ids)],
                'exemption_code': 'VATEX-EU-132',
            }
        )

        edit.action_confirm()

        root = self._posted(move)
        self.assertEqual(self._allowances(root), [('true', 'FI', "Financing", None, '60.00', None)])
        self.assertEqual(self._texts(root, 'TaxTotal/TaxSubtotal/TaxCategory/ID'), ['S', 'E'])
        reason = self._text(root, 'TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode')
        self.assertEqual(reason, 'VATEX-EU-132')

    def test_tax_included_prices(self):
        values = {'name': "25 % incl.", 'price_include_override': 'tax_included'}
        included = self.vat_25.copy(values)
        move = self._invoice(self._line(price=1250.0, tax=included), post=False)

        lines = self._add(move, amount=100.0) + self._add(move, is_percent=True, percent=3.0)

        self.assertEqual(lines.mapped('price_subtotal'), [-100.0, -30.0])
        self._posted(move)

    # === ON A LINE === #

    def test_an_allowance_and_a_charge_on_a_line(self):
        move = self._invoice(
            self._line("Timber", 100.0, 10, discount=10),
            self._line("Lunch", 50.0, 2, tax=self.vat_12),
            post=False,
        )
        timber = move.invoice_line_ids[0]

        self._add(move, is_percent=True, percent=5.0, line_id=timber)
        self._add(move, 'charge', amount=20.0, line_id=timber)

        shown = move._lines_with_price().mapped('name')
        self.assertEqual(shown, ["Timber", "Discount", "Freight service", "Lunch"])
        root = self._posted(move)
        self.assertFalse(self._all(root, 'AllowanceCharge'))
        self.assertEqual(
            [row[:2] + row[3:] for row in self._allowances(root, 'InvoiceLine/AllowanceCharge')],
            [
                ('false', '95', '10.0', '100.00', '1000.00'),
                ('false', '95', '5.0', '45.00', '900.00'),
                ('true', 'FC', None, '20.00', None),
            ],
        )
        self.assertEqual(self._texts(root, 'InvoiceLine/LineExtensionAmount'), ['875.00', '100.00'])
        self.assertEqual(self._texts(root, 'InvoiceLine/ID'), ['1', '2'])

    def test_what_is_on_a_line_has_its_vat(self):
        move = self._invoice(self._line(price=100.0), post=False)
        allowance = self._add(move, amount=10.0, line_id=move.invoice_line_ids)

        move.write(
            {
                'invoice_line_ids': [
                    Command.update(
                        move.invoice_line_ids[0].id, {'tax_ids': [Command.set(self.vat_12.ids)]}
                    )
                ]
            }
        )

        self.assertEqual(allowance.tax_ids, self.vat_12)
        self._posted(move)

    # === LATER === #

    def test_it_can_be_edited_and_removed(self):
        move = self._invoice(self._line(price=1000.0), post=False)
        line = self._add(move, amount=100.0)
        action = line.action_edit_pagero_allowance()

        with Form(self.env[action['res_model']].with_context(**action['context'])) as form:
            self.assertEqual((form.amount, form.name), (100.0, "Discount"))
            form.amount = 150.0
            form.name = "Loyal customer"
        form.record.action_confirm()

        self.assertEqual((line.price_subtotal, line.name), (-150.0, "Loyal customer"))
        line.action_remove_pagero_allowance()
        self.assertEqual(move.amount_untaxed, 1000.0)

    def test_a_credit_note_takes_them_back(self):
        move = self._invoice(self._line(price=1000.0), self._line(price=10.0), post=False)
        self._add(move, is_percent=True, percent=10.0, line_id=move.invoice_line_ids[0])
        self._add(move, 'charge', amount=50.0)
        self._posted(move)

        refund = self._refund(move)

        root = self._xml(refund)
        self.assertEqual(self._totals(root)['TaxInclusiveAmount'], move.amount_total)
        self.assertEqual([row[:2] for row in self._allowances(root)], [('true', 'FC')])
        on_line = self._allowances(root, 'CreditNoteLine/AllowanceCharge')
        self.assertEqual([row[3:] for row in on_line], [('10.0', '100.00', '1000.00')])

    def test_a_posted_invoice_gets_none(self):
        move = self._invoice()

        with self.assertRaisesRegex(UserError, "draft"):
            self._add(move, amount=10.0)

    def test_nothing_is_no_allowance(self):
        move = self._invoice(post=False)

        with self.assertRaisesRegex(UserError, "above zero"):
            self._add(move, amount=0.0)

    def test_one_without_tax_is_a_finding(self):
        move = self._invoice(post=False)
        self._add(move, amount=10.0).tax_ids = False
        move.action_post()

        [found] = move._pagero_findings()[move]
        self.assertEqual(found.place, "Discount or charge on the document")
