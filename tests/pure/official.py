"""The publishers' rules, examples and unit tests, which may not be copied into the project."""

import pytest
from oracle.corpus import DATA


needs_data = pytest.mark.skipif(
    not DATA.is_dir(),
    reason="../shared/data isn't beside this clone: the publishers' rules and tests",
)
EXAMPLES = sorted(DATA.glob('peppol-bis-examples/*.xml'))
SELF_BILLED_EXAMPLES = sorted(DATA.glob('peppol-bis-examples-selfbilling/*.xml'))
