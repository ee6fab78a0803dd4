"""Findings in the reader's words: one sentence for messages, a table for forms."""

from markupsafe import Markup

from ..ubl.finding import Finding
from ..ubl.words import words


def sentence(env, finding):
    """Where, what and what to do, on one line."""
    place, text, advice = words(finding, env.lang)
    place = f'{place}:' if place else ''
    detail = f'({finding.detail})' if finding.detail else ''
    rule = f'[{finding.rule}]' if finding.rule != 'ODOO' else ''
    return ' '.join(part for part in (place, text, detail, advice, rule) if part)


def first_sentence(env, stored):
    """The worst of the stored findings on one line; '' when there are none."""
    findings = [Finding.from_dict(values) for values in stored or []]
    worst = sorted(findings, key=lambda finding: not finding.is_fatal)[:1]
    return ''.join(sentence(env, finding) for finding in worst)


def table(env, stored, move=None):
    """Stored findings as a table that a person can work through; False when there are none."""
    rows = [_row(env, Finding.from_dict(values), move) for values in stored or []]
    if not rows:
        return False
    heads = (env._("Where"), env._("What is wrong"), env._("What to do"), env._("Rule"))
    head = Markup().join(Markup("<th>%s</th>") % words for words in heads)
    return Markup(
        '<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>'
    ) % (head, Markup().join(rows))


def _row(env, finding, move):
    badge, word = (
        ('text-bg-danger', env._("Stops sending"))
        if finding.is_fatal
        else ('text-bg-warning', env._("Warning"))
    )
    place, text, advice = words(finding, env.lang)
    what = Markup("%s<br/><small class='text-muted'>%s</small>") % (text, finding.detail)
    advice = Markup('%s %s') % (advice, _page(env, finding)) if finding.url else advice
    rule = Markup("<code>%s</code><br/><span class='badge rounded-pill %s'>%s</span>")
    where = _link(place, finding, move) if move else place
    cells = (where, what, advice, rule % (finding.rule, badge, word))
    return Markup("<tr>%s</tr>") % Markup().join(Markup("<td>%s</td>") % cell for cell in cells)


def record_of(finding, move):
    """The record whose field cures it: customer, company, account, invoice."""
    if finding.field in ('partner_id', 'partner_shipping_id', 'company_id', 'partner_bank_id'):
        return move[finding.field] or move
    return move


def _link(place, finding, move):
    """The place leads there."""
    record = record_of(finding, move)
    if not place or record == move:
        return place
    return Markup('<a href="/odoo/%s/%s" target="_blank">%s</a>') % (record._name, record.id, place)


def _page(env, finding):
    """The page that explains the rule; only of the web, whatever was typed."""
    if not finding.url.startswith(('https://', 'http://')):
        return finding.url
    link = Markup('<a href="%s" target="_blank" rel="noopener noreferrer">%s</a>')
    return link % (finding.url, env._("The recipient's requirements"))
