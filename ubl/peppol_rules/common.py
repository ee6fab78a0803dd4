"""Peppol's must-haves for every country: references, addresses, nothing empty."""

from __future__ import annotations

from ..finding import FATAL
from .document import XML_SPACE, find, text
from .registry import Breach, rule


@rule(
    'PEPPOL-EN16931-R003', FATAL,
    "The invoice has neither a buyer reference nor an order reference.",
    "Fill in the buyer reference or the customer's order number on the invoice.")
def references_are_missing(document):
    """BT-10 or BT-13."""
    if not text(document.root, 'cbc:BuyerReference') and \
            not text(document.root, 'cac:OrderReference/cbc:ID'):
        yield Breach(document.root, missing='cbc:BuyerReference')


@rule(
    'PEPPOL-EN16931-R008', FATAL,
    "A field of the invoice is empty in the document.",
    "Fill in the field, or clear it completely so that it is left out.")
def elements_are_empty(document):
    """A leaf without text."""
    for element in document.elements():
        if not len(element) and not (element.text or '').strip(XML_SPACE):
            yield element


@rule(
    'PEPPOL-EN16931-R010', FATAL,
    "The customer has no electronic address.",
    "Enter the Peppol address (scheme and identifier) on the customer's Accounting tab.")
def buyer_has_no_address(document):
    """BT-49."""
    if document.customer is not None and find(document.customer, 'cbc:EndpointID') is None:
        yield Breach(document.customer, missing='cbc:EndpointID')


@rule(
    'PEPPOL-EN16931-R020', FATAL,
    "Your company has no electronic address.",
    "Enter the Peppol address (scheme and identifier) on your company's contact.")
def seller_has_no_address(document):
    """BT-34."""
    if document.supplier is not None and find(document.supplier, 'cbc:EndpointID') is None:
        yield Breach(document.supplier, missing='cbc:EndpointID')
