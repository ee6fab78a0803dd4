"""Curves of growth as SVG: both axes by powers of ten, one file for each curve."""

import math
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape


WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 80, 36, 44, 52
COLOUR = '#714b67'

Points = Sequence[tuple[float, float]]


def curve(title: str, across: str, up: str, points: Points) -> str:
    """An SVG picture of (x, y) pairs, all above zero."""
    xs, ys = _decades(x for x, _y in points), _decades(y for _x, y in points)
    places = [(_place(x, xs, LEFT, WIDTH - RIGHT), _place(y, ys, HEIGHT - BOTTOM, TOP))
              for x, y in points]  # fmt: skip
    line = ' '.join(f'{x:.1f},{y:.1f}' for x, y in places)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' font-family="sans-serif" font-size="13"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 26, title, 'font-size="16"'),
        *_grid_across(xs),
        *_grid_up(ys),
        _text(WIDTH / 2, HEIGHT - 12, across, 'text-anchor="middle"'),
        _text(20, HEIGHT / 2, up, f'text-anchor="middle" transform="rotate(-90 20 {HEIGHT / 2})"'),
        f'<polyline points="{line}" fill="none" stroke="{COLOUR}" stroke-width="2"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{COLOUR}"/>' for x, y in places),
        *(
            _text(x, y - 10, _number(value), 'text-anchor="middle"')
            for (x, y), (_x, value) in zip(places, points, strict=True)
        ),
        '</svg>\n',
    ]
    return '\n'.join(parts)


def _decades(values) -> tuple[int, int]:
    """The powers of ten between which all values lie."""
    logarithms = [math.log10(value) for value in values]
    low = math.floor(min(logarithms))
    return low, max(math.ceil(max(logarithms)), low + 1)


def _place(value: float, decades: tuple[int, int], start: float, end: float) -> float:
    low, high = decades
    return start + (math.log10(value) - low) / (high - low) * (end - start)


def _grid_across(decades: tuple[int, int]) -> Iterator[str]:
    for power in range(decades[0], decades[1] + 1):
        x = _place(10**power, decades, LEFT, WIDTH - RIGHT)
        yield f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>'
        yield _text(x, HEIGHT - BOTTOM + 18, _number(10**power), 'text-anchor="middle"')


def _grid_up(decades: tuple[int, int]) -> Iterator[str]:
    for power in range(decades[0], decades[1] + 1):
        y = _place(10**power, decades, HEIGHT - BOTTOM, TOP)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield _text(LEFT - 8, y + 4, _number(10**power), 'text-anchor="end"')


def _text(x: float, y: float, words: str, more: str = '') -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'


def _number(value: float) -> str:
    return f'{value:,.0f}' if value >= 10 else f'{value:.2g}'
