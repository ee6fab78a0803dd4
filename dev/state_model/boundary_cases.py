"""What a death at each boundary comes to, and where it is tried.

``tests/server/test_every_boundary.py`` ends a process right before and right after each step of
those in ``KILLED``, lets the work go on, and compares Odoo with the sandbox; the name is that of
what is under way there.
"""

# {file:function: (what is under way, what a death there comes to)}
KILLED = {
    # Sending.
    'document/send.py:_cron_send': ('send', "it leaves at the next run"),
    'document/send.py:_send_due': ('send', "it leaves at the next run"),
    'document/send.py:_send_turn': ('send while the login is lost', "it is held, and leaves later"),
    'document/claim.py:_claim': ('send', "queued again once the claim is over"),
    'document/send.py:_built': ('send', "queued again once the claim is over"),
    'document/send.py:_look_ahead': ('send', "what was on the wire is found, or unsure"),
    'document/send.py:_send_claimed': ('send', "queued again once the claim is over"),
    'document/wire.py:_note_wire': ('send', "unsure, looked for, then sent by a person"),
    'document/wire.py:_hand_over': ('send', "unsure, looked for: found, or sent by a person"),
    'document/send.py:_insist_on_record': ('send', "found at Pagero, or known by its file"),
    'document/send.py:_judge_round': ('send in an outage', "unsure as it would be"),
    'document/claim.py:_free_expired_claims': ('send after a death', "freed at the next run"),
    'document/claim.py:_free_claims_not_begun': (
        'send with a bug of ours',
        "freed when it is over",
    ),
    'account/sending.py:_answers': ('send after an outage', "asked again"),
    # Following up.
    'mixins/pagero_scheduled_mixin.py:_each_account': ('poll', "asked again"),
    'document/poll.py:_poll': ('poll', "asked again"),
    'document/poll.py:_sent_since': ('poll', "asked again"),
    'document/unsure.py:_look_up_unsure': ('look up', "looked up again"),
    'document/unsure.py:documents': ('look up', "looked up again"),
    'document/unsure.py:parts': ('look up what is not there', "looked up again"),
    'document/unsure.py:_find_document': ('look up what is not there', "looked up again"),
    'document/silent.py:_follow_up_silent': ('sweep', "asked again"),
    'document/silent.py:_look_at': ('sweep', "asked again"),
    'document/silent.py:_release_without_reason': ('sweep', "looked at again"),
    'document/waiting_check.py:_check_waiting': ('sweep', "checked again"),
    'document/buttons.py:_act_on_part': ('cancel', "pressed again, at once or after a day"),
    'document/buttons.py:_is_listed': ('cancel in doubt', "pressed again"),
    # Receiving.
    'inbox/pull.py:_announce': ('receive', "listed again"),
    'inbox/pull.py:_listed_since': ('receive', "listed again"),
    'inbox/keep.py:_fetch': ('receive', "fetched again"),
    'inbox/keep.py:_collect': ('receive', "fetched again"),
    'inbox/mark.py:_mark': ('receive', "marked again"),
    'inbox/mark.py:_tell': ('receive', "marked again"),
    'inbox/bill.py:_book_alone': ('bills', "booked at the next run, once"),
    'inbox/bill.py:_cron_make_bills': ('bills', "booked at the next run, once"),
    'inbox/reminders.py:_cron_link_reminders': ('reminders', "linked at the next run"),
    'answer/reading.py:_cron_read': ('read answers', "read at the next run, once"),
    # The login.
    'account/pagero_credential.py:_access_token': ('send with an old token', "refreshed, or lost"),
    'account/pagero_credential.py:_fresh_token': ('send with an old token', "refreshed, or lost"),
    'account/pagero_credential.py:_cron_refresh_tokens': ('refresh', "refreshed at the next run"),
    # Connecting.
    'gateway/pagero_gateway_partner.py:_ask': ('connect', "pressed again, it is adopted"),
    'gateway/pagero_gateway_partner.py:_cancel_request': ('cancel a request', "pressed again"),
    'gateway/pagero_gateway_partner.py:_disconnect': ('disconnect', "pressed again"),
    'gateway/pagero_gateway_partner.py:_order_route': ('order a route', "pressed again: adopted"),
    'gateway/pagero_gateway_partner.py:_tell_route': ('activate a route', "pressed again"),
    'gateway/pagero_gateway_partner.py:_news': ('hear news', "heard again"),
    'gateway/pagero_gateway_partner.py:_refresh': ('hear news', "heard again"),
    'connection/news.py:_hear_news': ('hear news', "heard again"),
    'connection/connect.py:_wait_for_others': ('connect', "only a look; pressed again"),
    'gateway/received_requests.py:_answer_request': ('approve a request', "pressed again"),
    # Matching.
    'match/work.py:_cron_match': ('match', "goes on where it was"),
    'match/work.py:_take_step': ('match', "goes on where it was"),
    'match/work.py:_match_chunk': ('match', "looked for again"),
}
# A test that tries it, or why there is nothing to lose.
ASKS_ONLY = "only asks, for a person who asks again"
ELSEWHERE = {
    'account/wrong_clock.py:_distrust_far_moments': "looked at again at the next run",
    'inbox/bill.py:_book_share': "as the scheduled action: _book_alone, in a job of queue_job",
    'mixins/job_queue.py:_come_again': "the job is started again by its runner",
    'mixins/job_queue.py:_execute_until_done': "once more at the next uninstallation",
    'mixins/job_queue.py:_share_out': "shared out at the next run; what has a job keeps it",
    'account/pagero_credential.py:_distrust': "the next call is refused again, and asks anew",
    'account/pagero_credential.py:_log_in': "the code is used up: kept, or one logs in again",
    'account/pagero_credential.py:exchange': "the code is used up: the person logs in again",
    'account/pagero_credential.py:_revoke': "pressed again; a token that was revoked stays so",
    'account/pagero_credential.py:_forget_tokens': "pressed again",
    'account/pagero_login_attempt.py:_consume': "used up: the person logs in again",
    'account/watch.py:_cron_watch': "looked at again at the next run",
    'account/watch.py:action_test_connection': ASKS_ONLY,
    'connection/connect.py:_wait_for_finders': "only a look, in a cursor of its own",
    'document/answer_kind.py:_is_at_pagero': "looked up again at the next run",
    'document/poll.py:_stopped_parts': "read by those who ask for it: poll and sweep",
    'gateway/pagero_gateway_partner.py:_connect': "a closed connection is opened anew once more",
    'gateway/pagero_gateway_partner.py:_hear_answer': ASKS_ONLY,
    'gateway/pagero_gateway_partner.py:_set_numbers': "pressed again: the numbers are the same",
    'gateway/received_requests.py:_as_decided': ASKS_ONLY,
    'gateway/received_requests.py:_request_news': "heard again at the next run",
    'gateway/users.py:_add_user': 'test_admin_users',
    'gateway/users.py:_change_user': "pressed again: the values are the same",
    'gateway/users.py:_licence_id': ASKS_ONLY,
    'gateway/users.py:_refresh_users': "heard again at the next run",
    'gateway/users.py:_remove_user': "pressed again; who is gone is gone",
    'gateway/users.py:_request_quote': "asked for twice, Pagero answers twice",
    'inbox/keep.py:_alone_if_large': 'test_what_is_too_large_waits_for_a_person',
    'match/work.py:_note_refusal': "the same customer is asked for again",
    'match/work.py:_pause': "the run is looked at again within a minute",
    'match/work.py:_refuse_silence': "the same customers are looked for again",
    'office/pagero_digest.py:_cron_digest': "Odoo's own figures are sent at the next run",
    'rules/dry_run.py:_cron_test': "the trial goes on where it was",
}
