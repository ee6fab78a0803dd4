"""Unit codes: UN/ECE Recommendation 20, and 21 with an X before it, as BR-CL-23 lists them."""

from __future__ import annotations

import re
from functools import cache

from .official import NotAPack, cen_content


_LIST = re.compile(r"contains\(' ([^']+) ', concat\(' ', normalize-space\(@unitCode\)")


@cache
def unit_codes() -> frozenset[str]:
    """All codes of the installed list; empty where it can't be read."""
    try:
        content = cen_content().decode('utf-8')
    except (NotAPack, OSError):
        return frozenset()
    found = _LIST.search(content)
    return frozenset(found[1].split()) if found else frozenset()


def is_unit_code(code: str) -> bool:
    """Whether the code is in the list; everything is where there is no list."""
    codes = unit_codes()
    return not codes or code in codes
