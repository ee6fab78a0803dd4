"""An Odoo that lacks something is refused in words when the addon is installed or updated.

What is missing already when our own files are read stops that at once. Anything else is only
logged when a server starts: an accountant's Odoo must not stand still for one corner of ours.
"""

import functools
import logging

from odoo import release
from odoo.exceptions import UserError

from .needs import Lack, lacks, needed
from .running import RunningOdoo


# Without these our models can't be put together: Odoo itself would stop, in its own words.
AT_ONCE = ('imports', 'models')
SHOWN = 5

_logger = logging.getLogger(__name__)


@functools.cache
def found() -> tuple[Lack, ...]:
    """What this Odoo lacks; its code doesn't change while it runs."""
    return tuple(lacks(needed(), RunningOdoo()))


def refuse_at_start() -> None:
    """Before our models are read; tests and tools may import us before Odoo's own modules."""
    if not RunningOdoo().is_loaded() or not found():
        return
    _logger.error(sentence(found()))
    if any(lack.kind in AT_ONCE for lack in found()):
        raise UserError(sentence(found()))


def refuse() -> None:
    """When the addon is installed or updated."""
    if found():
        raise UserError(sentence(found()))


def sentence(missing: tuple[Lack, ...]) -> str:
    """What is missing and what to do; English, as no language is loaded yet."""
    names = [f'{lack.full_name} ({lack.words})' for lack in missing[:SHOWN]]
    more = f' and {len(missing) - SHOWN} more' if len(missing) > SHOWN else ''
    return (
        f'Pagero Network does not fit this Odoo ({release.version}): {", ".join(names)}{more}.'
        ' Update Odoo to the current 19.0 and Pagero Network to its current version, and try again.'
    )
