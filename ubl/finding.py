"""What a check found in a document, in a form that can be stored as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from dataclasses import field as with_default
from typing import Any, Literal


FATAL = 'fatal'
WARNING = 'warning'
SAID = 'said'  # the parameter that holds what another says instead of our text

Severity = Literal['fatal', 'warning']
Layer = Literal['parse', 'xsd', 'core', 'rules', 'recipient']


@dataclass(frozen=True)
class Finding:
    """One broken rule at one place.

    ``rule`` is the official id ('BR-CO-15', 'SE-R-013') or an own one ('PAGERO-…').
    ``location`` is a path in the document, ``place`` the same in a person's words.
    ``key`` names our own words for it, which ``parameters`` fill (``ubl.words``); '' where others
    speak: an official text, a recipient, Odoo. ``where`` are the names that ``place`` consists of.
    ``text`` says what is wrong, ``advice`` what to do, in English or in the words of others.
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
    key: str = ''
    parameters: dict[str, str] = with_default(default_factory=dict, hash=False)
    where: tuple[str, ...] = ()

    @property
    def is_fatal(self) -> bool:
        """Whether the document must not be sent."""
        return self.severity == FATAL

    def to_dict(self) -> dict[str, Any]:
        """A dictionary, ready for JSON."""
        return {**asdict(self), 'where': list(self.where)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Finding:
        """Read back what ``to_dict`` wrote; keys of other versions are ignored."""
        known = {each.name for each in fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        return cls(**{**kept, 'where': tuple(kept.get('where') or ())})
