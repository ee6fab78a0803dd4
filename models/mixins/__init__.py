from . import pagero_guarded_mixin
from . import pagero_invoice_content_mixin
from . import evidence_file
from . import pagero_lifecycle_mixin
from . import pagero_scheduled_mixin
from . import pagero_online_mixin
from . import pagero_letter_mixin
from . import pagero_event_mixin
