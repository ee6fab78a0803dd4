from . import test_lifecycle_mixin
from . import test_account_edi_xml_pagero
from . import test_beside_account_peppol_xml
from . import test_res_partner_bank
from . import test_ubl_rendering
