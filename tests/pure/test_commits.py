"""Where scheduled work commits part after part, a collision leaves that part and no other.

The loops are found in the code: a new one without something around it that hears it fails here.
"""

import ast
from pathlib import Path

from state_model.boundaries import MODELS


# What a collision in the loop's commit is heard by.
A_TURN = "_had_its_turn: asked for once more at once"
GUARDED = {
    'document/claim.py:_claim': "_send_alone: what was claimed is freed",
    'document/silent.py:_follow_up_silent': A_TURN,
    'document/unsure.py:_look_up_unsure': A_TURN,
    'inbox/mark.py:_mark': A_TURN,
    'inbox/keep.py:_fetch': A_TURN,
    'mixins/job_queue.py:_share_out': "jobs are only added, which changes no row of others",
    'mixins/pagero_scheduled_mixin.py:_each_account': "nothing is written after the turn's commit",
}
HEARS = {'SerializationFailure', 'Exception'}


def _loops_that_commit(function):
    for loop in ast.walk(function):
        if isinstance(loop, (ast.For, ast.While)):
            heard = {
                id(part)
                for attempt in ast.walk(loop)
                if isinstance(attempt, ast.Try)
                and any(HEARS & set(ast.unparse(each.type).split()) for each in attempt.handlers)
                for statement in attempt.body
                for part in ast.walk(statement)
            }
            handlers = {
                id(part)
                for attempt in ast.walk(loop)
                if isinstance(attempt, ast.Try)
                for handler in attempt.handlers
                for part in ast.walk(handler)
            }
            for call in ast.walk(loop):
                name = isinstance(call, ast.Call) and getattr(call.func, 'attr', '')
                if name == '_progress' and id(call) not in heard | handlers:
                    yield loop


def test_every_loop_that_commits_is_guarded():
    found = {
        f'{path.relative_to(MODELS).as_posix()}:{function.name}'
        for path in Path(MODELS).rglob('*.py')
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef) and any(_loops_that_commit(function))
    }

    assert found == GUARDED.keys()
