from . import pagero_match_run
from . import pagero_match_line
from . import work
