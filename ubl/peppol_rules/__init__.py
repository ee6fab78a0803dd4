"""The addon's own Peppol, EN 16931 and national rules, with the official ids."""

from dataclasses import replace
from datetime import date, timedelta

from . import (
    arithmetic,
    benelux,
    cardinality,
    code_lists,
    common,
    lines,
    party_formats,
    party_ids,
    payment,
    references,
)
from . import de, de_payment, dk, dk_payment, gr, gr_invoice_id, iceland, it, nl, no, se, sk
from . import vat
from .cardinality import KEY as CARDINALITY
from .registry import KEYS, NOT_EVALUATED, RELEASE_3_0_22, RULES, WORDS, Breach, OwnPack, Rule
from .registry import first_day_of


PACKS = (
    OwnPack('3.0.21', date.min, RELEASE_3_0_22 - timedelta(days=1)),
    OwnPack('3.0.22', RELEASE_3_0_22),
)
# The same beside the official rules of EN 16931, whose ids begin with BR.
PEPPOL_PACKS = tuple(replace(pack, leaves_out='BR-') for pack in PACKS)
