from . import account_move_send_batch_wizard
from . import account_move_send_wizard
from . import pagero_account_disconnect
from . import pagero_address_edit
from . import pagero_allowance_edit
from . import pagero_connection_set_state
from . import pagero_detail_add
from . import pagero_invoice_check
