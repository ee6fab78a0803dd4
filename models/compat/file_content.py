"""What an attachment holds. Odoo 20 has no ``datas``. A plain helper, no model."""

import base64


def content_of(attachment):
    """The bytes of a file, b'' where it is empty."""
    return attachment.raw or b''


def base64_of(attachment):
    """Its content as the value of a binary field; False where it is empty."""
    return base64.b64encode(content_of(attachment)) or False
