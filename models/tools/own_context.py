"""What only our own code can say in a context."""

# A client sends JSON, which can't hold this: a flag that opens a gate counts only with it.
OURS = object()
