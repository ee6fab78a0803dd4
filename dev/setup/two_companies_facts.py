"""Who works in the two companies, and the words by which what was told is known."""

SECRET = 'Hemligt hos Sydsken'  # stands in every text of the other company
# Eight roles in the first company; each name is login and password.
ROLES = {
    'internal': ['base.group_user'],
    'portal': ['base.group_portal'],
    'reader': ['base.group_user', 'account.group_account_readonly'],
    'invoicing': ['base.group_user', 'account.group_account_invoice'],
    'user': ['base.group_user', 'pagero_connector.group_user'],
    'sales': ['base.group_user', 'pagero_connector.group_sales'],
    'group_admin': [
        'base.group_user',
        'account.group_account_manager',
        'pagero_connector.group_group_admin',
    ],
    'pagero_admin': ['base.group_user', 'pagero_connector.group_admin'],
}
OTHER_ADMIN = 'sydsken'  # who administers the second company, and nothing else
