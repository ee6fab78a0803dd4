"""System parameters. A plain helper, no model."""

from .release import renamed


READ = renamed('ir.config_parameter', 'get_param', 'get_str')


def parameter(env, key):
    """The value of a system parameter, for any user; '' where there is none."""
    return getattr(env['ir.config_parameter'].sudo(), READ)(key) or ''
