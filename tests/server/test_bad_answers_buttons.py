"""Buttons that act at Pagero, and whose answer gets lost or comes too late."""

import pytest
from rough_place import POLL
from setup.rpc import OdooError


@pytest.fixture
def place(rough_place):
    """A sandbox that processes only when it is told to."""
    rough_place.sandbox.post('settings', {'processing_seconds': 'manual'})
    return rough_place


@pytest.fixture
def stopped(place):
    """An invoice that stands at Pagero with an error."""
    invoice_id = place.post_and_send()
    place.let_it_stand(invoice_id, 'Error', "28800: The recipient is not active.")
    place.run(POLL)
    return invoice_id


@pytest.mark.parametrize('button', ['action_cancel', 'action_send_again'])
def test_a_cancellation_whose_answer_got_lost(place, stopped, button):
    place.fault('timeout_after', path='/action$', seconds=0)
    with pytest.raises(OdooError, match='Pagero could not do this'):
        place.press(stopped, button)
    assert place.document(stopped)['state'] == 'error'

    # It stands nowhere any more. That may also mean that it goes on, so a day must pass first.
    with pytest.raises(OdooError, match="no longer be stopped"):
        place.press(stopped, button)
    place.run(POLL)
    assert place.document(stopped)['state'] == 'processing'
    place.long_ago()
    place.press(stopped, button)

    assert place.documents(stopped)[-1]['state'] == 'cancelled'
    assert place.uploads(stopped) == 1


def test_a_cancellation_that_came_too_late(place, stopped):
    """Somebody restarted it at Pagero, and it was delivered: it can't be cancelled any more."""
    place.let_it_stand(stopped, 'Processing')
    place.sandbox.post('advance')

    with pytest.raises(OdooError, match="no longer be stopped"):
        place.press(stopped, 'action_cancel')

    place.run(POLL)
    assert place.document(stopped)['state'] == 'delivered'


def test_a_restart_whose_answer_got_lost(place, stopped):
    place.fault('timeout_after', path='/action$', seconds=0)
    with pytest.raises(OdooError, match='Pagero could not do this'):
        place.press(stopped, 'action_restart')
    place.sandbox.post('advance')

    place.run(POLL)

    assert place.document(stopped)['state'] == 'delivered'
    assert (place.uploads(stopped), place.arrived(stopped)) == (1, 1)
