"""What a recipient demands when one connects becomes the rules that invoices to it must meet."""

from odoo import models

from ...network import Requirement
from ...ubl.patterns import BadPattern
from ...ubl.recipient import DATES, Demand
from ..rules.pagero_recipient_rule import FIELD_KEYS
from ..tools.later_steps import later_step, tell


FIELDS = {key for key, _label in FIELD_KEYS}


class PageroConnection(models.Model):
    _inherit = 'pagero.connection'

    def _adopt_requirements(self, company):
        """Requirements of the company become rules of the customer; existing rules stay."""
        rules = self.env['pagero.recipient.rule'].sudo().with_context(active_test=False)
        known = rules.search([('partner_id', '=', self.partner_id.id)])
        taken = {(rule.field_key, rule.kind, rule.company_id) for rule in known}
        owner = self._rule_company()
        unclear = []
        for requirement in company.requirements:
            values, is_clear = self._prepare_rule_values(requirement, company, owner)
            if (values['field_key'], values['kind'], owner) not in taken:
                with later_step(self):
                    rules.create(values)
                    unclear += [] if is_clear else [requirement]
        self._tell_what_is_unclear(unclear)

    def _rule_company(self):
        """No company where branches share the account: then the rule holds for all of them."""
        company = self.sudo().company_id
        return company.browse() if company.child_ids else company

    def _prepare_rule_values(self, requirement, company, owner):
        """Of a rule, and whether they say all that the requirement says."""
        field = _field_of(requirement)
        demand = demand_of(requirement)
        return {
            'partner_id': self.partner_id.id,
            'company_id': owner.id,
            'field_key': field,
            **_rule_values(demand or Demand('', field)),
            'message': requirement.message or requirement.question,
            'url': company.requirements_url,
            'source': 'request',
        }, demand is not None

    def _tell_what_is_unclear(self, requirements):
        """Kept as “must be there”: more of them can't be checked, so a person has to look."""
        if requirements:
            said = [each.message or each.question for each in requirements]
            sentence = self.env._(
                "%(partner)s has requirements for its invoices that can only be checked in part:"
                " %(demands)s Look at the requirements on the customer, and at your invoices to"
                " it.",
                partner=self.partner_id.display_name,
                demands=' '.join(f'“{each}”' for each in filter(None, said)) or '…',
            )
            tell(self, sentence)


def demand_of(requirement):
    """A requirement of a hit as the check of invoices will understand it, or None."""
    kind = requirement.kind or 'mandatory'
    return Demand.of_requirement(kind, requirement.value, _field_of(requirement))


def requirement_of(values):
    """A requirement from what a JSON field keeps of it."""
    return Requirement(**values)


def _field_of(requirement):
    return requirement.field if requirement.field in FIELDS else 'other'


def is_acceptable(demand, answer):
    """Whether an answer to the recipient's own question is as it demands."""
    try:
        return demand is None or demand.accepts(answer)
    except BadPattern:
        return True  # too much to be asked here: that is no reason to refuse the answer


def _rule_values(demand):
    """The values of a rule that asks the same."""
    values = {
        'kind': demand.kind,
        'pattern': demand.pattern or False,
        'allowed_values': '\n'.join(demand.allowed) or False,
    }
    for name, limit in (('minimum', demand.minimum), ('maximum', demand.maximum)):
        if limit is not None and demand.field in DATES:
            values[f'{name}_date'] = limit
        elif limit is not None:
            # A number of 0 is a limit as well.
            values |= {f'has_{name}_number': True, f'{name}_number': float(limit)}
    return values
