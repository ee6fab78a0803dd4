"""`dev/torture`: real servers under fire, and what Odoo holds compared with Pagero's ledger."""
