"""Why an invoice waits for its customer's connection, and what helps.

A plain helper, no model.
"""

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)

REASONS = {
    'none': _lt("The customer is not connected."),
    'requested': _lt("The connection request has not been answered."),
    'unasked': _lt("The customer must approve you as a sender, and no request is pending."),
    'routing_needed': _lt("A route to the customer is needed, and has not been ordered."),
    'routing_ordered': _lt("The route is not set up yet."),
    'changed': _lt(
        "The customer has other numbers than those that were connected, so the invoice could reach"
        " another company."
    ),
    'rejected': _lt("The customer rejected the connection request."),
    'cancelled': _lt("The connection request was cancelled."),
    'not_found': _lt("The customer was not found in the network."),
    'inactive': _lt("The customer is deactivated in the network."),
}
ADVICE = {
    'none': _lt("Connect the customer; the invoice is then sent automatically."),
    'requested': _lt("It is sent automatically when the customer accepts. Send a reminder if that"
                     " takes long."),
    'unasked': _lt("Send a request; the invoice is sent automatically when the customer accepts."),
    'routing_needed': _lt(
        "Order a route; the invoice is sent automatically when the route is activated."
    ),
    'routing_ordered': _lt(
        "Activate the routing order when the customer has confirmed the route; the invoice is"
        " then sent automatically."
    ),
    'changed': _lt("Press Same Company on the connection if it is the same company. Otherwise"
                   " connect the customer again, or write the earlier numbers back."),
    'rejected': _lt("Ask the customer why, and send the request again; or cancel this and send the"
                    " invoice another way."),
    'cancelled': _lt("Send the request again; the invoice is sent automatically when it is"
                     " accepted."),
    'not_found': _lt("Check the customer's numbers, search the network, and connect it again."),
    'inactive': _lt("Ask the customer where it receives its invoices now."),
}  # fmt: skip
TEST_ADVICE = _lt(
    "Press Send Test Anyway to send this test without a connection. Once the customer is connected,"
    " it is sent automatically."
)
ONLY_TEST_ADVICE = _lt(
    "Only a test waits here; the invoice itself has not been sent. Send it with the action Send"
    " with Pagero: it then replaces the test."
)


def reason_of_state(env, state):
    """One sentence; nothing for a connection that holds nothing up."""
    return env._(REASONS[state]) if state in REASONS else ''


def advice_of_state(env, state):
    """What to do about it; nothing for a connection that holds nothing up."""
    return env._(ADVICE[state]) if state in ADVICE else ''
