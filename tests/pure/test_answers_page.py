"""docs/answers.md says what people see for each code, and is never old."""

from setup.cache import ADDON
from setup.checks.answers_page import PAGE, drawn, problems

from network import BUSINESS_STATE


def test_the_page_is_what_the_tables_say():
    assert list(problems()) == []


def test_every_code_has_its_row_in_both_languages():
    rows = [line for line in drawn().splitlines() if line.startswith('| `')]
    codes = {row.split('`')[1] for row in rows}

    assert set(BUSINESS_STATE) <= codes
    assert {'APPROVED', 'OTH', 'NIN'} <= codes
    for row in rows:
        cells = [cell.strip() for cell in row.strip('|').split('|')]
        assert all(cells[:3]), row


def test_the_page_is_linked():
    assert str(PAGE) in (ADDON / 'README.md').read_text()
