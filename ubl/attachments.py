"""Files that an e-invoice may carry: the six kinds of EN 16931, judged by name and by content.

Nothing is unpacked: what a spreadsheet (a ZIP archive) would grow to stands in its directory.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from pathlib import PurePath


PDF, PNG, JPEG, CSV = 'application/pdf', 'image/png', 'image/jpeg', 'text/csv'
XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
ODS = 'application/vnd.oasis.opendocument.spreadsheet'
MIMETYPES = {  # BT-125 mime codes of EN 16931
    '.pdf': PDF,
    '.png': PNG,
    '.jpg': JPEG,
    '.jpeg': JPEG,
    '.csv': CSV,
    '.xlsx': XLSX,
    '.ods': ODS,
}
EMPTY, TOO_LARGE, WRONG_TYPE, OTHER_CONTENT, GROWS = (
    'empty',
    'too_large',
    'wrong_type',
    'other_content',
    'grows',
)
MEGABYTE = 1024 * 1024
MOST_UNPACKED = 200 * MEGABYTE
MOST_FILES = 10_000
LONGEST_NAME = 150

_BIDIRECTIONAL = re.compile('[\u202a-\u202e\u2066-\u2069]')  # make "fdp.exe" look like "exe.pdf"
_CONTROLS = re.compile(r'[\x00-\x1f\x7f-\x9f]')
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')


class Refused(ValueError):
    """The file can't go with an e-invoice; ``code`` says why, in this module's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def mimetype_of(name: str, content: bytes, limit: int) -> str:
    """The MIME code of a file of at most ``limit`` bytes; raises Refused.

    >>> mimetype_of('Tidrapport.PDF', b'%PDF-1.7', 100)
    'application/pdf'
    """
    mimetype = MIMETYPES.get(PurePath(name).suffix.lower())
    if mimetype is None:
        raise Refused(WRONG_TYPE)
    if not content:
        raise Refused(EMPTY)
    if len(content) > limit:
        raise Refused(TOO_LARGE)
    if not _LOOKS_LIKE[mimetype](content):
        raise Refused(OTHER_CONTENT)
    return mimetype


def clean_name(name: str) -> str:
    """A name that every system can store, in any alphabet.

    >>> clean_name('../avtal: 2026/отчёт.pdf')
    '.._avtal_ 2026_отчёт.pdf'
    """
    written = unicodedata.normalize('NFC', name)
    for pattern, instead in ((_CONTROLS, ''), (_BIDIRECTIONAL, ''), (_FORBIDDEN, '_')):
        written = pattern.sub(instead, written)
    path = PurePath(written.strip() or 'file')
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix


def unique_names(names: Iterable[str]) -> list[str]:
    """The names, numbered where they would come twice in one document (DE-R-022).

    >>> unique_names(['a.pdf', 'A.pdf', 'b.png'])
    ['a.pdf', 'A (2).pdf', 'b.png']
    """
    taken: set[str] = set()
    unique = []
    for name in names:
        path, number, chosen = PurePath(name), 1, name
        while chosen.casefold() in taken:
            number += 1
            chosen = f'{path.stem} ({number}){path.suffix}'
        taken.add(chosen.casefold())
        unique.append(chosen)
    return unique


# === WHAT CONTENT LOOKS LIKE === #


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


def _is_pdf(content: bytes) -> bool:
    return b'%PDF-' in content[:1024]


def _is_text(content: bytes) -> bool:
    """Words in some usual encoding; never a web page or a program."""
    start = content[:4096]
    if start.startswith((b'\xff\xfe', b'\xfe\xff')):  # UTF-16, as a spreadsheet program may write
        return True
    page = start.lstrip(b'\xef\xbb\xbf \t\r\n').lower().startswith((b'<', b'%pdf', b'mz\x90'))
    return not page and b'\x00' not in content


def _is_xlsx(content: bytes) -> bool:
    names = {entry.filename for entry in _entries(content)}
    return '[Content_Types].xml' in names and any(name.startswith('xl/') for name in names)


def _is_ods(content: bytes) -> bool:
    """Its first entry is the stored word ``mimetype`` with the type as content."""
    entries = _entries(content)
    return bool(entries) and f'mimetype{ODS}'.encode() in content[:200]


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    """The archive's directory; nothing where there is none, Refused where it would explode."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return []
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or len(entries) > MOST_FILES:
        raise Refused(GROWS)
    if any(PurePath(entry.filename).suffix.lower() == '.zip' for entry in entries):
        raise Refused(GROWS)
    return entries


_LOOKS_LIKE: dict[str, Callable[[bytes], bool]] = {
    PDF: _is_pdf,
    PNG: _begins(b'\x89PNG\r\n\x1a\n'),
    JPEG: _begins(b'\xff\xd8\xff'),
    CSV: _is_text,
    XLSX: _is_xlsx,
    ODS: _is_ods,
}
