"""What a recipient demands when one connects becomes the rules that invoices to it must meet."""

import re

from odoo import models

from .pagero_recipient_rule import FIELD_KEYS, KINDS


FIELDS = {key for key, _label in FIELD_KEYS}
KNOWN_KINDS = {kind for kind, _label in KINDS}


class PageroConnection(models.Model):
    _inherit = 'pagero.connection'

    def _adopt_requirements(self, company):
        """Requirements of the hit become rules of the customer; what people changed there stays."""
        rules = self.env['pagero.recipient.rule'].sudo().with_context(active_test=False)
        known = rules.search([('partner_id', '=', self.partner_id.id)])
        taken = {(rule.field_key, rule.kind, rule.company_id) for rule in known}
        owner = self._rule_company()
        for requirement in company.get('requirements') or ():
            values = self._prepare_rule_values(requirement, company, owner)
            if (values['field_key'], values['kind'], owner) not in taken:
                rules.create(values)

    def _rule_company(self):
        """A parent's account is its branches' as well: then the rule is everybody's."""
        company = self.sudo().company_id
        return company.browse() if company.child_ids else company

    def _prepare_rule_values(self, requirement, company, owner):
        field, value = requirement.get('field'), requirement.get('value') or ''
        kind = requirement.get('kind') if requirement.get('kind') in KNOWN_KINDS else 'mandatory'
        demand = _demand(kind, value)
        return {
            'partner_id': self.partner_id.id,
            'company_id': owner.id,
            'field_key': field if field in FIELDS else 'other',
            'kind': kind if demand is not None else 'mandatory',
            **(demand or {}),
            'message': requirement.get('message') or requirement.get('question'),
            'url': company.get('requirements_url'),
            'source': 'request',
        }


def _demand(kind, value):
    """The values of a rule for what a requirement asks; None where it can't be understood."""
    if kind == 'mandatory':
        return {}
    if kind == 'pattern':
        return {'pattern': value} if value and _is_pattern(value) else None
    if kind == 'list':
        words = [word.strip() for word in re.split(r'[|;\n]', value) if word.strip()]
        if len(words) == 1:
            words = [word.strip() for word in value.split(',') if word.strip()]
        return {'allowed_values': '\n'.join(words)} if words else None
    return _limits(value)


def _is_pattern(value):
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def _limits(value):
    """``1..100`` or ``2026-01-01..2026-12-31``; a side may be open."""
    first, dots, last = (part.strip() for part in value.partition('..'))
    if not dots:
        return None
    for names, shape, read in (
        (('minimum_date', 'maximum_date'), r'\d{4}-\d\d-\d\d', str),
        (('minimum_number', 'maximum_number'), r'-?\d+([.,]\d+)?', _number),
    ):
        limits = {name: side for name, side in zip(names, (first, last), strict=True) if side}
        if limits and all(re.fullmatch(shape, side) for side in limits.values()):
            # Of days nothing else is said; a number of 0 is a limit as well.
            ticks = {f'has_{name}': True for name in limits if name.endswith('number')}
            return {**ticks, **{name: read(side) for name, side in limits.items()}}
    return None


def _number(text):
    return float(text.replace(',', '.'))
