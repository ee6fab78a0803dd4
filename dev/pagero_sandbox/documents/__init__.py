"""What happens to a document: whom it reaches, what stops it, and how its recipient answers."""
