"""A record of every model beside the demo's, for tests that open all views; runs in Odoo."""

import base64
from uuid import uuid4

from odoo import fields

from .two_companies_data import records_of


WORD = 'Sundvik Handel'
PDF = b'%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'
RULES = '''<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<!-- release 3.0.21 --><title>Rules of a trial</title>
<pattern><rule context="/*"><assert id="TRY-1" flag="warning" test="true()">Never said.</assert>
</rule></pattern></schema>'''


def create(env, mine: dict[str, int]) -> dict[str, list[int]]:
    """Ids by model; people read Swedish."""
    env.ref('base.user_admin').write({'name': 'Anna Admin', 'lang': 'sv_SE'})
    env['res.users'].search([]).odoobot_state = 'disabled'  # its first chat would fill a phone
    company = env['res.company'].browse(mine['company'])
    account = env['pagero.account'].browse(mine['account'])
    found = records_of(env, company, account, WORD)
    found['account.move'].append(_bill(env, mine))
    found |= _received(env, account, found) | _rules(env, found)
    found['res.users'] = env.ref('base.user_admin').ids
    found['res.partner.category'] = env['res.partner.category'].search([], limit=1).ids
    found['uom.uom'] = env['uom.uom'].search([], limit=1).ids
    return found


def _bill(env, mine):
    """A vendor's draft bill."""
    line = {'product_id': mine['product'], 'quantity': 1, 'price_unit': 10}
    values = {
        'move_type': 'in_invoice',
        'partner_id': mine['municipality'],
        'invoice_date': fields.Date.today(),
        'invoice_line_ids': [(0, 0, line)],
    }
    return env['account.move'].create(values).id


def _received(env, account, found):
    """What came over Pagero: a document, an answer to ours, a request to send to us."""
    document = env['pagero.document'].browse(found['pagero.document'])
    heard = {'account_id': account.id, 'network_id': uuid4().hex, 'sender_name': WORD}
    received = env['pagero.received.document'].create(
        {
            **heard,
            'company_id': account.company_id.id,
            'announced_at': fields.Datetime.now(),
            'send_mode': 'Production',
            'document_number': WORD,
        }
    )
    received._store({received: PDF})
    answer = _answer(document, received)
    request = {**heard, 'company': {'name': WORD}, 'message': 'Vi vill gärna skicka e-faktura.'}
    return {
        'pagero.received.document': received.ids,
        'pagero.response': env['pagero.response'].create(answer).ids,
        'pagero.received.request': env['pagero.received.request'].create(request).ids,
    }


def _answer(document, received):
    """What the recipient of a document says about it, with the document that said so."""
    return {
        'received_id': received.id,
        'company_id': received.company_id.id,
        'send_mode': 'Production',
        'message': 'invoice_response',
        'sender_name': WORD,
        'given_at': fields.Datetime.now(),
        'document_id': document.id,
        'move_id': document.move_id.id,
        'document_number': document.document_number,
        'code': 'UQ',
        'business_status': 'under_query',
    }


def _rules(env, found):
    """A rule pack, and an invoice that it was tried on."""
    file = base64.b64encode(RULES.encode())
    values = {'name': 'Peppol BIS 3.0.22', 'file': file, 'valid_from': '2027-02-24'}
    pack = env['pagero.rule.pack'].create(values)
    trial = {'pack_id': pack.id, 'move_id': found['account.move'][0]}
    return {
        'pagero.rule.pack': pack.ids,
        'pagero.rule.pack.trial': env['pagero.rule.pack.trial'].create(trial).ids,
    }
