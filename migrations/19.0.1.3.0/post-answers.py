"""Answers that only Pagero's list has told so far are its word until the answers come."""


def migrate(cr, version):
    """Rejections that were told before are a person's to see to only where nothing was credited."""
    cr.execute(
        """UPDATE pagero_document
              SET listed_status = business_status, listed_word = business_word,
                  listed_at = coalesce(answered_at, write_date)
            WHERE business_status IS NOT NULL AND listed_status IS NULL"""
    )
    cr.execute(
        """UPDATE pagero_document SET answer_settled_at = coalesce(answered_at, write_date)
            WHERE business_status IS NOT NULL AND answer_settled_at IS NULL
              AND EXISTS (SELECT FROM account_move credit_note
                           WHERE credit_note.reversed_entry_id = pagero_document.move_id
                             AND credit_note.state = 'posted')"""
    )
