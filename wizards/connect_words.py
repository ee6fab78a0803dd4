"""What will happen when a customer is connected, said before and after it does."""

from markupsafe import Markup

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)

PROMISES = {
    'direct': _lt("The customer is connected at once. Invoices leave as soon as they are posted."),
    'by_request': _lt(
        "A connection request is sent. Invoices can be posted; they wait until the customer has"
        " approved it."
    ),
    'by_routing': _lt(
        "The customer sits with another operator, so a routing order follows. Invoices can be"
        " posted; they wait until the route is active."
    ),
}
RESULTS = {
    'connected': _lt("%(customer)s is connected."),
    'requested': _lt(
        "The request to %(customer)s is sent. You get an activity when it is answered."
    ),
    'routing_needed': _lt("%(customer)s needs a routing order. Send the e-mail on this tab."),
}


def sum_up(wizard):
    """All that *Confirm* will do, as a table."""
    rows = [(label, value) for label, value in _rows(wizard, wizard.env) if value]
    row = Markup('<tr><th class="w-25">%s</th><td>%s</td></tr>')
    body = Markup().join(row % each for each in rows)
    return Markup('<table class="table table-sm mb-0"><tbody>%s</tbody></table>') % body


def _rows(wizard, env):
    partner = wizard._customer()
    yield env._("Company"), _lines([wizard.name, wizard.numbers])
    yield env._("Customer"), partner.display_name or env._("A new customer")
    taken = wizard.difference_ids.filtered('take_over')
    changes = [f'{line.label}: {line.ours or "-"} → {line.theirs}' for line in taken]
    yield env._("Taken over"), _lines(changes)
    chosen = wizard.capability_ids.filtered('is_chosen')
    yield env._("Documents"), ', '.join(chosen.mapped('display_name'))
    ways = dict(wizard._fields['way']._description_selection(env))
    yield env._("Connection type"), ways.get(wizard.way)
    yield env._("Customer number"), wizard.customer_numbers
    yield env._("Message"), wizard.message if wizard.way == 'by_request' else ''
    answers = [f'{line.question} {line.answer}' for line in wizard.answer_ids if line.answer]
    yield env._("Answers"), _lines(answers)
    yield env._("What happens"), Markup('<strong>%s</strong>') % env._(PROMISES[wizard.way])


def _lines(lines):
    return Markup('<br/>').join(filter(None, lines))
