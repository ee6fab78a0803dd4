"""SaxonC as a second opinion on the rules, in a process of its own.

`python -m oracle.agreement` compares; it needs nothing of Odoo.
"""

import sys

from setup.cache import ADDON


sys.path.insert(0, str(ADDON))
