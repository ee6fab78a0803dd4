"""Everything the commands in ``dev/`` need to set up for themselves, in standard-library Python only."""
