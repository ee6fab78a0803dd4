"""What a Peppol participant receives, asked where Peppol itself looks: SML, then SMP."""

from __future__ import annotations

from collections.abc import Callable

from .transport import Transport


Locate = Callable[[str, str], str]


class SmpClient:
    """``locate(scheme, value)`` gives the base address of the participant's SMP."""

    def __init__(self, transport_factory: Callable[[str], Transport], locate: Locate):
        self._transport_factory = transport_factory
        self._locate = locate

    def document_types(self, scheme: str, value: str) -> tuple[str, ...]:
        """The document type ids that the participant receives; raises NotRegistered."""
        raise NotImplementedError
