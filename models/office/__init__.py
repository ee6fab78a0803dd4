from . import ir_ui_menu
from . import res_config_settings
from . import pagero_dashboard
from . import pagero_digest
