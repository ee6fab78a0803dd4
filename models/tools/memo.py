"""What is asked of many records at once, and answered once. A plain helper, no model."""

KEY = 'pagero_memo'


class Memo:
    """Answers that stay true while one thing is done; no client can send one."""

    def __init__(self):
        self._answers = {}

    def of(self, key, ask, *arguments):
        """What ``ask`` answered the first time."""
        if key not in self._answers:
            self._answers[key] = ask(*arguments)
        return self._answers[key]


def remembering(records, **context):
    """The records in a context that remembers; as they are where it does so already, like this."""
    now = records.env.context
    if isinstance(now.get(KEY), Memo) and context.items() <= now.items():
        return records
    return records.with_context(**context, **{KEY: Memo()})


def remembered(records, key, ask, *arguments):
    """The answer to a question, from the memo where the context has one."""
    memo = records.env.context.get(KEY)
    return memo.of(key, ask, *arguments) if isinstance(memo, Memo) else ask(*arguments)
