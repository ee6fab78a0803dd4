"""network/paging.py: a list is read whole, whatever the server says about it."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.paging import MAX_PAGES, Stretch, iterate
from network.payloads import Page


def item(identifier):
    return SimpleNamespace(id=str(identifier))


class List:
    """A list that is served by pages; ``total`` may lie; ``moves`` change it after a page."""

    def __init__(self, size, page_size=10, total=len, moves=()):
        self.items = list(range(size))
        self.page_size = page_size
        self.total = total
        self.moves = list(moves)
        self.offsets = []

    def fetch(self, offset):
        self.offsets.append(offset)
        shown = self.items[offset : offset + self.page_size]
        page = Page(tuple(map(item, shown)), len(shown), self.total(self.items), self.page_size)
        if self.moves:
            self.moves.pop(0)(self.items)
        return page


def read(source):
    return [int(each.id) for each in iterate(source.fetch)]


@given(st.integers(0, 60), st.integers(1, 20))
def test_every_item_comes_once_and_in_order(size, page_size):
    source = List(size, page_size)
    assert read(source) == list(range(size))
    assert len(source.offsets) == max(-(-size // page_size), 1)


@pytest.mark.parametrize(
    'total',
    [lambda _items: None, lambda _items: 0, lambda _items: 7, lambda items: len(items) * 1000],
    ids=['missing', 'zero', 'too small', 'too large'],
)
def test_a_total_that_lies_hides_nothing(total):
    assert read(List(35, total=total)) == list(range(35))


def test_a_server_that_ignores_the_offset_is_left():
    pages = []

    def fetch(offset):
        pages.append(offset)
        return Page((item(1), item(2)), 2, 1_000_000, 2)

    assert [each.id for each in iterate(fetch)] == ['1', '2']
    assert len(pages) <= 4


def test_a_list_without_end_is_left_after_the_last_allowed_page():
    def fetch(offset):
        return Page((item(offset),), 1, None, 1)

    assert sum(1 for _each in iterate(fetch)) == MAX_PAGES


def test_new_items_at_the_front_cause_no_repetition():
    source = List(30, moves=[lambda items: items.insert(0, 100)] * 3)
    found = read(source)
    assert len(found) == len(set(found))
    assert set(range(30)) <= set(found)


def test_a_flood_of_new_items_does_not_end_the_reading():
    def flood(items):
        items[:0] = range(1_000, 1_025)

    assert set(range(30)) <= set(read(List(30, moves=[flood])))


def test_items_that_vanish_pull_none_out_of_sight():
    def shrink(items):
        del items[:3]

    assert sorted(read(List(40, moves=[shrink]))) == list(range(40))


def test_items_that_vanish_from_the_last_page_are_read_after():
    def shrink(items):
        del items[0:5]

    assert read(List(15, moves=[shrink])) == list(range(15))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), max_size=6), st.integers(2, 12))
def test_a_list_that_moves_either_way_ends_and_repeats_nothing(moves, page_size):
    numbers = iter(range(1_000, 2_000))

    def move(grows, count):
        def change(items):
            if grows:
                items[:0] = [next(numbers) for _each in range(count)]
            else:
                del items[:count]

        return change

    source = List(30, page_size, moves=[move(*each) for each in moves])
    found = read(source)
    assert len(found) == len(set(found))
    if not any(grows and count for grows, count in moves):
        assert set(source.items) <= set(found)


def test_a_list_is_read_in_stretches_that_go_on_where_the_last_one_ended():
    source, found, stretch = List(35), [], Stretch(seconds=0)
    for _number in range(4):
        found += [int(each.id) for each in iterate(source.fetch, stretch)]
    assert found == list(range(35))
    assert (stretch.offset, source.offsets) == (0, [0, 10, 20, 30])
    assert not stretch.is_whole, "this one began behind the front"


def test_what_was_read_in_one_go_is_whole():
    stretch = Stretch()
    assert len(list(iterate(List(35).fetch, stretch))) == 35
    assert (stretch.is_whole, stretch.offset) == (True, 0)


def test_a_list_with_an_item_that_cannot_be_read_is_not_whole():
    stretch = Stretch()

    def fetch(_offset):
        return Page((item(1),), 2, 2, 10, ('null',))

    assert len(list(iterate(fetch, stretch))) == 1
    assert (stretch.is_whole, stretch.unreadable) == (False, ['null'])
