"""The checklist that leads from "we have heard of Pagero" to live."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...identification import identifiers
from ...identification.schemes import SWEDISH_ORGNR
from ..compat.organisation_number import NUMBER, organisation_number
from ..tools.actions import field_action
from .checklist_steps import IN_COPIES, KEYS, STEPS
from .company import COMPANY_FIELDS
from .pagero_account import ONCE_CONNECTED, WITH_LOGIN


# Steps outside Odoo, and the date that says when they were done.
DATE_OF = {
    'quote': 'quote_received_on',
    'agreement': 'agreement_signed_on',
    'login': 'login_received_on',
}
SKIPPABLE = ('interest', 'company', 'test')
# The steps that are daily work, and who else than an administrator does it.
DAILY = {'customer': 'pagero_connector.group_sales', 'test': 'account.group_account_invoice'}


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    ticked_steps = fields.Json(readonly=True, copy=False)
    checklist = fields.Json(compute='_compute_checklist')
    is_set_up = fields.Boolean(compute='_compute_checklist')

    @api.depends_context('uid', 'lang', 'company')
    @api.depends('state', 'is_live', 'ticked_steps', 'interest_sent_at', *DATE_OF.values())
    def _compute_checklist(self):
        for account in self:
            steps = account._checklist_steps()
            account.is_set_up = all(step['done'] for step in steps)
            account.checklist = {
                'steps': steps,
                'done': sum(step['done'] for step in steps),
                'ask': account._names_to_ask(),
                'id': account.id,
            }

    def _checklist_steps(self):
        """The steps in the reader's language; the first open one is the current one.

        What is done is asked for the account's company, what the reader may do is not: people of
        a branch may have no rights there.
        """
        self.ensure_one()
        mine = self.sudo().with_company(self.sudo().company_id)
        mine = mine.with_context(lang=self.env.lang)
        done = {key: bool(getattr(mine, f'_is_{key}_done')()) for key in KEYS}
        current = next((key for key in KEYS if not done[key]), None)
        copy = mine._kind_of_copy()
        steps = [step._replace(**IN_COPIES.get((copy, step.key), {})) for step in STEPS]
        return [
            {
                **mine._checklist_line(step, done[step.key]),
                'may': self._may_take(step.key),
                'current': step.key == current,
            }
            for step in steps
        ]

    def _checklist_line(self, step, done):
        def said(words):
            return words and self.env._(words)

        words = said(step.words)
        missing = '' if done else self._missing_for(step.key)
        return {
            'key': step.key,
            'title': said(step.title),
            'who': said(step.who),
            'words': words % {'url': self.callback_url} if step.key == 'connect' else words,
            'missing': missing,
            'button': said(step.button),
            'tick': said(step.tick),
            'confirm': said(step.confirm),
            'keep': said(step.keep),
            'is_ticked': self._is_ticked(step.key),
            'done': done,
            'skipped': done and step.key == 'test' and not self._is_test_through(),
        }

    def _checklist_for_me(self):
        """What the dashboard offers: all of it to administrators, to others their open steps."""
        if self.is_set_up or not self.checklist['ask']:
            return not self.is_set_up and self.checklist
        mine = [step for step in self.checklist['steps'] if step['may'] and not step['done']]
        return bool(mine) and {**self.checklist, 'steps': mine, 'done': 0}

    def _set_up_words(self):
        """How far the company has come."""
        if self.is_set_up:
            return self.env._("All steps are done.")
        return self.env._(
            "Steps done: %(done)s of %(all)s.",
            done=self.checklist['done'],
            all=len(self.checklist['steps']),
        )

    def _names_to_ask(self):
        """Who does the steps for a user that has no right to; '' where the user has it."""
        return '' if self.has_access('write') else self._administrators_in_words()

    def _may_take(self, key):
        """Administrators take every step; daily work is done by those whose work it is."""
        is_own_work = key in DAILY and self.env.user.has_group(DAILY[key])
        return is_own_work or self.sudo(False).has_access('write')

    # === WHAT IS DONE === #

    def _is_ticked(self, key):
        if key in DATE_OF:
            return bool(self[DATE_OF[key]])
        return key in (self.ticked_steps or [])

    def _has_been_connected(self):
        """A login proves a contract, whatever is ticked."""
        return self.state in ONCE_CONNECTED

    def _is_interest_done(self):
        later = any(self[name] for name in DATE_OF.values())
        told = self.interest_sent_at and not self.mail_trouble
        sent = told or self._is_ticked('interest')
        return sent or later or self._has_been_connected()

    def _is_quote_done(self):
        return self.quote_received_on or self._is_agreement_done()

    def _is_agreement_done(self):
        return self.agreement_signed_on or self._has_been_connected()

    def _is_login_done(self):
        return self.login_received_on or self._has_been_connected()

    def _is_connect_done(self):
        """A login that has expired is told by itself, and is no beginning anew."""
        return self.state in WITH_LOGIN and not self.needs_approval

    def _is_company_done(self):
        return self._is_ticked('company') or not self._missing_company_details()

    def _is_bank_done(self):
        company = self.company_id
        return company._pagero_invoice_accounts() and not company._untrusted_pagero_accounts()

    def _is_tag_done(self):
        return bool(self._pagero_tags())

    def _is_customer_done(self):
        return self._has_any('pagero.connection', [('state', '=', 'connected')])

    def _is_test_done(self):
        return self._is_ticked('test') or self.is_live or self._is_test_through()

    def _is_test_through(self):
        invoices = [('document_type', '=', 'Invoice'), ('state', '=', 'delivered')]
        return self._has_any('pagero.document', invoices)

    def _is_live_done(self):
        return self.is_live

    def _has_any(self, model, domain):
        return bool(self.env[model].search([('account_id', '=', self.id), *domain], limit=1))

    def _pagero_tags(self):
        marked = ['|', ('is_pagero', '=', True), ('pagero_recognised', '=', True)]
        return self.env['res.partner.category'].search(marked, limit=1)

    # === WHAT IS MISSING === #

    def _missing_for(self, key):
        if key == 'bank':
            return self._missing_trust()
        if key == 'interest':
            return self.mail_trouble or ''
        if key == 'connect' and self._kind_of_copy() in ('neutralized', 'unapproved'):
            return ''
        missing = {
            'company': self._missing_company_details,
            'connect': self._missing_login_data,
        }.get(key, list)()
        return self.env._("Missing: %(what)s.", what=", ".join(missing)) if missing else ''

    def _missing_trust(self):
        """Which accounts are untrusted, and what to do; '' where none is."""
        untrusted = self.company_id._untrusted_pagero_accounts()
        if not untrusted:
            return ''
        return self.env._(
            "Not trusted: %(accounts)s. Odoo refuses to post invoices that name such an account."
            " Check the numbers, and tick “Trusted”. Who may: %(people)s.",
            accounts=", ".join(untrusted.mapped('display_name')),
            people=untrusted._may_trust_in_words(self.company_id),
        )

    def _missing_login_data(self):
        return [
            self._fields[name]._description_string(self.env)
            for name, value in self._login_flags().items()
            if not value
        ]

    def _missing_company_details(self):
        """Labels of what an e-invoice needs of its seller, and the company doesn't say."""
        company = self.company_id
        names = (NUMBER, 'vat', 'street', 'zip', 'city', 'country_id')
        missing = [name for name in names if not company[name]]
        if company.country_code == 'SE' and not company.pagero_f_tax:
            missing.append('pagero_f_tax')
        labels = [self._label_of_company(name) for name in missing]
        number = organisation_number(company)
        if (
            company.country_code == 'SE'
            and number
            and not identifiers.is_valid(SWEDISH_ORGNR, number)
        ):
            labels.append(self.env._("an organisation number with a right check digit"))
        return labels

    def _label_of_company(self, name):
        """As our own form says it, which is where the step leads."""
        ours = next((ours for ours, theirs in COMPANY_FIELDS.items() if theirs == name), None)
        field = self._fields[ours] if ours else self.company_id._fields[name]
        return field._description_string(self.env)

    # === BUTTONS === #

    def action_checklist(self, key, tick=False):
        """Go to a step's place, or tick it by hand."""
        self.ensure_one()
        self.check_access('read')
        if key not in KEYS:
            raise UserError(self.env._("There is no such step. Reload the page."))
        if tick or not self._may_take(key):
            self.check_access('write')
        if tick:
            return self._tick_step(key)
        go = getattr(self.with_company(self.company_id), f'_go_to_{key}', None)
        return go() if go else self._open_account()

    def _tick_step(self, key):
        if key not in SKIPPABLE:
            return self._tick(DATE_OF.get(key))
        ticked = set(self.ticked_steps or [])
        self.sudo().ticked_steps = sorted(ticked ^ {key})
        return None

    def _go_to_interest(self):
        return self.action_express_interest()

    def _go_to_quote(self):
        return self._open_contract('quote')

    def _go_to_agreement(self):
        return self._open_contract('agreement')

    def _go_to_login(self):
        return self._open_contract('login')

    def _open_contract(self, key):
        """The account at the date of this step; papers are attached beside it."""
        return field_action(self, DATE_OF[key])

    def _go_to_connect(self):
        """To Pagero's login when all is there, else to where what comes first is done."""
        comes_first = self._missing_login_data() or self.needs_approval
        return self._open_account() if comes_first else self.action_connect()

    def _go_to_company(self):
        return self._open_company_details()

    def _go_to_bank(self):
        untrusted = self.company_id._untrusted_pagero_accounts()
        return self.company_id._open_pagero_bank_accounts(untrusted.partner_id[:1])

    def _go_to_tag(self):
        """One click makes the tag; once it is there, it is shown."""
        tag = self._pagero_tags() or self.env['res.partner.category'].create(
            {'name': self.env._("e-invoice customer"), 'pagero_note': 'pagero'}
        )
        return tag._get_records_action(name=self.env._("Customer Category"))

    def _go_to_customer(self):
        search = 'pagero_connector.pagero_network_search_action'
        found = self.env.ref(search, raise_if_not_found=False)
        return self.env['ir.actions.actions']._for_xml_id(
            search if found else 'pagero_connector.pagero_connection_action'
        )

    def _go_to_test(self):
        return self.env['ir.actions.actions']._for_xml_id('account.action_move_out_invoice_type')

    def _go_to_live(self):
        self.action_go_live()
