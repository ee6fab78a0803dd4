"""XPath 2.0, and of 3.1 what rules use: text → syntax tree → closures over an indexed document.

`lexer` and `parser` read an expression into the classes of `syntax`; `compiler` (with
`compile_paths`, `compile_operators`, …) turns them into closures; `atomic`,
`comparing`, `arithmetic` and `functions_*` say what values do; `patterns` matches rule contexts.
Nothing here opens a file or a connection: there is no `doc()`.
"""

from . import functions_formats, functions_moments, functions_nodes, functions_numbers
from . import functions_text
from . import compile_calls, compile_comparisons, compile_operators, compile_paths
from .budget import Budget, Limits, Patience, TooExpensive
from .compiler import Compiler, Run, Scope, Shared
from .document_index import DocumentIndex, Element, TooLarge
from .errors import NotUnderstood, XPathError
from .outline import OutlineRun, Values, outlined
from .parser import parse
from .patterns import Matcher, last_steps, matchers, may_overlap
