{
    'name': "Pagero Network",
    'summary': "Post an invoice, see it delivered: e-invoices over the Pagero Network",
    'version': '19.0.1.0.0',
    'category': 'Accounting/Accounting',
    'author': "The pagero_connector contributors",
    'website': 'https://www.pagero.com',
    'license': 'LGPL-3',
    'depends': ['account', 'account_edi_ubl_cii'],
    'external_dependencies': {
        'python': ['factur-x', 'lxml', 'oauthlib', 'python-stdnum', 'requests'],
    },
    'data': [],
    'application': True,
    'installable': True,
}
