from . import pagero_received_request
from . import hear
from . import vendor
from . import decide
