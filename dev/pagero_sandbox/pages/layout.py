"""Pages from templates: everything that is filled in is escaped, texts come in two languages."""

from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from werkzeug import Request

from .texts import LANGUAGES, texts


TEMPLATES = Path(__file__).parent / 'templates'


def language_of(request: Request) -> str:
    """'sv' or 'en', by '?lang=' or the browser's wish; English where it wants neither."""
    wanted = request.args.get('lang')
    if wanted in LANGUAGES:
        return wanted
    return request.accept_languages.best_match(LANGUAGES, default='en') or 'en'


@cache
def template(name: str) -> Markup:
    text = (TEMPLATES / name).read_text(encoding='utf-8')
    return Markup(text)  # nosec B704 # a file beside this one


def part(name: str, language: str, /, **values: Any) -> Markup:
    """A template filled in; '{t[key]}' in it is the text of that key."""
    return template(name).format(t=texts(language), **values)


def fill(name: str, language: str, /, error: str = '', **values: Any) -> str:
    """A whole page; 'error' is the key of a text that is shown as a warning above."""
    warning = part('warning.html', language, text=texts(language)[error]) if error else ''
    body = part(name, language, **values)
    return str(part('layout.html', language, body=body, warning=warning, language=language))


def stylesheet() -> str:
    return (TEMPLATES / 'style.css').read_text(encoding='utf-8')
