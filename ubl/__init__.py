"""UBL documents in pure Python: identifiers, payment accounts, and the check before sending."""
