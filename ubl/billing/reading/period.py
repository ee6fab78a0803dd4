"""Periods (BG-14, BG-26)."""

from __future__ import annotations

from ....en16931.values import Period
from .binding import Group
from .rows import day, text


PERIOD = Group(
    Period,
    {
        'start': day('cbc:StartDate'),
        'end': day('cbc:EndDate'),
        'code': text('cbc:DescriptionCode'),
    },
)
