"""Everything that findings say, in Swedish, keyed by the English that ``ubl`` says it in."""

from __future__ import annotations

from .amounts import AMOUNTS
from .cen import FAMILIES, RULES
from .patterns import PATTERNS, PIECES
from .places import PLACES
from .sentences import SENTENCES as _SENTENCES


SENTENCES = {**_SENTENCES, **AMOUNTS, **PIECES}
LINE = "Fakturarad"
