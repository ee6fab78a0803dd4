"""The parts of the network that answer requests."""
from . import api, control


MODULES = (api, control)
