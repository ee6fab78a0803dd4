"""Models of the product's state machines, searched exhaustively; see docs/state-machines.md."""
