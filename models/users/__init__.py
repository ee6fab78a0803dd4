from . import pagero_licence
from . import pagero_user
from . import news
