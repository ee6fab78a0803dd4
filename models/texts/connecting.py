"""What connecting a customer will do, and what it did. A plain helper, no model."""

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)

PROMISES = {
    'direct': _lt(
        "The customer is connected at once. Invoices are sent as soon as they are posted."
    ),
    'by_request': _lt(
        "A connection request is sent. Invoices can be posted; they wait until the customer has"
        " approved it."
    ),
    'by_routing': _lt(
        "The customer uses another operator, so a routing order follows. Invoices can be"
        " posted; they wait until the route is active."
    ),
}
# Without an API nothing is asked of Pagero: a person does it there.
PUBLIC_PROMISES = PROMISES | {
    'direct': _lt(
        "The customer is recorded here as connected; connect it in Pagero Online as well."
        " Invoices are sent as soon as they are posted."
    ),
    'by_request': _lt(
        "A connection request is recorded here; send it in Pagero Online, or by e-mail. Invoices"
        " can be posted; they wait until you enter here that the customer has approved it."
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


def result_of(env, gateway, state, customer):
    """What *Confirm* did; only the customer where the state says nothing."""
    results = PUBLIC_RESULTS if gateway == 'public' else RESULTS
    if state not in results:
        return customer
    words = results[state]
    sentence = env._(words)
    return sentence % {'customer': customer}
