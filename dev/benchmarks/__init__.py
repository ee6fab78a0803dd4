"""The rows of ``dev/bench``; each module has ``NAMES`` and ``rows(env, say)``, run inside Odoo."""
