"""An invoice as EN 16931-1 describes it: its terms as values, knowing neither XML nor Odoo.

``invoice`` has the whole, the other files its groups; ``sums`` computes and checks what the
standard says is a sum. Classes and attributes are named in the standard's words, each with its
number (BT: a business term, BG: a group of them).
"""
