"""Where requests are answered: the network's APIs, public registers, and the control API."""
