"""Names of Odoo that another release has otherwise: one file per subject, read nowhere else."""

from . import bank_account
from . import electronic_address
from . import odoo_contract
