"""Findings in the reader's words: one sentence for messages, a table for forms."""

import re

from markupsafe import Markup

from ...ubl.finding import Finding
from ...ubl.official import reason_of
from ...ubl.words import told, words


ODOO = 'ODOO'  # the rule of what Odoo says itself; it has no number
TERM = re.compile(r' \(B[TG]-\d+[^)]*\)')  # the number of a term after its name
# Findings about these are cured on the record that the invoice refers to.
OTHER_RECORDS = ('partner_id', 'partner_shipping_id', 'company_id', 'partner_bank_id')


def refusal_of_odoo(refusal):
    """A finding of what Odoo itself would not do; its own sentence says why."""
    return Finding(
        rule=ODOO,
        severity='fatal',
        location='/',
        place='',
        text=str(refusal),
        advice='',
        layer='core',
    )


def sentence(env, finding):
    """Where, what and what to do, on one line; numbers of terms and rules stand in the table."""
    place, text, advice = words(finding, env.lang)
    place = f'{TERM.sub("", place)}:' if place else ''
    return ' '.join(part for part in (place, text, advice) if part)


def first_sentence(env, stored):
    """The worst of the stored findings on one line; '' when there are none."""
    findings = [Finding.from_dict(values) for values in stored or []]
    worst = sorted(findings, key=lambda finding: not finding.is_fatal)[:1]
    return ''.join(sentence(env, finding) for finding in worst)


def count_fatal(stored):
    """How many of the stored findings stop the invoice."""
    return sum(Finding.from_dict(values).is_fatal for values in stored or ())


def table(env, stored, move=None):
    """Stored findings as a table that a person can work through; False when there are none."""
    places = line_places(move) if move and stored else {}
    rows = [_row(env, Finding.from_dict(values), move, places) for values in stored or []]
    if not rows:
        return False
    heads = (env._("Where"), env._("What is wrong"), env._("What to do"), env._("Verdict"))
    return html_table(heads, rows)


def text_of(env, rule, found):
    """What is wrong, of what is kept of a rule's findings: key and parameters, or others' words."""
    known = {'rule': rule, 'severity': '', 'location': '', 'place': '', 'text': '', 'advice': ''}
    return words(Finding.from_dict({**known, 'layer': 'rules', **found}), env.lang).text


def problems_table(env, problems):
    """Rules that can't be understood, with the reason; False when there are none."""
    if not problems:
        return False
    heads = (env._("Rule"), env._("Why it is not understood"))
    return html_table(
        heads,
        [
            (Markup("<code>%s</code>") % rule, told(reason_of(*reason), env.lang))
            for rule, *reason in problems
        ],
    )


def html_table(heads, rows, *, stacks=True):
    """Rows of cells, whatever is no markup escaped; on a phone the cells stand below each other.

    Where they are numbers, which say nothing without their heading, they stay beside each other.
    """
    head = Markup().join(Markup("<th>%s</th>") % words for words in heads)
    body = Markup().join(
        Markup("<tr>%s</tr>") % Markup().join(Markup("<td>%s</td>") % cell for cell in row)
        for row in rows
    )
    return Markup(
        '<table class="table table-sm%s"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>'
    ) % (' o_pagero_stacks' if stacks else '', head, body)


def _row(env, finding, move, places):
    badge, word = (
        ('text-bg-danger', env._("Stops sending"))
        if finding.is_fatal
        else ('text-bg-warning', env._("Warning"))
    )
    place, text, advice = words(finding, env.lang)
    what = Markup("%s<br/><small class='text-muted'>%s</small>") % (text, finding.detail)
    advice = Markup('%s %s') % (advice, _page(env, finding)) if finding.url else advice
    # Its name tells people nothing; support asks for it.
    verdict = Markup("<span class='badge rounded-pill %s' title='%s'>%s</span>")
    where = _link(place, finding, move, places) if move else place
    return where, what, advice, verdict % (badge, finding.rule, word)


def record_of(finding, move):
    """The record whose field cures it: customer, company, account, invoice."""
    if account_id := finding.parameters.get('account_id'):
        return move.env['res.partner.bank'].browse(int(account_id))
    return move[finding.field] or move if finding.field in OTHER_RECORDS else move


def _link(place, finding, move, places):
    """The place leads to what cures it: a customer, company or account, or a field of the invoice.

    Clicks on the latter are taken over by ``go_to_field.js``.
    """
    record = record_of(finding, move)
    if not place or not finding.field:
        return place
    if record != move:
        link = Markup('<a href="/odoo/%s/%s" target="_blank">%s</a>')
        return link % (record._name, record.id, place)
    return Markup(
        '<a href="/odoo/account.move/%(move_id)s" data-pagero-move="%(move_id)s"'
        ' data-pagero-field="%(field)s" data-pagero-row="%(row)s"'
        ' data-pagero-column="%(column)s">%(place)s</a>'
    ) % {'place': place, **target(finding, move, places)}


def target(finding, move, places):
    """Where on the invoice's form a finding is cured, for ``go_to_field.js``."""
    return {
        'move_id': move.id,
        'field': finding.field,
        'row': places.get(finding.line, ''),
        'column': finding.column,
    }


def line_places(move):
    """{the number that a line has in the document: its place in the list of the form}."""
    shown = move.invoice_line_ids.sorted(lambda line: (line.sequence, line.id)).ids
    places = {line_id: str(place) for place, line_id in enumerate(shown)}
    return {
        str(number): places[line.id]
        for number, line in move._numbered_lines()
        if not line.pagero_allowance
    }


def go_to_first(stored, move):
    """The action that leads to the field of the first fatal finding on the invoice, if any."""
    found = [Finding.from_dict(values) for values in stored or []]
    found = [each for each in found if each.is_fatal and each.field not in ('', *OTHER_RECORDS)]
    return found and {
        'type': 'ir.actions.client',
        'tag': 'pagero_go_to_field',
        'params': target(found[0], move, line_places(move)),
    }


def _page(env, finding):
    """The page that explains the rule; only of the web, whatever was typed."""
    if not finding.url.startswith(('https://', 'http://')):
        return finding.url
    link = Markup('<a href="%s" target="_blank" rel="noopener noreferrer">%s</a>')
    return link % (finding.url, env._("The recipient's requirements"))
