"""Sections and notes between the lines, which EN 16931 doesn't have (BT-22, BT-127)."""

from odoo import models


TITLES, NOTE = ('line_section', 'line_subsection'), 'line_note'


class AccountEdiXmlPagero(models.AbstractModel):
    """``_reason_notes`` is of ``vat``."""

    _inherit = 'account.edi.xml.pagero'

    def _line_notes(self, source):
        """{number of a line: its note (BT-127)}: what was entered and what stands around it."""
        texts = {number: list(words) for number, words in self._around(source)[0].items()}
        reasons = self._reason_notes(source)
        for row in source.rows:
            own = [line.pagero_note for line in row.lines if line.pagero_note and not row.section]
            said = texts.setdefault(row.number, [])
            said[:0] = own
            said += dict.fromkeys(reasons[line] for line in row.lines if reasons.get(line))
        return {number: '\n'.join(words) for number, words in texts.items() if words}

    def _section_notes(self, source):
        """Words that stand above or below all lines belong to the whole invoice."""
        return self._around(source)[1]

    def _around(self, source):
        return source.kept(self._found_around)

    def _found_around(self, source):
        """({number: [words]}, [words of the document]).

        A title is told by the first line below it, a note by the line above it. What a section
        hides is hidden here, too.
        """
        texts = source.lines_of(*TITLES, NOTE)
        if not texts:
            return {}, []
        numbers = {line: row.number for row in source.rows for line in row.lines}
        hidden = source.move._hidden_lines()
        shown = source.lines_of('product', *TITLES, NOTE) - hidden
        return _told_by_lines(shown, numbers)


def _told_by_lines(shown, numbers):
    told, alone, titles, above = {}, [], [], 0
    for line in shown:
        if line.display_type == 'product':
            if line in numbers:
                above = numbers[line]
                told.setdefault(above, []).extend(titles)
                titles = []
        elif line.display_type in TITLES:
            titles.append(line.name or '')
        elif above and not titles:
            told.setdefault(above, []).append(line.name or '')
        else:
            (titles if titles else alone).append(line.name or '')
    return told, [*alone, *titles]
