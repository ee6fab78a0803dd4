"""Which reason of an answer (OPStatusReason) fits what is wrong with a received invoice.

By the official id of the broken rule. The words that go with a reason are the findings' own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .finding import Finding


REFERENCES, LEGAL, ITEM, PAYMENT, FINANCE, OTHER = 'REF', 'LEG', 'ITM', 'PAY', 'FIN', 'OTH'
# The first that matches.
_REASONS = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (r'BR-CO-1[0-7]|BR-CO-18|PEPPOL-EN16931-R(04[0-9]|05\d|12[01])', FINANCE),
        (r'BR-DEC-\d+|BR-(1[2-6]|4[5-8]|31|36|41|43)', FINANCE),
        (r'BR-(S|Z|E|AE|IC|G|O|IG|IP|B)-(0[5-9]|1\d)', FINANCE),
        (r'PEPPOL-EN16931-R003|BR-(5[2-5])', REFERENCES),
        (r'SE-R-00[5-9]|SE-R-01[0-2]|BR-(49|5[0-1]|61)|BR-CO-(25|27)|BR-62', PAYMENT),
        (r'BR-(S|Z|E|AE|IC|G|O|IG|IP|B)-0[1-4]|BR-CO-(09|26)|BR-(0[6-9]|1[01])', LEGAL),
        (r'[A-Z]{2}-R-\d+', LEGAL),
        (r'BR-(2[1-9]|64|65)|PEPPOL-EN16931-R(11\d|130)', ITEM),
    )
)


def reason_of_rule(rule: str) -> str:
    """
    >>> reason_of_rule('BR-CO-15'), reason_of_rule('SE-R-001'), reason_of_rule('UBL-CR-1')
    ('FIN', 'LEG', 'OTH')
    """
    return next((reason for pattern, reason in _REASONS if pattern.fullmatch(rule)), OTHER)


def reasons_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Of the fatal findings, each once in the order of the findings; the general one last."""
    reasons = dict.fromkeys(reason_of_rule(each.rule) for each in findings if each.is_fatal)
    return tuple(sorted(reasons, key=lambda reason: reason == OTHER))
