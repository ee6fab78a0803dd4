"""Sentences that version 19.0.1.0.0 stored become codes with parameters, once.

What is recognised is what that version wrote, so its English stands here as it was. What isn't
recognised is kept: as the network's own words, or as a finding in the words of others.
"""

import json
import re

from odoo.tools import SQL

from odoo.addons.pagero_connector.ubl import parse, recipient
from odoo.addons.pagero_connector.ubl.finding import SAID
from odoo.addons.pagero_connector.ubl.objections import OBJECTIONS
from odoo.addons.pagero_connector.ubl.peppol_rules import KEYS
from odoo.addons.pagero_connector.ubl.schematron import REASONS
from odoo.addons.pagero_connector.ubl.xsd_words import NOT_UBL, read


SENTENCES = {
    "Pagero cannot be reached.": 'no_connection',
    "Pagero gave no whole answer in time.": 'no_answer',
    "Pagero's answer cannot be read.": 'garbled',
    "Pagero did not accept the access token.": 'unauthorized',
    "Pagero asks us to slow down.": 'too_many_requests',
    "Pagero refused it.": 'refused',
    "The company is no longer in the network.": 'vanished',
    "You are connected to this company already.": 'already_connected',
    "It was changed at Pagero in the meantime.": 'wrong_state',
    "The company is deactivated in the network.": 'deactivated',
    "The company asks for more details.": 'answers_missing',
    "Peppol knows no such electronic ID.": 'not_registered',
    "Pagero has a fault of its own.": 'server_fault',
    "Pagero gave an unexpected answer.": 'unexpected_answer',
    "The address does not belong to this Pagero account.": 'host_not_allowed',
    "Pagero's login page refused the connection.": 'oauth_error',
    "The login at Pagero has expired.": 'grant_expired',
    "Pagero no longer accepts the login. Press Connect to log in again.": 'login_lost',
    "Pagero could not be reached to revoke the login; revoke it in Pagero Online.": 'not_revoked',
    "The server stopped while this was being sent.": 'server_stopped',
}
# (table, what was said, the code and its parameters)
COLUMNS = (
    ('pagero_document', 'error_text', 'error_parameters'),
    ('pagero_account', 'last_error', 'last_error_parameters'),
    ('pagero_match_run', 'trouble', 'trouble_parameters'),
    ('pagero_match_line', 'reason', 'reason_parameters'),
)
# Texts of findings whose rule has several, or another rule's id.
KEY_OF_TEXT = {
    "This rule could not be evaluated on the document, so nobody knows whether it is kept.": (
        'PAGERO-NOT-EVALUATED'
    ),
    "This uploaded rule could not be evaluated on the document: it takes too long or too much "
    "memory.": 'PAGERO-TOO-EXPENSIVE',
    "Your company, which is the buyer here, has no electronic address.": (
        'PEPPOL-EN16931-R010-SELF-BILLED'
    ),
    "The vendor, who is the seller here, has no electronic address.": (
        'PEPPOL-EN16931-R020-SELF-BILLED'
    ),
    "The invoice types 326 and 384 are for German companies among themselves only.": (
        'PEPPOL-EN16931-P0112-3.0.21'
    ),
    "A GLN is wrong: it consists of digits, and the last one is a check digit.": (
        'PEPPOL-COMMON-R040-3.0.21'
    ),
    "The recipient demands this.": 'RECIPIENT-mandatory',
    "The recipient accepts this in another form only.": 'RECIPIENT-pattern',
    "The recipient accepts certain values only.": 'RECIPIENT-list',
    "The recipient accepts this within limits only.": 'RECIPIENT-range',
    "The recipient demands something that can't be checked here.": 'RECIPIENT-unknown',
    "This isn't a UBL invoice or credit note.": NOT_UBL,
}
OWN_KEYS = {*KEYS, *OBJECTIONS, 'PAGERO-NO-RULES', 'PAGERO-PACK', 'PAGERO-TOO-MANY'}
OWN_KEYS |= {'PAGERO-TOO-SLOW', 'PAGERO-NOT-MATCHED'}
BATCH = 1000


def migrate(cr, version):
    """Every place in which that version kept a finished sentence of ours."""
    for table, said, parameters in COLUMNS:
        _split_column(cr, table, said, parameters)
    _split_events(cr)
    _convert(cr, 'pagero_document', 'stored_findings', _findings)
    _convert(cr, 'pagero_rule_pack', 'problems', _problems)
    for side in ('now', 'then'):
        _convert(cr, 'pagero_rule_pack_trial', side, _trial)


# === WHAT HAPPENED ON THE WIRE === #


def _split_column(cr, table, said, parameters):
    """Our sentence, which stood in front, becomes its code; the rest is what the network said."""
    for sentence, code in SENTENCES.items():
        cr.execute(
            SQL(
                """
                UPDATE %(table)s
                   SET %(parameters)s = %(code)s::jsonb,
                       %(said)s = NULLIF(ltrim(substr(%(said)s, %(length)s)), '')
                 WHERE starts_with(%(said)s, %(sentence)s) AND %(parameters)s IS NULL
                """,
                table=SQL.identifier(table),
                said=SQL.identifier(said),
                parameters=SQL.identifier(parameters),
                code=json.dumps({'code': code}),
                sentence=sentence,
                length=len(sentence) + 1,
            )
        )


def _split_events(cr):
    for sentence, code in SENTENCES.items():
        cr.execute(
            SQL(
                """
                UPDATE pagero_document_event
                   SET parameters = parameters || jsonb_build_object(
                           'trouble', %(trouble)s::jsonb,
                           'reason', ltrim(substr(parameters ->> 'reason', %(length)s))
                       )
                 WHERE starts_with(parameters ->> 'reason', %(sentence)s)
                   AND NOT parameters ? 'trouble'
                """,
                trouble=json.dumps({'code': code}),
                sentence=sentence,
                length=len(sentence) + 1,
            )
        )


# === WHAT A CHECK FOUND === #


def _convert(cr, table, column, convert):
    """Rewrite a JSON column in batches."""
    names = {'table': SQL.identifier(table), 'column': SQL.identifier(column)}
    last = 0
    while True:
        cr.execute(
            SQL(
                "SELECT id, %(column)s FROM %(table)s WHERE id > %(last)s"
                " AND jsonb_typeof(%(column)s) IN ('array', 'object') ORDER BY id LIMIT %(batch)s",
                **names,
                last=last,
                batch=BATCH,
            )
        )
        rows = cr.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        changed = [{'id': row_id, 'value': convert(stored)} for row_id, stored in rows]
        cr.execute(
            SQL(
                "UPDATE %(table)s SET %(column)s = new.value"
                " FROM jsonb_to_recordset(%(rows)s::jsonb) AS new (id integer, value jsonb)"
                " WHERE %(table)s.id = new.id",
                **names,
                rows=json.dumps(changed),
            )
        )


def _findings(stored):
    return [each if 'key' in each else _finding(each) for each in stored]


def _finding(stored):
    """The same finding with the key of its words, and the names that its place consists of."""
    key, parameters = _key_of(stored)
    place, line = stored.get('place') or '', stored.get('line') or ''
    names = [
        'Invoice line' if line and name == f'Invoice line {line}' else name
        for name in place.split(': ')
        if name
    ]
    return {**stored, 'key': key, 'parameters': parameters, 'where': names}


def _key_of(stored):
    rule, text, layer = stored['rule'], stored['text'], stored.get('layer')
    if text in KEY_OF_TEXT:
        return KEY_OF_TEXT[text], {}
    if layer == 'recipient':
        return _key_of_demand(stored.get('advice')), {SAID: text}
    if rule == 'XSD':
        return read(text)
    if rule in ('PAGERO-SIZE', 'PAGERO-PARSE'):
        code, values = _read(text, parse.WHY_NOT)
        return (f'PAGERO-{code}', values) if code else ('', {})
    return (rule if rule in OWN_KEYS else ''), {}


def _key_of_demand(advice):
    """The recipient's own words stand before one of three pieces of advice."""
    kinds = ('mandatory', 'unknown', 'pattern')
    keys = (f'RECIPIENT-{kind}' for kind in kinds)
    return next((key for key in keys if recipient.WORDS[key][1] == advice), 'RECIPIENT-pattern')


def _trial(stored):
    return {
        rule: found if 'key' in found else _trial_of_rule(rule, found)
        for rule, found in stored.items()
    }


def _trial_of_rule(rule, found):
    key, parameters = _key_of({'rule': rule, 'text': found.get('text') or ''})
    said = '' if key else found.get('text') or ''
    return {**found, 'key': key, 'parameters': parameters, 'text': said}


def _problems(stored):
    return [each if len(each) == 4 else _problem(*each) for each in stored]


def _problem(rule, reason):
    match = re.fullmatch(r"context (['\"])(?P<context>.*?)\1: (?P<reason>.*)", reason, re.DOTALL)
    context, told = (match['context'], match['reason']) if match else ('', reason)
    code, values = _read(told, {code: text for code, text in REASONS.items() if code != 'other'})
    return [rule, code or 'other', values if code else {'error': told}, context]


def _read(text, templates):
    """(code, values) of the template that a sentence was made from; the most literal one."""
    for code, template in sorted(templates.items(), key=_literal, reverse=True):
        parts = re.split(r'\{(\w+)\}', template)
        holes = (f'(?P<{name}>.+?)' for name in parts[1::2])
        pairs = zip(map(re.escape, parts[::2]), [*holes, ''], strict=True)
        pieces = [piece for pair in pairs for piece in pair]
        match = re.fullmatch(''.join(pieces), text, re.DOTALL)
        if match:
            return code, match.groupdict()
    return '', {}


def _literal(item):
    return len(re.sub(r'\{\w+\}', '', item[1]))
