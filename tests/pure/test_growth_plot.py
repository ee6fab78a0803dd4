"""The pictures of growth: every point stands where its axes say."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from setup.plot import curve


SVG = '{http://www.w3.org/2000/svg}'
POINTS = [(1, 50.0), (10, 12.0), (100, 9.0), (1_000, 9.5)]


@pytest.fixture
def picture():
    return ET.fromstring(curve('Sending & more', 'documents', 'ms each', POINTS))


def places(picture):
    circles = picture.iter(f'{SVG}circle')
    return [(float(each.get('cx')), float(each.get('cy'))) for each in circles]


def test_powers_of_ten_are_equally_far_apart(picture):
    across = [x for x, _y in places(picture)]
    steps = {round(right - left) for left, right in pairwise(across)}
    assert len(across) == len(POINTS)
    assert len(steps) == 1


def test_more_stands_higher(picture):
    by_value = sorted(zip(POINTS, places(picture), strict=True), key=lambda each: each[0][1])
    heights = [y for _point, (_x, y) in by_value]
    assert heights == sorted(heights, reverse=True)


def test_it_says_what_it_shows(picture):
    words = [each.text for each in picture.iter(f'{SVG}text')]
    assert {'Sending & more', 'documents', 'ms each', '1,000', '50'} <= set(words)


def test_a_level_line_has_axes_too():
    assert 'nan' not in curve('Level', 'lines', 'ms each', [(1, 10), (10, 10)])
