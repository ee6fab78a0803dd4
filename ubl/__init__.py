"""UBL documents in pure Python: rules, previews, and the check before sending."""
