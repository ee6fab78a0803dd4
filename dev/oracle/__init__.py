"""SaxonC as a second opinion on the rules, in a process of its own.

`python -m oracle.agreement` compares; it needs nothing of Odoo.
"""

from setup.pure import import_without_odoo


import_without_odoo()
