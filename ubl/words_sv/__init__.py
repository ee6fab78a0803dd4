"""Everything that findings say, in Swedish: a catalogue from English templates, as of gettext."""

from __future__ import annotations

from .amounts import AMOUNTS
from .cen import CEN_FAMILIES, CEN_RULES
from .cen_ubl import UBL_FAMILIES, UBL_RULES
from .european import EUROPEAN
from .german import GERMAN
from .nordic import NORDIC
from .objections import OBJECTIONS
from .patterns import PATTERNS, PIECES
from .peppol import PEPPOL_FAMILIES, PEPPOL_SENTENCES
from .places import PLACES
from .preview import LABELS
from .rule_files import RULE_FILES
from .schema import SCHEMA
from .sentences import SENTENCES as _SENTENCES


RULES = {**CEN_RULES, **UBL_RULES}
FAMILIES = {**CEN_FAMILIES, **UBL_FAMILIES, **PEPPOL_FAMILIES}
NATIONAL = {**NORDIC, **GERMAN, **EUROPEAN}
SENTENCES = {
    **_SENTENCES,
    **AMOUNTS,
    **PEPPOL_SENTENCES,
    **NATIONAL,
    **PATTERNS,
    **PIECES,
    **OBJECTIONS,
    **SCHEMA,
    **RULE_FILES,
}
