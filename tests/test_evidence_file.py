import base64

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..models.mixins.evidence_file import EvidenceFile
from .common import USER_GROUPS, PageroCommon


SENT, FORGED = b'<Invoice/>', b'<Invoice>forged</Invoice>'
# Every file of ours that Odoo keeps as an attachment.
EVIDENCE = {
    'pagero.document.stored_xml': "what was sent",
    'pagero.invoice.attachment.data': "what is inside the e-invoice",
    'pagero.received.document.file': "what was received",
    'pagero.rule.pack.file': "which rules decide",
}
NO_EVIDENCE = {
    'pagero.response.attachment_ids': "files of an answer, which stand in the file as it came, too",
    'pagero.attachment.add.file_ids': "files of a dialog, on their way into the invoice",
}
ALL = f'{USER_GROUPS},account.group_account_manager,pagero_connector.group_group_admin'
GROUPS = f'{ALL},base.group_system'


@tagged('post_install', '-at_install')
class TestEvidenceFile(PageroCommon, HttpCase):
    """Not even an administrator changes through ``ir.attachment`` what proves something."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._create_document(state='delivered')
        cls.document._store({cls.document.id: SENT})
        cls.file = cls.env['pagero.invoice.attachment'].create(
            {
                'move_id': cls._create_customer_invoice().id,
                'name': 'a.csv',
                'data': base64.b64encode(b'a;b'),
            }
        )
        cls.pack = cls.env['pagero.rule.pack'].create(
            {'name': "Rules", 'file': base64.b64encode(PACK.encode())}
        )
        cls.received = cls._create_received(cls.account)
        cls.user = cls._create_user('powerful', GROUPS, password='powerful')

    def _attachment(self, record, field):
        return (
            self.env['ir.attachment']
            .sudo()
            .search(
                [
                    ('res_model', '=', record._name),
                    ('res_field', '=', field),
                    ('res_id', '=', record.id),
                ]
            )
        )

    def _evidence(self):
        yield self._attachment(self.document, 'stored_xml')
        yield self._attachment(self.file, 'data')
        yield self._attachment(self.pack, 'file')
        yield self._attachment(self.received, 'file')

    def _mine(self):
        return (
            self.env['ir.attachment'].with_user(self.user).create({'name': 'mine', 'raw': FORGED})
        )

    def test_every_file_of_ours_is_decided_on(self):
        kept = {
            str(field): isinstance(field, EvidenceFile)
            for name in self.env.registry
            for field in self.env[name]._fields.values()
            if (field._modules or (None,))[0] == 'pagero_connector'
            and (
                (field.type == 'binary' and field.store and field.attachment)
                or field.comodel_name == 'ir.attachment'
            )
        }
        self.assertEqual(kept, dict.fromkeys(EVIDENCE, True) | dict.fromkeys(NO_EVIDENCE, False))

    def test_nothing_of_it_is_written(self):
        values = {
            'raw': FORGED,
            'datas': base64.b64encode(FORGED),
            'db_datas': FORGED,
            'store_fname': 'aa/aa',
            'checksum': '0' * 40,
            'mimetype': 'text/html',
            'type': 'url',
            'url': 'https://example.com',
            'name': 'other.xml',
            'public': True,
            'access_token': 'known',
            'res_id': 1,
            'res_model': 'res.partner',
            'res_field': False,
            'thumbnail': False,
        }
        for attachment in self._evidence():
            for name, value in values.items():
                for sudo in (False, True):  # core writes with sudo what a user may only read
                    with self.subTest(model=attachment.res_model, field=name, sudo=sudo):
                        mine = attachment.with_user(self.user).sudo(sudo)
                        with self.assertRaises(AccessError):
                            mine.write({name: value})
            before = attachment.raw
            attachment.invalidate_recordset()
            self.assertEqual(attachment.raw, before)

    def test_it_is_neither_removed_nor_published(self):
        for attachment in self._evidence():
            mine = attachment.with_user(self.user)
            for sudo in (False, True):
                with self.subTest(model=attachment.res_model, sudo=sudo):
                    self.assertRaises(AccessError, mine.sudo(sudo).unlink)
                    self.assertRaises(AccessError, mine.sudo(sudo).generate_access_token)

    def test_no_other_file_takes_its_place(self):
        for attachment in self._evidence():
            place = {name: attachment[name] for name in ('res_model', 'res_field', 'res_id')}
            files = self.env['ir.attachment'].with_user(self.user)
            context = {f'default_{name}': value for name, value in place.items()}
            forged = {'name': 'forged', 'raw': FORGED}
            for sudo in (False, True):
                with self.subTest(model=attachment.res_model, sudo=sudo):
                    mine = files.sudo(sudo)
                    self.assertRaises(AccessError, mine.create, {**forged, **place})
                    self.assertRaises(AccessError, mine.with_context(**context).create, forged)
                    self.assertRaises(AccessError, self._mine().sudo(sudo).write, place)
                    self.assertRaises(
                        AccessError, attachment.with_user(self.user).sudo(sudo).copy, forged
                    )

    def test_the_mark_of_our_code_is_nothing_that_a_client_can_say(self):
        attachment = self._attachment(self.document, 'stored_xml').with_user(self.user)
        for said in (True, 1, 'pagero_connector'):
            mine = attachment.with_context(pagero_keeps_evidence=said)
            with self.subTest(said=said):
                self.assertRaises(AccessError, mine.sudo().write, {'raw': FORGED})

    def test_who_edits_a_message_doesnt_remove_what_it_shows(self):
        """Core removes a message's files with sudo, whoever's they are."""
        attachment = self._attachment(self.file, 'data')
        message = self.file.move_id.with_user(self.user).message_post(
            body="See", attachment_ids=attachment.ids
        )
        self.authenticate('powerful', 'powerful')

        self._call(
            '/mail/message/update_content',
            {'message_id': message.id, 'update_data': {'body': "x", 'attachment_ids': []}},
        )
        self._call('/mail/attachment/delete', {'attachment_id': attachment.id})

        self.assertTrue(attachment.exists())
        self.assertEqual(self._attachment(self.file, 'data').raw, b'a;b')

    def _call(self, route, params):
        """Whatever the server answers."""
        self.env.flush_all()
        return self.url_open(
            route, json={'params': params}, headers={'Content-Type': 'application/json'}
        )

    def test_its_own_model_changes_and_removes_it(self):
        file, attachment = self.file.with_user(self.user), self._attachment(self.file, 'data')

        file.data = base64.b64encode(b'c;d')
        self.env.flush_all()
        self.assertEqual(attachment.raw, b'c;d')
        file.copy({'move_id': file.move_id.id})
        file.unlink()
        self.assertFalse(attachment.exists())

        self.document.with_user(self.user).sudo()._store({self.document.id: b'<Again/>'})
        self.assertEqual(self._attachment(self.document, 'stored_xml').raw, b'<Again/>')
        self.pack.with_user(self.user).unlink()

    def test_other_files_are_none_of_our_business(self):
        mine = self._mine()

        mine.write({'res_model': 'account.move', 'res_id': self.file.move_id.id, 'name': 'b'})
        mine.generate_access_token()
        mine.copy()
        mine.unlink()


PACK = '''<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<pattern><rule context="/*"><assert id="A-1" flag="warning" test="true()">x</assert></rule>
</pattern></schema>'''
