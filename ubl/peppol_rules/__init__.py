"""The addon's own Peppol, EN 16931 and national rules, with the official ids."""

from datetime import date, timedelta

from . import common
from .registry import RULES, TEXTS, OwnPack


# Peppol BIS Billing 3.0.22 is mandatory from this day on.
RELEASE_3_0_22 = date(2027, 2, 24)

PACKS = (
    OwnPack('3.0.21', date.min, RELEASE_3_0_22 - timedelta(days=1)),
    OwnPack('3.0.22', RELEASE_3_0_22),
)
