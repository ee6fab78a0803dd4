"""What the addon needs of Odoo beyond its interface, and what an Odoo has of it.

``names.json`` is written by ``dev/check --update`` from the addon's own code.
"""
