"""The parts of the network that answer requests."""

from . import api, control, directory, pages, smp, users


MODULES = (api, control, directory, smp, pages, users)
