from . import pagero_gateway
from . import pagero_gateway_public
from . import pagero_gateway_partner
from . import users
from . import received_requests
from . import matching
