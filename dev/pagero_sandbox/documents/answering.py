"""Answers of our companies to what suppliers sent: an opinion of its own, and what arrives there.

Written without a look at the addon's tables, so that both can't be wrong in the same way.
"""

import json
from collections.abc import Iterator
from sqlite3 import Connection, Row
from typing import Any

from ..network.stops import Stop
from ..responses import timestamp


ROOT = 'ApplicationResponse'
# Codes of Peppol's T111; nothing follows the last ones, after AP comes only payment.
CODES = ('AB', 'IP', 'UQ', 'CA', 'AP', 'RE', 'PD')
WITH_REASON = ('UQ', 'CA', 'RE')
REASONS = set('NON REF LEG REC QUA DEL PRI QTY ITM PAY UNR FIN PPD OTH'.split())
ACTIONS = set('NOA PIN NIN CNF CNP CNA OTH'.split())
LISTS = {'OPStatusReason': REASONS, 'OPStatusAction': ACTIONS}
TYPES = {'Invoice': ('380', '383', '384', '386', '388', '389'), 'CreditNote': ('381', '261')}
WORDS = {
    'AB': 'Acknowledged',
    'IP': 'InProcess',
    'UQ': 'UnderQuery',
    'CA': 'ConditionallyAccepted',
    'AP': 'Accepted',
    'RE': 'Rejected',
    'PD': 'Paid',
}


def find(connection: Connection, part: Row, facts: dict[str, Any]) -> Row | None:
    """The received document of the company that is answered: by its id, else by its number."""
    query = (
        "SELECT * FROM documents WHERE direction = 'Received' AND company_id = ?"
        " AND type != 'ApplicationResponse' AND "
    )
    if facts.get('answers'):
        values = (part['company_id'], facts['answers'])
        return connection.execute(f'{query} id = ?', values).fetchone()
    values = (part['company_id'], facts.get('reference'), facts.get('answered_on') or None)
    query += ' number = ? AND issue_date = coalesce(?, issue_date) ORDER BY seq DESC'
    return connection.execute(query, values).fetchone()


def stop_for(facts: dict[str, Any], answered: Row) -> Stop | None:
    """Why such an answer isn't taken."""
    problem = next(_problems(facts, answered), None)
    return problem and Stop('18100', f"The answer breaks a rule: {problem}", 'Error')


def _problems(facts: dict[str, Any], answered: Row) -> Iterator[str]:
    written = json.loads(answered['facts'])
    yield from _wrong_codes(facts['subtype'], facts['statuses'])
    if answered['number'] != facts.get('reference'):
        yield "the number is not that of the answered document."
    if facts['answered_type'] not in TYPES.get(written.get('root'), ('380', '381')):
        yield "the type code is not that of the answered document."
    if not written.get('is_self_billed') and written.get('sender'):
        yield from _wrong_parties(facts, written)
    yield from _out_of_order(facts['subtype'], json.loads(answered['answer'] or 'null'))


def _wrong_codes(code: str, statuses: list[dict[str, str]]) -> Iterator[str]:
    if code not in CODES:
        yield f"the response code {code} is not known."
    if code in WITH_REASON and not any(each['list'] == 'OPStatusReason' for each in statuses):
        yield f"{code} needs a reason."
    for each in statuses:
        if each['code'] not in LISTS.get(each['list'], ()):
            yield f"{each['code']} is not in the list {each['list']}."
        if each['code'] in ('OTH', 'PPD') and not each['words']:
            yield f"{each['code']} needs words."


def _wrong_parties(facts: dict[str, Any], written: dict[str, Any]) -> Iterator[str]:
    for role, other in (('sender', 'receiver'), ('receiver', 'sender')):
        if (facts.get(role) or {}).get('name') != (written.get(other) or {}).get('name'):
            yield f"the {role} is not the {other} of the answered document."


def _out_of_order(code: str, latest: dict[str, Any] | None) -> Iterator[str]:
    before = (latest or {}).get('code')
    was_partly = any(each['code'] == 'PPD' for each in (latest or {}).get('statuses', ()))
    if before == 'RE' or (before == 'PD' and not (was_partly and code == 'PD')):
        yield f"nothing follows {before}."
    if before == 'AP' and code != 'PD':
        yield f"{code} can not follow AP."


def note(connection: Connection, answered: Row, facts: dict[str, Any]) -> None:
    """The supplier has it: shown on its page, with all that came before."""
    latest = json.loads(answered['answer'] or 'null') or {}
    told = {
        'id': facts['number'],
        'code': facts['subtype'],
        'businessStatus': WORDS[facts['subtype']],
        'description': facts['note'],
        'statuses': facts['statuses'],
        'issued': f"{facts['issue_date']} {facts['issue_time']}",
        'at': timestamp(),
    }
    earlier = [*latest.get('earlier', ()), {**latest, 'earlier': None}] if latest else []
    connection.execute(
        'UPDATE documents SET answer = ? WHERE id = ?',
        (json.dumps(told | {'earlier': earlier}), answered['id']),
    )


def all_of(answer: str | None) -> list[dict[str, Any]]:
    """Each answer that the supplier got, in order."""
    latest = json.loads(answer) if answer else None
    return [*latest.get('earlier', ()), latest] if latest else []
