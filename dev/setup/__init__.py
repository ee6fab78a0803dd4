"""What the commands in ``dev/`` share: set-up of their environment, servers, databases."""
