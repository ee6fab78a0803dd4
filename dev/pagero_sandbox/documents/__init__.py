"""What happens to a document: its recipient, what stops it, and the recipient's answer."""
