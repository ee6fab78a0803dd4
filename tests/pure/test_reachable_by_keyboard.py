"""What is pressed is a button or a link, which the keyboard reaches, and has a name to be read."""

from pathlib import Path

import pytest
from lxml import etree


ADDON = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ADDON / 'static' / 'src').rglob('*.xml'))
VIEWS = sorted((ADDON / 'views').glob('*.xml'))


def elements(files):
    for file in files:
        for element in etree.parse(file).iter(etree.Element):
            yield file.name, element


def pressed(element):
    """Whether a click on the element does something of ours."""
    return any(name.startswith('t-on-click') for name in element.attrib)


PRESSED = [(name, each) for name, each in elements(TEMPLATES) if pressed(each)]
PICTURES = [
    (name, each)
    for name, each in elements(VIEWS)
    if each.tag == 'button' and each.get('icon') and not len(each)
]


def test_there_is_something_to_look_at():
    assert len(PRESSED) > 10
    assert len(PICTURES) > 10


@pytest.mark.parametrize(('file', 'element'), PRESSED)
def test_what_is_pressed_is_a_button_or_a_link(file, element):
    assert element.tag in ('a', 'button'), f'{file}:{element.sourceline}'


@pytest.mark.parametrize(('file', 'element'), PICTURES)
def test_a_button_that_is_a_picture_has_a_name(file, element):
    """Hidden by a class where it shall not be read; no list hands *aria-label* to its buttons."""
    assert element.get('string'), f'{file}:{element.sourceline}'
