"""SaxonC as a second opinion on the rules, in a process of its own.

`python -m oracle.agreement` compares spoilt invoices, `dev/validate --compare FOLDER` those of any
folder; both need nothing of Odoo.

Two opinions are enough: mock-einvoice 0.4.0 was tried as a third. On 420 spoilt invoices its
verdict was always SaxonC's, but it named other rules on 27 of them and failed on one, where our
engine names the same on all; it has no self-billing and no 3.0.22.
"""

from setup.pure import import_without_odoo


import_without_odoo()
