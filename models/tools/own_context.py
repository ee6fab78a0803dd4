"""The mark by which our own code is told from a client's context. A plain helper, no model."""

# A client sends JSON, which can't hold this: a flag that opens a gate counts only with it.
OURS = object()
