"""What differs from one version of an invoice's UBL to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ...en16931.invoice import BILLING, SELF_BILLING
from ..self_billing import PROFILE, SPECIFICATION


@dataclass(frozen=True, slots=True)
class Syntax:
    """A specification of UBL invoices and credit notes."""

    name: str
    specifications: Mapping[str, str]  # BT-24, for each process
    profiles: Mapping[str, str]  # BT-23, for each process


BIS_3 = Syntax(
    name='Peppol BIS Billing 3',
    specifications=MappingProxyType(
        {
            BILLING: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
            SELF_BILLING: SPECIFICATION,
        }
    ),
    profiles=MappingProxyType(
        {BILLING: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0', SELF_BILLING: PROFILE}
    ),
)

# UNCL1001, of a document that is none but names something (cbc:DocumentTypeCode)
PROJECT, INVOICED_OBJECT = '50', '130'
