from setup.checks import error_codes

from network.codes import MEANINGS


def test_every_code_has_a_row_and_every_row_a_code():
    rows = {row.key for row in error_codes.table('BY_CODE')}

    assert error_codes.missing(rows) == []
    assert error_codes.missing(rows - {'28700'}) == ['28700']
    assert error_codes.missing({*rows, '99999'}) == ['99999']


def test_the_page_is_what_the_code_says():
    assert list(error_codes.problems()) == []


def test_each_row_has_sentence_swedish_and_button():
    page = error_codes.drawn()
    rows = [
        line.split(' | ')
        for line in page.splitlines()
        if line.startswith(('| 1', '| 2', '| 3', '| 4'))
    ]

    assert len(rows) == len(MEANINGS)
    assert not [row for row in rows if '' in (cell.strip(' |') for cell in row)]


def test_a_page_that_is_old_is_refused(monkeypatch):
    monkeypatch.setattr(error_codes, 'drawn', lambda: "other")
    assert any('moved on' in problem for problem in error_codes.problems())
