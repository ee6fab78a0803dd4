"""What will happen when a customer is connected, said before and after it does."""

from markupsafe import Markup

from odoo.tools.translate import LazyTranslate

from ..models.tools.labels import labels_of


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
# Without an API nothing is asked of Pagero: a person does it there.
PUBLIC_PROMISES = PROMISES | {
    'direct': _lt(
        "The customer is noted here as connected; connect it in Pagero Online as well. Invoices"
        " leave as soon as they are posted."
    ),
    'by_request': _lt(
        "A connection request is noted here; send it in Pagero Online, or by e-mail. Invoices can"
        " be posted; they wait until you enter here that the customer has approved it."
    ),
}
RESULTS = {
    'connected': _lt("%(customer)s is connected."),
    'requested': _lt(
        "The request to %(customer)s is sent. You get an activity when it is answered."
    ),
    'routing_needed': _lt("%(customer)s needs a routing order. Send the e-mail on this tab."),
}
PUBLIC_RESULTS = RESULTS | {
    'connected': _lt("%(customer)s is noted as connected. Connect it in Pagero Online as well."),
    'requested': _lt(
        "The request to %(customer)s is noted. Send it in Pagero Online or by e-mail, and enter"
        " the answer here."
    ),
}


def promise_of(env, gateway, way):
    """What *Confirm* will do."""
    promises = PUBLIC_PROMISES if gateway == 'public' else PROMISES
    return env._(promises[way])


def result_of(env, gateway, state, customer):
    """What *Confirm* did; only the customer where the state says nothing."""
    results = PUBLIC_RESULTS if gateway == 'public' else RESULTS
    if state not in results:
        return customer
    words = results[state]
    sentence = env._(words)
    return sentence % {'customer': customer}


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
    yield env._("Connection type"), labels_of(wizard, 'way').get(wizard.way)
    yield env._("Customer number"), wizard.customer_numbers
    yield env._("Message"), wizard.message if wizard.way == 'by_request' else ''
    answers = [f'{line.question} {line.answer}' for line in wizard.answer_ids if line.answer]
    yield env._("Answers"), _lines(answers)
    promise = promise_of(env, wizard.gateway, wizard.way)
    yield env._("What happens"), Markup('<strong>%s</strong>') % promise


def _lines(lines):
    return Markup('<br/>').join(filter(None, lines))
