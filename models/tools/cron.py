"""Scheduled actions that run earlier than planned. A plain helper, no model."""


def cron_of(env, xml_id):
    """The scheduled action, also a deactivated one; empty where it was deleted."""
    cron_id = env['ir.model.data']._xmlid_to_res_id(xml_id)
    return env['ir.cron'].sudo().with_context(active_test=False).browse(cron_id or 0).exists()


def run_again(env, at):
    """Let the scheduled action that runs now run at a time once more; elsewhere nothing happens."""
    cron_id = env.context.get('cron_id')
    if cron_id:
        env['ir.cron'].sudo().browse(cron_id)._trigger(at)


def wake_cron(env, xml_id, at=None):
    """Let the scheduled action run now, or ``at`` a time, with this transaction's commit.

    ``ref`` would ask the database first whether the action is there: posting is counted.
    """
    cron_id = env['ir.model.data']._xmlid_to_res_id(xml_id, raise_if_not_found=True)
    env['ir.cron'].sudo().browse(cron_id)._trigger(at)
