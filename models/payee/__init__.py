from . import pagero_payee_account
from . import account_payment
from . import account_payment_register
