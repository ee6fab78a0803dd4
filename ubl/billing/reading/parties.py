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
from .binding import Group
from .rows import below, day, group, identifier, text


ADDRESS = Group(
    Address,
    {
        'street': text('cbc:StreetName'),
        'additional_street': text('cbc:AdditionalStreetName'),
        'third_line': text('cac:AddressLine/cbc:Line'),
        'city': text('cbc:CityName'),
        'post_code': text('cbc:PostalZone'),
        'subdivision': text('cbc:CountrySubentity'),
        'country': text('cac:Country/cbc:IdentificationCode'),
    },
)
CONTACT = Group(
    Contact,
    {
        'name': text('cbc:Name'),
        'telephone': text('cbc:Telephone'),
        'email': text('cbc:ElectronicMail'),
    },
)
TAX_REGISTRATION = Group(
    TaxRegistration,
    {'number': text('cbc:CompanyID'), 'scheme': text('cac:TaxScheme/cbc:ID')},
)
_party = {
    'endpoint': identifier('cbc:EndpointID'),
    'identifiers': identifier('cac:PartyIdentification/cbc:ID', many=True),
    'trading_name': text('cac:PartyName/cbc:Name'),
    'address': group('cac:PostalAddress', ADDRESS, Address()),
    'tax_registrations': group('cac:PartyTaxScheme', TAX_REGISTRATION, many=True),
    'name': text('cac:PartyLegalEntity/cbc:RegistrationName'),
    'legal_registration': identifier('cac:PartyLegalEntity/cbc:CompanyID'),
    'legal_form': text('cac:PartyLegalEntity/cbc:CompanyLegalForm'),
    'contact': group('cac:Contact', CONTACT, Contact()),
}
PARTY = Group(Party, _party)
SELLER = Group(Party, below('cac:Party', _party))
BUYER = Group(
    Party,
    {**below('cac:Party', _party), 'customer_number': text('cbc:SupplierAssignedAccountID')},
)
PAYEE = Group(
    Payee,
    {
        'name': text('cac:PartyName/cbc:Name'),
        'identifiers': identifier('cac:PartyIdentification/cbc:ID', many=True),
        'legal_registration': identifier('cac:PartyLegalEntity/cbc:CompanyID'),
    },
)
TAX_REPRESENTATIVE = Group(
    TaxRepresentative,
    {
        'name': text('cac:PartyName/cbc:Name'),
        'tax_registrations': group('cac:PartyTaxScheme', TAX_REGISTRATION, many=True),
        'address': group('cac:PostalAddress', ADDRESS, Address()),
    },
)
DELIVERY = Group(
    Delivery,
    {
        'name': text('cac:DeliveryParty/cac:PartyName/cbc:Name'),
        'location': identifier('cac:DeliveryLocation/cbc:ID'),
        'date': day('cbc:ActualDeliveryDate'),
        'address': group('cac:DeliveryLocation/cac:Address', ADDRESS),
    },
)
