import doctest
import io
import random
import zipfile

import pytest

from ubl import attachments
from ubl.attachments import (
    CSV,
    EMPTY,
    GROWS,
    JPEG,
    MEGABYTE,
    ODS,
    OTHER_CONTENT,
    PDF,
    PNG,
    TOO_LARGE,
    WRONG_TYPE,
    XLSX,
    Refused,
    clean_name,
    mimetype_of,
    unique_names,
)


def archive(files, method=zipfile.ZIP_STORED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, 'w', method) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return written.getvalue()


WORKBOOK = archive({'[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>'})
SHEET = archive({'mimetype': ODS, 'content.xml': '<office/>'})
BOMB = archive(
    {'[Content_Types].xml': '', 'xl/sheet.xml': b'\x00' * 210 * MEGABYTE}, zipfile.ZIP_DEFLATED
)


def judged(name, content, limit=5 * MEGABYTE):
    try:
        return mimetype_of(name, content, limit)
    except Refused as refused:
        return refused.code


def test_the_examples_hold():
    assert doctest.testmod(attachments).failed == 0


@pytest.mark.parametrize(
    ('name', 'content', 'expected'),
    [
        ('Tidrapport.PDF', b'%PDF-1.7', PDF),
        ('bild.png', b'\x89PNG\r\n\x1a\n....', PNG),
        ('bild.jpeg', b'\xff\xd8\xff\xe0', JPEG),
        ('timmar.csv', 'dag;timmar\nmåndag;8'.encode('latin-1'), CSV),
        ('timmar.csv', 'dag;timmar'.encode('utf-16'), CSV),
        ('blad.xlsx', WORKBOOK, XLSX),
        ('blad.ods', SHEET, ODS),
        ('请求.pdf', b'%PDF-1.4', PDF),
        ('tom.pdf', b'', EMPTY),
        ('film.mp4', b'....', WRONG_TYPE),
        ('pdf', b'%PDF-1.4', WRONG_TYPE),
        ('avtal.pdf.exe', b'MZ', WRONG_TYPE),
        ('avtal.pdf', b'MZ\x90\x00', OTHER_CONTENT),
        ('avtal.pdf', WORKBOOK, OTHER_CONTENT),
        ('sida.csv', b'\n<html><script>', OTHER_CONTENT),
        ('sida.csv', b'\x00\x01\x02', OTHER_CONTENT),
        ('blad.xlsx', SHEET, OTHER_CONTENT),
        ('blad.ods', WORKBOOK, OTHER_CONTENT),
        ('blad.xlsx', WORKBOOK[:-4], OTHER_CONTENT),
        ('blad.xlsx', BOMB, GROWS),
        ('blad.xlsx', archive({'[Content_Types].xml': '', 'xl/a.zip': ''}), GROWS),
        ('blad.xlsx', archive({f'xl/{number}': '' for number in range(10_001)}), GROWS),
        ('stor.pdf', b'%PDF-' + bytes(5 * MEGABYTE), TOO_LARGE),
    ],
)
def test_a_file_is_judged_by_name_and_content(name, content, expected):
    assert judged(name, content) == expected


def test_no_content_makes_it_fail():
    chance = random.Random(7)
    for name in ('a.xlsx', 'a.ods', 'a.pdf', 'a.png', 'a.jpg', 'a.csv'):
        for seed in (WORKBOOK, SHEET, b'%PDF-1.4 '):
            for _ in range(60):
                content = bytearray(seed)
                for _ in range(4):
                    content[chance.randrange(len(content))] = chance.randrange(256)
                assert judged(name, bytes(content))


@pytest.mark.parametrize(
    ('name', 'expected'),
    [
        ('Räkning №7 "å".pdf', 'Räkning №7 _å_.pdf'),
        ('a\x00\n.pdf', 'a.pdf'),
        ('\u202efdp.exe.pdf', 'fdp.exe.pdf'),
        ('报告 😀.csv', '报告 😀.csv'),
        ('x' * 300 + '.xlsx', 'x' * 145 + '.xlsx'),
        ('  ', 'file'),
    ],
)
def test_unusual_names_survive(name, expected):
    assert clean_name(name) == expected


def test_names_are_unique_whatever_their_case():
    names = unique_names(['a.pdf', 'A.PDF', 'a (2).pdf', 'a.pdf', 'b'])

    assert len({name.casefold() for name in names}) == len(names)
