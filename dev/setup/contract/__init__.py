"""What the addon needs of Odoo, read from its code, and what an Odoo has, read from its source."""

from ..pure import import_without_odoo


import_without_odoo()
