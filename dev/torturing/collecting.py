"""What Odoo and the sandbox's ledger hold, as rows that can be compared."""

from .arena import Arena
from .comparing import File, Invoice, Transmission
from .comparing_received import Received, Supplied


def files(arena: Arena) -> list[File]:
    """What Pagero took of us, with what became of it.

    The files first: more may arrive meanwhile, and each has its part from the beginning.
    """
    taken = arena.sandbox.get('files')
    parts = {str(each['file_id']): each for each in arena.sandbox.get('parts')}
    documents = {
        each['file_id']: each['id']
        for each in arena.sandbox.get('documents')
        if each['direction'] == 'Sent'
    }
    return [
        File(
            id=each['id'],
            reference=each['sender_reference'],
            company=each['company_id'],
            number=each['number'],
            mode=each['send_mode'],
            kind=each['document_type'],
            status=parts[each['id']]['status'],
            code=parts[each['id']]['code'] or '',
            document=documents.get(each['id'], ''),
        )
        for each in taken
    ]


def transmissions(arena: Arena) -> list[Transmission]:
    """Our documents; read from the database, whether Odoo runs or not."""
    rows = arena.query(
        """SELECT d.id, d.sender_reference, a.pagero_company_id, d.document_number, d.send_mode,
                  d.document_type, d.state, coalesce(d.file_id, ''), coalesce(d.network_id, ''),
                  coalesce(d.move_id, 0), coalesce(d.held_reason, '')
             FROM pagero_document d JOIN pagero_account a ON a.id = d.account_id ORDER BY d.id"""
    )
    return [Transmission(*row) for row in rows]


def invoices(arena: Arena, seed: int) -> list[Invoice]:
    """Those of the plan, by the reference that it gives each."""
    rows = arena.query(
        """SELECT m.id, m.ref, a.pagero_company_id, m.name, m.state,
                  coalesce(m.is_move_sent, FALSE), m.pagero_send_mode
             FROM account_move m JOIN pagero_account a ON a.company_id = m.company_id
            WHERE m.ref LIKE %s AND m.move_type = 'out_invoice' ORDER BY m.ref""",
        (f'T{seed}-%',),
    )
    return [Invoice(*row) for row in rows]


def supplied(arena: Arena) -> list[Supplied]:
    """What suppliers sent, with what they heard of it."""
    return [
        Supplied(
            id=each['id'],
            company=each['company_id'],
            number=each['number'],
            mode=each['send_mode'],
            is_fetched=each['is_fetched'],
            answers=tuple(answer['code'] for answer in each['answers']),
        )
        for each in arena.sandbox.get('received')
    ]


def received(arena: Arena) -> list[Received]:
    """What Odoo has of it; read from the database."""
    rows = arena.query(
        """SELECT r.id, r.network_id, a.pagero_company_id, r.document_number, r.send_mode, r.state,
                  (SELECT count(*) FROM ir_attachment f
                    WHERE f.res_model = 'pagero.received.document' AND f.res_field = 'file'
                      AND f.res_id = r.id),
                  r.marked_at IS NOT NULL,
                  (SELECT count(*) FROM account_move m
                    WHERE m.ref = r.document_number AND m.company_id = r.company_id
                      AND m.move_type IN ('in_invoice', 'in_refund')),
                  a.makes_bills,
                  (SELECT coalesce(array_agg(d.answer_code ORDER BY d.answer_step, d.id), '{}')
                     FROM pagero_document d
                    WHERE d.answered_id = r.id AND d.state = 'delivered')
             FROM pagero_received_document r JOIN pagero_account a ON a.id = r.account_id
            ORDER BY r.id"""
    )
    return [Received(*row[:-1], tuple(row[-1])) for row in rows]
