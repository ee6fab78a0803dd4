from . import account_move_send_wizard
from . import account_move_send_batch_wizard
from . import pagero_account_disconnect
from . import pagero_connection_set_state
from . import pagero_invoice_check
from . import pagero_recipient_rule_apply
from . import pagero_invoice_template_save
from . import pagero_invoice_template_use
