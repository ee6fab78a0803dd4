"""Who sells, buys, is paid and receives (BG-4 to BG-15)."""

from __future__ import annotations

from ....en16931.parties import (
    Address,
    Contact,
    Delivery,
    Party,
    Payee,
    TaxRegistration,
    TaxRepresentative,
)
from ....en16931.values import Identifier
from .markup import day, element, group, groups, identifier


def seller(party: Party) -> str:
    """BG-4."""
    return group('AccountingSupplierParty', group('Party', _party(party)))


def buyer(party: Party) -> str:
    """BG-7."""
    number = element('SupplierAssignedAccountID', party.customer_number)
    return group('AccountingCustomerParty', number + group('Party', _party(party)))


def _party(party: Party) -> str:
    legal = (
        element('RegistrationName', party.name)
        + identifier('CompanyID', party.legal_registration)
        + element('CompanyLegalForm', party.legal_form)
    )
    return (
        identifier('EndpointID', party.endpoint)
        + _identifications(party.identifiers)
        + _name(party.trading_name)
        + group('PostalAddress', address(party.address))
        + _tax_registrations(party.tax_registrations)
        + group('PartyLegalEntity', legal)
        + group('Contact', _contact(party.contact))
    )


def _name(name: str) -> str:
    return group('PartyName', element('Name', name))


def _identifications(identifiers: tuple[Identifier, ...]) -> str:
    return groups('PartyIdentification', [identifier('ID', each) for each in identifiers])


def _tax_registrations(registrations: tuple[TaxRegistration, ...]) -> str:
    return groups('PartyTaxScheme', map(_tax_registration, registrations))


def _tax_registration(registration: TaxRegistration) -> str:
    number = element('CompanyID', registration.number)
    return number and number + group('TaxScheme', element('ID', registration.scheme))


def _contact(contact: Contact) -> str:
    return (
        element('Name', contact.name)
        + element('Telephone', contact.telephone)
        + element('ElectronicMail', contact.email)
    )


def address(place: Address) -> str:
    """Content of cac:PostalAddress or cac:Address."""
    return (
        element('StreetName', place.street)
        + element('AdditionalStreetName', place.additional_street)
        + element('CityName', place.city)
        + element('PostalZone', place.post_code)
        + element('CountrySubentity', place.subdivision)
        + group('AddressLine', element('Line', place.third_line))
        + group('Country', element('IdentificationCode', place.country))
    )


def payee(party: Payee | None) -> str:
    """BG-10."""
    if party is None:
        return ''
    return group(
        'PayeeParty',
        _identifications(party.identifiers)
        + _name(party.name)
        + group('PartyLegalEntity', identifier('CompanyID', party.legal_registration)),
    )


def tax_representative(party: TaxRepresentative | None) -> str:
    """BG-11."""
    if party is None:
        return ''
    return group(
        'TaxRepresentativeParty',
        _name(party.name)
        + group('PostalAddress', address(party.address))
        + _tax_registrations(party.tax_registrations),
    )


def delivery(delivered: Delivery | None) -> str:
    """BG-13."""
    if delivered is None:
        return ''
    place = group('Address', address(delivered.address)) if delivered.address else ''
    return group(
        'Delivery',
        day('ActualDeliveryDate', delivered.date)
        + group('DeliveryLocation', identifier('ID', delivered.location) + place)
        + group('DeliveryParty', _name(delivered.name)),
    )
