"""The repeating pieces of the network's pages."""

import json
from collections.abc import Iterable
from sqlite3 import Row
from typing import Any

from markupsafe import Markup

from ..network.company import Company
from .layout import part
from .recipient_rows import NOTHING, badge
from .texts import texts


def joined(pieces: Iterable[Markup], language: str, otherwise: str, columns: int) -> Markup:
    """Rows of a table; one with a sentence where there are none."""
    return Markup('').join(pieces) or part(
        'empty_row.html', language, text=texts(language)[otherwise], columns=columns
    )


def company_row(language: str, company: Company) -> Markup:
    return part(
        'company_row.html',
        language,
        id=company.id,
        name=company.name,
        number=company.number('ORGNR') or NOTHING,
        place=_place(company),
        operator=_operator(company),
        badge=_state(language, company),
    )


def _operator(company: Company) -> str:
    return company.provider.name if company.is_on_network else NOTHING


def _place(company: Company) -> str:
    return ', '.join(filter(None, [company.address[2], company.country]))


def _state(language: str, company: Company) -> Markup:
    """What matters most to a sender that wants to connect."""
    if not company.is_active:
        return badge(language, 'Inactive')
    return badge(language, company.acceptance if company.is_on_network else 'only_peppol')


def company_badges(language: str, company: Company) -> Markup:
    words = [] if company.accepts_tests else ['no_tests']
    if company.is_on_peppol and company.is_on_network:
        words.append('on_peppol')
    return Markup(' ').join([_state(language, company), *(badge(language, word) for word in words)])


def company_facts(language: str, company: Company) -> Markup:
    words = texts(language)
    street, post_code, town, country = company.address
    address = ', '.join(filter(None, [street, f'{post_code} {town}'.strip(), country]))
    pairs = [(words['address'], address)]
    pairs += [(words.get(kind, kind), value) for kind, value in company.ids]
    pairs += [
        (words['electronic_ids'], ', '.join(company.electronic_ids)),
        (words['operator'], f'{_operator(company)} {company.provider.email}'.strip()),
    ]
    return Markup('').join(
        part('fact.html', language, name=name, value=value) for name, value in pairs if value
    )


def capability_rows(language: str, company: Company) -> Markup:
    words = texts(language)
    return Markup('').join(
        _cells(
            words.get(item.document_type, item.document_type),
            words.get(item.direction, item.direction),
            words.get(item.connection_type, item.connection_type),
        )
        for item in company.capabilities
    )


def _cells(*values: Any) -> Markup:
    cells = Markup('').join(Markup('<td>{}</td>').format(value) for value in values)
    return Markup('<tr>{}</tr>').format(cells)


def requirement_rows(language: str, company: Company) -> Markup:
    return joined(
        (
            _cells(
                item['question'],
                item['message'],
                item['field'],
                f"{item['kind']} {item['value']}".strip(),
            )
            for item in company.requirements
        ),
        language,
        'no_requirements',
        4,
    )


def connection_row(language: str, row: Row) -> Markup:
    return _cells(
        row['sender'],
        badge(language, row['state']),
        ', '.join(json.loads(row['customer_numbers'])) or NOTHING,
        _moment(row['modified_at']),
    )


def request_row(language: str, row: Row, name: str) -> Markup:
    answers = '; '.join(str(item.get('value', '')) for item in json.loads(row['answers']))
    return part(
        'request_row.html',
        language,
        recipient_id=row['recipient_id'],
        recipient=name,
        sender=row['sender'],
        direction=texts(language)[row['direction']],
        message=row['message'],
        answers=answers,
        state=badge(language, row['state']),
        answer=row['answer'],
        moment=_moment(row['created_at']),
        form=_answer_form(language, row),
    )


def _answer_form(language: str, row: Row) -> Markup | str:
    """Pending requests are answered; a cancelled one can still be accepted, by mistake."""
    if row['direction'] != 'Sent':
        return ''
    if row['state'] == 'Pending':
        return part('answer_request.html', language, id=row['id'])
    return part('accept_anyway.html', language, id=row['id']) if row['state'] == 'Cancelled' else ''


def routing_order_row(language: str, row: Row, name: str, operator: str) -> Markup:
    link = Markup('<a href="/network/companies/{}">{}</a>').format(row['recipient_id'], name)
    return _cells(
        link,
        operator,
        row['sender'],
        badge(language, row['state']),
        _moment(row['created_at']),
        _moment(row['modified_at']),
    )


def _moment(stamp: str) -> str:
    """2026-11-25 21:17 from the API's timestamp."""
    return stamp[:16].replace('T', ' ')
