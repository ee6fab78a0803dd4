"""Official rules of e-invoices, run in process: Schematron in, findings out.

The way of a rule: `source` reads a file (`read_schematron`, `read_stylesheet`), `compiled_rules`
and `user_functions` turn its expressions into closures with the help of `xpath`, `engine` runs
them over an indexed document, `findings` says what was found to a person, and `pack` holds it
together with name, version and validity.
"""

from .engine import Engine
from .pack import SchematronPack, cen_pack, pack_of_file, stated_version
from .report import Failure
from .source import NotAPack, read, refuse_size
from .xpath import Limits
