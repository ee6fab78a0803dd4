"""Why an invoice waits for its customer's connection, and what cures that, for its reader."""

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)

REASONS = {
    'none': _lt("The customer is not connected."),
    'requested': _lt("The connection request has not been answered."),
    'unasked': _lt("The customer must approve you as a sender, and no request is under way."),
    'routing_needed': _lt("A route to the customer is needed, and has not been ordered."),
    'routing_ordered': _lt("The route is not set up yet."),
    'rejected': _lt("The customer rejected the connection request."),
    'cancelled': _lt("The connection request was cancelled."),
    'not_found': _lt("The customer was not found in the network."),
    'inactive': _lt("The customer is deactivated in the network."),
}
ADVICE = {
    'none': _lt("Connect the customer; the invoice then leaves by itself."),
    'requested': _lt("It leaves by itself when the customer accepts. Remind it, if it takes long."),
    'unasked': _lt("Send a request; the invoice leaves by itself when the customer accepts."),
    'routing_needed': _lt("Order a route; the invoice leaves by itself when it is activated."),
    'routing_ordered': _lt(
        "Activate the routing order when the customer has confirmed the route; the invoice then"
        " leaves by itself."
    ),
    'rejected': _lt("Ask the customer why, and send the request again; or cancel this and send the"
                    " invoice another way."),
    'cancelled': _lt("Send the request again; the invoice leaves by itself when it is accepted."),
    'not_found': _lt("Check the customer's numbers, search the network, and connect it again."),
    'inactive': _lt("Ask the customer where it receives its invoices now."),
}  # fmt: skip
TEST_ADVICE = _lt(
    "A test asks first: press Send Test Anyway, or connect the customer; it then leaves by itself."
)
ONLY_TEST_ADVICE = _lt(
    "Only a test waits here; the invoice itself has not been sent. Send it with the action Send"
    " with Pagero: it takes the test's place."
)
CURES = [
    ('connect', "Connect Customer"),
    ('request', "Request"),
    ('order', "Routing Order"),
    ('new_order', "New Order"),
    ('connection', "Connection"),
]


def reason_of_state(env, state):
    """One sentence; nothing for a connection that holds nothing up."""
    return env._(REASONS[state]) if state in REASONS else ''


def advice_of_state(env, state):
    """What to do about it; nothing for a connection that holds nothing up."""
    return env._(ADVICE[state]) if state in ADVICE else ''
