"""Where a company of the network differs from the customer that we have.

A plain helper, no model.
"""

from ...identification.identifiers import bare_identity, is_active_scheme
from ...identification.schemes import SWEDISH_ORGNR
from ..compat.electronic_address import SCHEME, VALUE, electronic_address_values
from ..compat.organisation_number import NUMBER, organisation_number_values
from ..texts.company import org_number_words


NUMBERS = (NUMBER, 'vat', 'global_location_number', VALUE)


def partner_values(env, company):
    """The company as a customer's fields; what is not known is left out."""
    country = env['res.country'].search([('code', '=', company.country_code or None)], limit=1)
    scheme, address = address_for_invoices(company)
    values = {
        'name': company.name,
        'street': company.street,
        'zip': company.post_code,
        'city': company.town,
        'country_id': country.id,
        **organisation_number_values(org_number_words(company)),
        'vat': company.vat_number,
        'global_location_number': company.gln,
        **electronic_address_values(scheme, address),
    }
    return {name: value for name, value in values.items() if value}


def new_partner_values(env, company):
    """A new customer; letters to it are in the language of its country, where that is installed."""
    values = {'is_company': True, 'customer_rank': 1, **partner_values(env, company)}
    installed = [code for code, _name in env['res.lang'].get_installed()]
    spoken = [code for code in installed if code.endswith(f'_{company.country_code}')]
    return values | ({'lang': spoken[0]} if spoken else {})


def address_for_invoices(company):
    """The address for invoices: the organisation number's first, as Sweden does it."""
    usable = [each for each in company.electronic_ids if is_active_scheme(each[0])]
    return min(usable, key=lambda each: each[0] != SWEDISH_ORGNR, default=('', ''))


def differences(env, company, partner):
    """Fields on which the network differs; those that are empty here are ticked."""
    values = partner_values(env, company)
    scheme = values.pop(SCHEME, '')
    for name, theirs in values.items():
        ours = partner[name]
        if name == 'country_id':
            ours, words = ours.id, (partner.country_id.name, env[ours._name].browse(theirs).name)
        elif name == VALUE:
            words = (_address(partner[SCHEME], ours), _address(scheme, theirs))
        else:
            words = (ours, theirs)
        if not _same(name, *words):
            yield {
                'field_name': name,
                'ours': words[0] or '',
                'theirs': words[1],
                'new_values': {name: theirs} | ({SCHEME: scheme} if name == VALUE else {}),
                'take_over': not ours,
            }


def _address(scheme, value):
    return f'{scheme}:{value}' if value else ''


def _same(name, ours, theirs):
    """Numbers are the same however they are written; words, however they are cased."""
    if name in NUMBERS:
        return bare_identity(ours or '') == bare_identity(theirs)
    return (ours or '').strip().casefold() == theirs.strip().casefold()
