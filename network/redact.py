"""Keeps secrets out of texts that people, logs and databases keep.

>>> redact('POST /oauth-token grant_type=refresh_token&refresh_token=_1X_abc&client_id=odoo')
'POST /oauth-token grant_type=refresh_token&refresh_token=***&client_id=odoo'
>>> redact('{"access_token": "eyJh.bGci.OiJI", "expires_in": 600}')
'{"access_token": "***", "expires_in": 600}'
>>> redact('GET /web/login?redirect=%2Fcallback%3Fcode%3D_1X_abc%26state%3Dx&lang=sv')
'GET /web/login?redirect=%2Fcallback%3Fcode%3D***&lang=sv'
>>> redact("Authorization: Bearer abc.def")
'Authorization: ***'
>>> redact("token s3cr3t is too old", 's3cr3t')
'token *** is too old'
"""

from __future__ import annotations

import logging
import re
import string


MASK = '***'
# What is searched of one text: a line that is longer is cut first, for strangers write some.
LONGEST = 32_000
# A word that is cut in two is left out whole: it may be a secret that no longer looks like one.
_IN_SECRETS = string.ascii_letters + string.digits + '._~+/=%-'

# Every pattern here is linear: none repeats what repeats, and none may begin anew where the one
# before it has looked already.
_WORD_START = r'(?:(?<![A-Za-z0-9_])|(?<=%[0-9A-F]{2})|(?<=%25[0-9A-F]{2})|(?<=2525[0-9A-F]{2}))'
_KEY = (
    _WORD_START + r'(access_token|refresh_token|id_token|client_secret|client_assertion'
    r'|code_verifier|password|assertion|token|code)(?![A-Za-z0-9_])'
)

# "key": "value", 'key': 'value', key="value", also escaped twice more; a cut text may lack the end.
_QUOTED = re.compile(
    _KEY + r"""(\\{0,7}["']?\s*[:=]\s*(\\{0,7})(["']))((?:(?!(?<!\\)\3\4).)*)""",
    re.IGNORECASE | re.DOTALL,
)
# key=value in URLs, form bodies and log lines; key: value only where the key can't be a plain word.
_PAIR = re.compile(_KEY + r"""=[^&\s"'<>]+""", re.IGNORECASE)
# An address within an address, as the login page's redirect= has it: key%3Dvalue, key%253Dvalue.
# What follows is encoded as well, and is masked with it.
_ENCODED_PAIR = re.compile(_KEY + r"""(%(?:25)*3D)[^&\s"'<>]+""", re.IGNORECASE)
_COLON = re.compile(
    r"""((?:_token|client_secret|code_verifier)\s*:\s*)[^&\s"'<>,;]+""", re.IGNORECASE
)
_HEADER = re.compile(
    r"""(authorization\\*["']?\s*[:=]\s*\\*["']?)(?:[A-Za-z]+\s+)?[^\s"',;\\]+""", re.IGNORECASE
)
_SCHEME = re.compile(r"""\b(bearer|basic)(\s+)[A-Za-z0-9._~+/=%-]{10,}""", re.IGNORECASE)
_SHAPE = re.compile(r'\beyJ[\w.-]+|\b_[01]X[A-Z]+_[\w-]+')

# An error answer's "code": "18500" or "code": "not_found" is no secret; an OAuth code is longer.
_HARMLESS_CODE = re.compile(r'[A-Za-z0-9_.-]{0,15}')


def redact(text: str, *secrets: str) -> str:
    """``text`` without tokens, codes, passwords and without the very strings in ``secrets``."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    text = _cut(text)
    text = _HEADER.sub(rf'\1{MASK}', text)
    text = _SCHEME.sub(rf'\1\2{MASK}', text)
    text = _QUOTED.sub(_mask_quoted, text)
    text = _PAIR.sub(rf'\1={MASK}', text)
    text = _ENCODED_PAIR.sub(rf'\1\2{MASK}', text)
    text = _COLON.sub(rf'\1{MASK}', text)
    return _SHAPE.sub(MASK, text)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f'{text[: LONGEST - 2].rstrip(_IN_SECRETS)} …'


def _mask_quoted(match: re.Match) -> str:
    key, opening, value = match.group(1, 2, 5)
    is_harmless = key.lower() == 'code' and _HARMLESS_CODE.fullmatch(value)
    return match.group(0) if is_harmless else key + opening + MASK


class RedactingFilter(logging.Filter):
    """Redacts message, arguments and traceback of each record; never drops one.

    ``words``: of a logger that is not ours alone, only lines that hold all of these are ours; the
    others are left as they are.
    """

    def __init__(self, *words: str) -> None:
        super().__init__()
        self._words = words

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = f'{record.msg} {record.args}'
        if not all(word in message for word in self._words):
            return True
        record.msg, record.args = redact(message), ()
        if record.exc_info:
            trace = logging.Formatter().formatException(record.exc_info)
            record.exc_info, record.exc_text = None, redact(trace)
        return True


def get_logger(name: str) -> logging.Logger:
    """The logger of a module of this package, with the filter on it exactly once."""
    logger = logging.getLogger(name)
    if not any(isinstance(each, RedactingFilter) for each in logger.filters):
        logger.addFilter(RedactingFilter())
    return logger
