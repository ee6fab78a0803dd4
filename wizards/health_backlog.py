"""What each scheduled action still has to do for an account, in the action's own terms.

A plain helper, no model.
"""

from ..models.document.pagero_document import LEAVING


def backlog_of(account, key):
    """A number, or None for an action that has no backlog; ``key`` ends its external id."""
    count = BACKLOGS.get(key)
    return count(account) if count else None


def _documents(account, *domain):
    own = ('account_id', '=', account.id)
    return account.env['pagero.document'].search_count([own, *domain])


def _queued(account):
    return _documents(account, ('state', 'in', LEAVING))


def _unheard(account):
    """What stands at Pagero with an error waits for a person, not for the action."""
    return _documents(account, ('state', 'in', ('processing', 'unsure')))


def _silent(account):
    return _documents(account, *account.env['pagero.document']._silent_domain())


def _pending(account):
    """Answers that Pagero can be asked for; without an API the user enters them."""
    if account.gateway != 'partner':
        return None
    own = ('account_id', '=', account.id)
    requests, orders = account.env['pagero.connection.request'], account.env['pagero.routing.order']
    return requests.search_count([own, ('state', '=', 'pending')]) + orders.search_count(
        [own, ('state', '=', 'awaiting_response')]
    )


def _unanswered(account):
    if not account.chase_after_days:
        return None
    limit = account._chase_limit()
    models = (account.env['pagero.connection.request'], account.env['pagero.routing.order'])
    return sum(model.search_count(model._unanswered_domain(account, limit)) for model in models)


def _unmatched(account):
    runs = account.env['pagero.match.run']
    under_way = runs.search([('account_id', '=', account.id), *runs._active_domain()])
    return sum(under_way.mapped('waiting_count'))


def _untried(account):
    """Rule packs are shared by all accounts."""
    domain = account.env['pagero.rule.pack']._due_trials_domain()
    return account.env['pagero.rule.pack.trial'].search_count(domain)


def _expiring(account):
    return len(account.env['pagero.rule.pack']._expiring())


def _untold(account):
    """Daily mails that failed: they are sent again at the next run, with all that is new."""
    users = ('user_id.company_ids', 'in', account.company_id.ids)
    return account.env['pagero.digest'].search_count([users, ('has_failed', '=', True)])


# The other ones look after all accounts each time: nothing is left over.
BACKLOGS = {
    'send': _queued,
    'poll': _unheard,
    'sweep': _silent,
    'network': _pending,
    'chase': _unanswered,
    'match': _unmatched,
    'rule_pack_test': _untried,
    'rule_pack_expiry': _expiring,
    'digest': _untold,
}
