"""A company of the network as a person reads it: numbers, address, what it takes and how."""

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)

SOURCES = {'network': _lt("Pagero Network"), 'directory': _lt("Peppol Directory")}


def org_number_words(company):
    """The organisation number as its country writes it."""
    number = company.org_number
    if company.country_code == 'SE' and len(number) == 10:
        return f'{number[:6]}-{number[6:]}'
    return number


def number_words(company):
    """Everything that the company is known by, the organisation number first, each once."""
    numbers = [org_number_words(company)]
    numbers += [f'{scheme}:{value}' for scheme, value in company.electronic_ids]
    if company.gln and not any(value == company.gln for _scheme, value in company.electronic_ids):
        numbers.append(f'GLN {company.gln}')
    if not company.org_number and company.vat_number:
        numbers.insert(0, company.vat_number)
    return ' · '.join(filter(None, numbers))


def address_words(company):
    """On one line."""
    town = ' '.join(filter(None, (company.post_code, company.town)))
    return ', '.join(filter(None, (company.street, town, company.country_code)))


def document_words(env, company, direction='receive'):
    """The kinds of documents that go that way, for people."""
    field = env['pagero.connection.capability']._fields['document_type']
    labels = dict(field._description_selection(env))
    kinds = dict.fromkeys(
        each.document_type for each in company.capabilities if each.direction == direction
    )
    return ', '.join(labels.get(kind, kind) for kind in kinds)
