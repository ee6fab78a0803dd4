"""What a check found in a document, in a form that can be stored as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal


FATAL = 'fatal'
WARNING = 'warning'

Severity = Literal['fatal', 'warning']
Layer = Literal['parse', 'xsd', 'core', 'rules', 'recipient']


@dataclass(frozen=True)
class Finding:
    """One broken rule at one place.

    ``rule`` is the official id ('BR-CO-15', 'SE-R-013') or an own one ('PAGERO-…').
    ``location`` is a path in the document, ``place`` the same in a person's words.
    ``text`` says what is wrong, ``advice`` what to do; both are the constants of the rule.
    ``detail`` is what stands in the document, never translated: "1256.25 ≠ 1256.26".
    ``field`` names the Odoo field that cures it, ``line`` the invoice line's id, ``column`` the
    field of the line, ``url`` a page that explains the rule; each may be ''.
    """

    rule: str
    severity: Severity
    location: str
    place: str
    text: str
    advice: str
    layer: Layer
    field: str = ''
    line: str = ''
    column: str = ''
    detail: str = ''
    url: str = ''

    @property
    def is_fatal(self) -> bool:
        """Whether the document must not be sent."""
        return self.severity == FATAL

    def in_layer(self, layer: Layer) -> Finding:
        """The same finding, reported by another layer."""
        return replace(self, layer=layer)

    def to_dict(self) -> dict[str, str]:
        """A dictionary of strings, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Finding:
        """Read back what ``to_dict`` wrote; keys of other versions are ignored."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})
