"""What a handler is given: the request, the sandbox, and who asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug import Request, Response

from .sandbox import Sandbox


@dataclass
class Call:
    """One request on its way through the sandbox."""

    sandbox: Sandbox
    request: Request
    ignores_filters: bool = False
    username: str = ''
    arguments: dict[str, Any] = field(default_factory=dict)


Handler = Callable[[Call], Response]
