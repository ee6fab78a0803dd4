import ast
import re
from pathlib import Path

from odoo.tests import tagged

from .common import USER_GROUPS, PageroCommon


ADDON = Path(__file__).parent.parent
SHIPPED = ('controllers', 'en16931', 'models', 'ubl', 'network', 'wizards')
SCRIPT = (
    '<img src=x onerror="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">x</a>'
)
# HTML whose attributes are kept, and why; handlers and javascript: go in any case.
KEPT_ATTRIBUTES = {
    'pagero.document.findings_table': "data-pagero-* leads to the field that cures a finding",
    'pagero.invoice.check.findings_table': "the same table in the dialog",
}
# Where the browser takes HTML as it comes.
RAW_IN_BROWSER = {
    'static/src/js/pagero_preview.js': "rendered by QWeb on the server, which escapes",
    'static/src/received/received_list.js': "the same preview",
}


def _sources():
    for folder in SHIPPED:
        yield from sorted((ADDON / folder).rglob('*.py'))


def _calls(name):
    """(file, call) of a function by its name, in the code that is shipped."""
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and name == _name_of(node.func):
                yield path.relative_to(ADDON), node


def _name_of(function):
    return getattr(function, 'attr', getattr(function, 'id', ''))


@tagged('post_install', '-at_install')
class TestHtml(PageroCommon):
    """No text that a client or the network wrote becomes HTML."""

    def test_every_html_field_is_sanitized(self):
        fields = [
            field
            for name in self.env.registry
            for field in self.env[name]._fields.values()
            if field.type == 'html' and (field._modules or (None,))[0] == 'pagero_connector'
        ]
        kept = {str(field) for field in fields if not field.sanitize_attributes}

        self.assertGreater(len(fields), 5)
        self.assertEqual([str(field) for field in fields if not field.sanitize], [])
        self.assertFalse([field for field in fields if field.sanitize_overridable])
        self.assertEqual(kept, set(KEPT_ATTRIBUTES))

    def test_markup_is_made_of_constants_only(self):
        calls = list(_calls('Markup'))

        self.assertGreater(len(calls), 15)
        for path, call in calls:
            with self.subTest(file=str(path), line=call.lineno):
                self.assertTrue(all(isinstance(each, ast.Constant) for each in call.args))

    def test_notes_of_activities_are_escaped(self):
        """Odoo takes a plain string for HTML there, unlike in messages."""
        notes = [
            (path, keyword.value)
            for path, call in _calls('activity_schedule')
            for keyword in call.keywords
            if keyword.arg == 'note'
        ]
        self.assertGreater(len(notes), 3)
        for path, value in notes:
            with self.subTest(file=str(path), line=value.lineno):
                self.assertIsInstance(value, ast.Call)
                self.assertEqual(_name_of(value.func), 'escape')

    def test_no_template_takes_html_as_it_comes(self):
        patterns = {'*.xml': r't-raw|\|\s*safe\b|t-esc-raw', '*.js': r'\bmarkup\(|innerHTML'}
        found = {
            str(path.relative_to(ADDON))
            for folder in ('data', 'views', 'wizards', 'static')
            for pattern, forbidden in patterns.items()
            for path in (ADDON / folder).rglob(pattern)
            if re.search(forbidden, path.read_text())
        }
        self.assertEqual(found, set(RAW_IN_BROWSER))

    def test_what_a_template_keeps_is_shown_as_text(self):
        template = (
            self.env['pagero.invoice.template']
            .sudo()
            .create(
                {
                    'name': "Kept",
                    'partner_id': self.customer.id,
                    'currency_id': self.company.currency_id.id,
                }
            )
        )
        template.header = {'narration': SCRIPT, 'ref': SCRIPT}

        self._assert_harmless(template.header_words)

    def test_findings_are_shown_as_text(self):
        finding = {
            'rule': SCRIPT,
            'severity': 'fatal',
            'location': SCRIPT,
            'place': SCRIPT,
            'text': SCRIPT,
            'advice': SCRIPT,
            'layer': 'core',
            'detail': SCRIPT,
            'url': 'javascript:alert(4)',
            'field': 'pagero_buyer_reference',
        }
        document = self._create_document(state='invalid', stored_findings=[finding])
        received = self._create_received(self.account)
        received.findings = [finding]

        self._assert_harmless(document.findings_table)
        self._assert_harmless(received.finding_table)
        self.assertIn('data-pagero-field="pagero_buyer_reference"', document.findings_table)

    def test_names_of_files_are_text_in_the_chatter(self):
        invoice = self._create_customer_invoice(post=True)
        accountant = self._create_user('accountant', USER_GROUPS)
        self.env['pagero.invoice.attachment'].with_user(accountant).create(
            {'move_id': invoice.id, 'name': '<b onclick=x>a</b>.csv', 'data': 'YTtiCg=='}
        )

        body = invoice.message_ids.filtered(lambda message: 'Attachment added' in message.body).body
        self.assertTrue(body)
        self.assertNotIn('<b', body)

    def _assert_harmless(self, html):
        self.assertIn('alert', html)  # it is there, as text
        self.assertNotRegex(html, r'<(img|script)|<a[^>]*javascript')
