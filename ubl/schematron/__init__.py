"""A Schematron engine: rules as an element tree in, failures out. It knows no rules of ours.

The way of a rule: `reading` makes a `source` of a file's tree (`read_schematron`,
`read_stylesheet`), `compiled_rules` and `user_functions` turn its expressions into closures with
the help of `xpath`, and `engine` runs them over an indexed document. What it finds, `official`
says to a person.
"""

from .engine import Engine
from .reading import read_tree
from .report import Failure
from .source import WHY_NOT, NotAPack, Source
from .xpath import DocumentIndex, Limits, TooExpensive, TooLarge
from .xpath.errors import REASONS, Coded
