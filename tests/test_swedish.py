from odoo.tests import tagged

from ..models.texts.findings import sentence, table
from ..models.texts.network import (
    ADVICE,
    BY_KIND,
    EXPLAINED_BY_OTHERS,
    SENTENCES,
    Refusal,
    trouble_of,
    trouble_words,
)
from ..network import BUSINESS_STATE, errors
from ..network.codes import GROUP_OF_PREFIX
from ..ubl.finding import FATAL, Finding
from .bill_common import BillCommon
from .common import PageroCommon


CONNECTED = 'Anslutning till Pagero är klar. Det går bra att stänga fliken nu.'


def kinds_of(kind):
    """All errors below a class that are really raised."""
    return {each for child in kind.__subclasses__() for each in ({child} | kinds_of(child))}


@tagged('post_install', '-at_install')
class TestSwedish(PageroCommon):
    """Swedish users read Swedish, also what was stored in English."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('sv_SE')
        addon = cls.env.ref('base.module_pagero_connector')
        addon._update_translations(['sv_SE'])
        cls.swedish = cls.env(context={**cls.env.context, 'lang': 'sv_SE'})
        cls.finding = Finding(
            rule='PEPPOL-EN16931-R010',
            severity=FATAL,
            location='/Invoice',
            place="Buyer: Electronic address (BT-49)",
            text="The customer has no electronic address.",
            advice="As an older version said it.",
            layer='rules',
            key='PEPPOL-EN16931-R010',
            where=("Buyer", "Electronic address (BT-49)"),
        )

    def test_a_finding_is_told_in_swedish(self):
        told = sentence(self.swedish, self.finding)

        self.assertIn("Köpare: Elektronisk adress: Kunden saknar", told)
        self.assertIn("Ange Peppol-adressen", told)

    def test_a_table_of_findings_is_in_the_readers_language(self):
        stored = [self.finding.to_dict()]

        self.assertIn("Vad som är fel", table(self.swedish, stored))
        self.assertIn("The customer has no", table(self.env, stored))

    def test_every_error_of_the_wire_has_words_and_advice_in_both_languages(self):
        kinds = kinds_of(errors.NetworkError)

        self.assertEqual({kind.kind for kind in kinds}, set(ADVICE))
        self.assertLess(set(BY_KIND), set(SENTENCES))
        for words in (*SENTENCES.values(), *BY_KIND.values()):
            with self.subTest(words=str(words)):
                self.assertNotEqual(self.swedish._(words), self.env._(words))

    def test_what_is_stored_of_an_error_is_no_sentence(self):
        for kind in kinds_of(errors.NetworkError):
            with self.subTest(kind=kind.__name__):
                stored, said = trouble_of(kind("Broken pipe"))

                self.assertEqual(stored, {'code': kind.kind})
                self.assertTrue(said.strip().endswith("Broken pipe"))
                told = trouble_words(self.swedish, stored, said)
                sentence = self.swedish._(SENTENCES[kind.kind])
                is_told = kind.kind in EXPLAINED_BY_OTHERS
                self.assertEqual(told, f'{sentence} {said}' if is_told else sentence)

    def test_what_a_program_or_a_proxy_says_is_for_technicians(self):
        for said in ('<html>502</html>', '{"error": 1}'):
            with self.subTest(said=said):
                told = trouble_words(self.swedish, {'code': 'refused'}, said)
                self.assertEqual(told, "Pagero nekade detta.")

    def test_the_words_of_the_server_stay(self):
        stored = trouble_of(errors.Refused("400", text="The supplier is unknown."))

        told = trouble_words(self.swedish, *stored)

        self.assertEqual(told, "Pagero nekade detta. The supplier is unknown.")

    def test_the_words_of_others_stay(self):
        self.assertEqual(trouble_words(self.swedish, False, "28500: not found"), "28500: not found")
        self.assertEqual(trouble_words(self.swedish, False, False), '')

    def test_a_code_of_another_version_is_no_error(self):
        self.assertEqual(trouble_words(self.swedish, {'code': 'new'}, "Said."), "Said.")

    def test_a_refusal_is_said_again_to_a_reader_of_another_language(self):
        refusal = Refusal(self.env, 'not_connected', account="Pagero: Bolaget")

        told = trouble_words(self.swedish, *trouble_of(refusal))

        self.assertIn("is not connected", str(refusal))
        self.assertIn("Pagero: Bolaget", told)
        self.assertNotIn("is not connected", told)

    def test_a_refused_login_is_read_in_the_readers_language(self):
        self.account._note_trouble(errors.GrantExpired("invalid_grant"))

        self.assertIn("Press Connect", self.account.last_error_words)
        swedish = self.account.with_env(self.swedish)
        self.assertIn("Tryck på Anslut", swedish.last_error_words)

    def test_a_document_that_waits_says_why_in_swedish(self):
        document = self._create_document(
            state='unsure', error_parameters={'code': 'server_stopped'}
        )

        self.assertEqual(document.reason, "The server stopped while this was being sent.")
        swedish = document.with_env(self.swedish)
        self.assertEqual(swedish.reason, "Servern stannade medan dokumentet skickades.")

    def test_a_customer_and_the_company_are_linked_in_different_words(self):
        connection = self.swedish['pagero.connection'].fields_get(['state'])['state']['selection']
        account = self.swedish['pagero.account'].fields_get(['state'])['state']['selection']

        self.assertEqual(dict(connection)['connected'], "Kopplad")
        self.assertEqual(dict(account)['connected'], "Ansluten till Pagero")

    def test_the_sources_words_are_used(self):
        labels = {
            ('account.move', 'pagero_send_mode'): "Sändningsläge för Pagero",
            ('pagero.connection', 'customer_number'): "Kundnummer",
            ('pagero.document', 'partner_id'): "Mottagare",
            ('res.partner.category', 'pagero_note'): "Notering",
        }
        for (model, name), label in labels.items():
            found = self.swedish[model].fields_get([name])[name]['string']
            self.assertEqual(found, label)

    def test_the_send_modes_are_shown_in_swedish_and_sent_in_english(self):
        modes = self.swedish['pagero.document'].fields_get(['send_mode'])['send_mode']

        self.assertEqual(
            dict(modes['selection']),
            {
                'Production': "Produktion",
                'Test': "Test",
                'Certification': "Certifiering",
            },
        )

    def test_the_page_after_the_login_has_the_words_of_the_source(self):
        page = self.swedish.ref('pagero_connector.oauth_callback_page')

        self.assertIn(CONNECTED, page.arch_db)

    def test_every_word_of_the_network_has_a_label(self):
        fields = self.env['pagero.document']._fields

        answers, groups = fields['business_status'].selection, fields['error_group'].selection
        self.assertEqual({*BUSINESS_STATE.values(), 'partly_paid', 'unknown'}, set(dict(answers)))
        self.assertEqual(set(GROUP_OF_PREFIX.values()), set(dict(groups)))


@tagged('post_install', '-at_install')
class TestChatters(BillCommon):
    """Where a scheduled action works, Odoo's own lines are in the company's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('sv_SE')
        for name in ('account', 'mail', 'pagero_connector'):
            cls.env.ref(f'base.module_{name}')._update_translations(['sv_SE'])
        cls.company.partner_id.lang = 'sv_SE'

    def _scheduled(self, records):
        """As a scheduled action has them: no user, no language."""
        return records.with_env(self.env(su=True, context={}))

    def _flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_a_bill_is_created_in_swedish(self):
        received = self._receive_ours()

        self._scheduled(received)._make_bills()

        first = received.move_id.message_ids[-1].body
        self.assertIn("Leverantörsfaktura", first)

    def test_a_user_who_creates_a_bill_reads_the_own_language(self):
        received = self._receive_ours()

        self._scheduled(received).with_context(lang='en_US')._make_bills()

        self.assertIn("Vendor Bill Created", received.move_id.message_ids[-1].body)

    def test_what_is_tracked_of_a_connection_is_in_swedish(self):
        connections = self._scheduled(self.env['pagero.connection'])
        connection = connections._for_company(self.company).create(
            {'account_id': self.account.id, 'partner_id': self.customer.id}
        )
        self.assertEqual(connection.env.lang, 'sv_SE')
        self._flush_tracking()

        connection.sudo()._move_to('inactive')
        self._flush_tracking()

        value = connection.message_ids.sudo().tracking_value_ids[:1]
        self.assertEqual(value.new_value_char, "Avaktiverad")

    def test_a_login_that_is_lost_is_told_in_swedish(self):
        self.account._move_to('connected')
        self._flush_tracking()

        self._scheduled(self.account)._login_failed(None)
        self._flush_tracking()

        values = self.account.message_ids.sudo().tracking_value_ids
        self.assertIn("Inloggningen har gått ut", values.mapped('new_value_char'))
