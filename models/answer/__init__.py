from . import pagero_response
from . import words
from . import reading
from . import matching
from . import linking
