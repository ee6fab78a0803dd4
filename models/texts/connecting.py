"""What connecting a customer will do, and what it did. A plain helper, no model."""

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)

PROMISES = {
    'direct': _lt("The customer is connected at once."),
    'by_request': _lt("A connection request is sent."),
    'by_routing': _lt("The customer uses another operator, so a routing order follows."),
}
INVOICES = {
    'direct': _lt("They are sent as soon as they are posted."),
    'by_request': _lt("They can be posted, and wait until the customer has approved the request."),
    'by_routing': _lt("They can be posted, and wait until the route is active."),
    'not_marked': _lt(
        "They are not sent with Pagero automatically, since the customer is not marked for it."
    ),
    'not_chosen': _lt("They are not sent over this connection: no invoices were chosen for it."),
}
# Without an API nothing is asked of Pagero: a person does it there.
PUBLIC_PROMISES = PROMISES | {
    'direct': _lt(
        "The customer is recorded here as connected; connect it in Pagero Online as well."
    ),
    'by_request': _lt(
        "A connection request is recorded here; send it in Pagero Online, or by e-mail, and enter"
        " here what the customer answers."
    ),
}
RESULTS = {
    'connected': _lt("%(customer)s is connected."),
    'requested': _lt(
        "The request to %(customer)s has been sent. You get an activity when it is answered."
    ),
    'routing_needed': _lt("%(customer)s needs a routing order. Send the e-mail on this tab."),
}
PUBLIC_RESULTS = RESULTS | {
    'connected': _lt("%(customer)s is recorded as connected. Connect it in Pagero Online as well."),
    'requested': _lt(
        "The request to %(customer)s is recorded. Send it in Pagero Online or by e-mail, and enter"
        " the answer here."
    ),
}


def promise_of(env, gateway, connection_type):
    """What *Confirm* will do."""
    promises = PUBLIC_PROMISES if gateway == 'public' else PROMISES
    return env._(promises[connection_type])


def promise_of_invoices(env, key):
    """What becomes of the customer's invoices: a way to connect, or why they don't go."""
    return env._(INVOICES[key])


def result_of(env, gateway, state, customer):
    """What *Confirm* did; only the customer where the state says nothing."""
    results = PUBLIC_RESULTS if gateway == 'public' else RESULTS
    if state not in results:
        return customer
    words = results[state]
    sentence = env._(words)
    return sentence % {'customer': customer}
