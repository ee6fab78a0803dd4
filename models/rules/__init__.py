from . import pagero_recipient_rule_set
from . import pagero_recipient_rule
from . import problems
from . import pagero_rule_pack
from . import use
from . import dry_run
from . import pagero_rule_pack_trial
from . import expiry
