"""A stand-in for Pagero Online on 127.0.0.1, for tests and for demonstrations.

It speaks the documented OAuth, File and Document APIs over real HTTP, keeps its state in SQLite,
fails on demand, and has pages on which a person plays the recipient. See README.md.
"""

from setup.pure import import_without_odoo


import_without_odoo()  # what it reads documents by
