"""A company of the network as a person reads it: numbers, address, what it takes and how."""

from odoo.tools.translate import LazyTranslate

from ...network import Subject
from ..tools.labels import labels_of


_lt = LazyTranslate(__name__)

SOURCES = {
    'network': _lt("Pagero Network"),
    'directory': _lt("Peppol Directory"),
    'smp': _lt("Peppol SMP"),
}


def hyphenated(number):
    """A number of ten digits as Sweden writes it; others as they are."""
    return f'{number[:6]}-{number[6:]}' if len(number) == 10 else number


def org_number_words(company):
    """The organisation number as its country writes it."""
    return hyphenated(company.org_number) if company.country_code == 'SE' else company.org_number


def number_words(company):
    """What people call the company by, the organisation number first, each number once."""
    known = {company.org_number, company.gln}
    numbers = [org_number_words(company) or company.vat_number]
    if company.gln:
        numbers.append(f'GLN {company.gln}')
    others = [each for each in company.electronic_ids if each[1] not in known]
    numbers += [f'{scheme}:{value}' for scheme, value in others]
    return ' · '.join(filter(None, numbers))


def electronic_id_words(company):
    """The addresses under which the company is found electronically."""
    return ', '.join(f'{scheme}:{value}' for scheme, value in company.electronic_ids)


def address_words(company):
    """Street, postal code, town and country on one line."""
    town = ' '.join(filter(None, (company.post_code, company.town)))
    place = ', '.join(filter(None, (company.street, town)))
    return ', '.join(filter(None, (place, company.country_code))) if place else ''


def document_words(env, company, direction='receive'):
    """The kinds of documents that go that way, for people."""
    labels = labels_of(env['pagero.connection.capability'], 'document_type')
    words = dict.fromkeys(
        (each.document_type == 'other' and each.word) or labels.get(each.document_type, '')
        for each in company.capabilities
        if each.direction == direction
    )
    return ', '.join(words)


def source_words(env, name):
    """What a source of companies is called; an unknown one by its own name."""
    source = SOURCES.get(name, name)
    return env._(source) if name in SOURCES else name


def capability_values(capability):
    """As lines of a connection take it: the network's own word only where ours says nothing."""
    return {
        'document_type': capability.document_type,
        'document_type_word': capability.word if capability.document_type == 'other' else '',
        'direction': capability.direction,
        'connection_type': capability.connection_type,
    }


def subject_of(company):
    """The question by which another source finds the same company, by its numbers."""
    return Subject(
        key=0,
        org_number=company.org_number,
        vat_number=company.vat_number,
        gln=company.gln,
        electronic_id=':'.join(next(iter(company.electronic_ids), ())),
        country_code=company.country_code,
    )
