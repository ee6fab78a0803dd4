"""Every commit and every call of sending, following up and fetching has a test that dies there.

The list is found in the code: a new boundary without its line fails here.
"""

import ast
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
ROOMS = ('document', 'inbox')
COMMITS = {'_progress', '_insist'}
CALLS = {'hand_over', 'collect', '_read_on', 'mark_fetched', 'act_on_file_part'}
# What a death or a failure there comes to: a test below tests/, or why there is nothing to lose.
HARMLESS = "nothing but what is found again at the next run"
DIES_AT = {
    ('document/buttons.py', '_act_on_part'): 'test_a_restart_whose_answer_got_lost',
    ('document/claim.py', '_claim'): 'test_killed_between_claim_and_upload',
    ('document/claim.py', '_free_expired_claims'): 'test_only_what_was_on_the_wire_is_unsure',
    ('document/claim.py', '_free_claims_not_begun'): 'test_a_bug_counts_like_a_death',
    ('document/poll.py', '_poll'): 'test_what_cant_be_read_changes_nothing',
    ('document/send.py', '_built'): 'test_killed_between_claim_and_upload',
    ('document/send.py', '_cron_send'): HARMLESS,
    ('document/send.py', '_insist_on_record'): 'test_killed_between_the_answer_and_the_record',
    ('document/send.py', '_look_ahead'): 'test_killed_while_the_next_batch_waits_for_the_wire',
    ('document/send.py', '_send_due'): HARMLESS,
    ('document/send.py', '_send_turn'): HARMLESS,
    ('document/send.py', '_send_claimed'): 'test_killed_between_claim_and_upload',
    ('document/send.py', '_judge_round'): 'test_an_outage_is_waited_for_longer_each_time',
    ('document/silent.py', '_follow_up_silent'): 'test_the_hourly_sweep_finds_unknown_words_too',
    ('document/silent.py', '_release_without_reason'): HARMLESS,
    ('document/unsure.py', '_look_up_unsure'): 'test_a_time_out_after_the_body_is_looked_up',
    ('document/waiting_check.py', '_check_waiting'): HARMLESS,
    ('document/wire.py', '_hand_over'): 'test_killed_while_the_body_is_sent_but_not_taken',
    ('document/wire.py', '_note_wire'): 'test_killed_in_the_middle_of_a_batch',
    ('inbox/bill.py', '_book_alone'): 'test_what_ends_its_worker_keeps_no_other_back',
    ('inbox/bill.py', '_cron_make_bills'): HARMLESS,
    ('inbox/keep.py', '_alone_if_large'): 'test_what_is_too_large_waits_for_a_person',
    ('inbox/keep.py', '_collect'): 'test_killed_while_a_file_comes',
    ('inbox/keep.py', '_fetch'): 'test_killed_between_the_file_and_its_storage',
    ('inbox/mark.py', '_mark'): 'test_killed_between_the_storage_and_the_mark',
    ('inbox/mark.py', '_tell'): 'test_killed_after_the_mark_was_taken_but_before_its_answer',
    ('inbox/pull.py', '_announce'): 'test_killed_while_the_list_is_read',
    ('inbox/reminders.py', '_cron_link_reminders'): HARMLESS,
}


def functions(path):
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def names_called(function):
    return {
        node.func.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def boundaries():
    return {
        (f'{room}/{path.name}', function.name)
        for room in ROOMS
        for path in (ROOT / 'models' / room).glob('*.py')
        for function in functions(path)
        if names_called(function) & (COMMITS | CALLS)
    }


def test_every_boundary_has_its_case():
    assert boundaries() == DIES_AT.keys()


def test_every_case_is_a_test():
    known = {
        function.name
        for path in (ROOT / 'tests').rglob('test_*.py')
        for function in functions(path)
    }
    assert {case for case in DIES_AT.values() if case != HARMLESS} <= known
