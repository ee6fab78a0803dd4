import time

import pytest
from ubl_documents import DAY, invoice

from ubl import parse as module
from ubl.check import check
from ubl.parse import NotReadable, parse


LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b''.join(b'<!ENTITY %c "%s">' % (98 + i, b'&%c;' % (97 + i) * 10) for i in range(9))
    + b']><a>&j;</a>'
)
HOSTILE = {
    'billion laughs': LAUGHS,
    'billion laughs in an attribute': LAUGHS.replace(b'<a>&j;</a>', b'<a b="&j;"/>'),
    'billion laughs in UTF-16': LAUGHS.decode().encode('utf-16'),
    'external entity': b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    'external DTD': b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    'parameter entity': b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/">%x;]><a/>',
    'harmless DOCTYPE': b'<?xml version="1.0"?>\n<!DOCTYPE a><a/>',
    'DOCTYPE after a comment with a tag': b'<!-- <b> --><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    'DOCTYPE after a long comment': b'<!--' + b' ' * 70000 + b'--><!DOCTYPE a><a/>',
    'unknown entity': b'<a>&nbsp;</a>',
    'web page': b'<!doctype html><html><body>502 Bad Gateway<br></body></html>',
    'web page without doctype': b'<html><body><p>502<br></body></html>',
    'empty': b'',
    'blanks': b' \n\t ',
    'JSON': b'{"error": "x"}',
    'PDF': b'%PDF-1.7\n\x00\xff\xfe',
    'zeros': b'\x00' * 64000,
    'wrong encoding': '<a>å</a>'.encode('latin-1'),
    'unknown encoding': b'<?xml version="1.0" encoding="x-no-such"?><a/>',
    'cut': invoice()[:-100],
    'two documents': invoice() * 2,
    'control character': b'<a>\x01</a>',
    'unbound prefix': b'<x:a/>',
    'deep': b'<a>' * 100_000 + b'</a>' * 100_000,
    'long text': b'<a>' + b'x' * 11_000_000 + b'</a>',
    'long attribute': b'<a b="' + b'x' * 11_000_000 + b'"/>',
}


@pytest.mark.parametrize('name', HOSTILE)
def test_a_hostile_document_is_refused_in_a_sentence_and_soon(name):
    started = time.monotonic()

    with pytest.raises(NotReadable) as caught:
        parse(HOSTILE[name])

    assert str(caught.value)[-1:] and len(str(caught.value)) <= 300
    assert time.monotonic() - started < 5
    assert '/etc/passwd' not in str(caught.value) and 'root:' not in str(caught.value)


def test_what_is_cut_off_is_said_with_its_place_once():
    with pytest.raises(NotReadable) as refused:
        parse(invoice()[:-9])

    assert str(refused.value).count('line') == 1
    assert '<string>' not in str(refused.value)


def test_too_many_bytes_are_refused_unread(monkeypatch):
    monkeypatch.setattr(module, 'MAX_BYTES', 1000)

    with pytest.raises(NotReadable, match="larger than"):
        parse(invoice())


def test_a_web_page_is_called_by_its_name():
    found = check(HOSTILE['web page'], on=DAY)

    assert [f.text for f in found] == ["This is a web page, not an invoice."]


@pytest.mark.parametrize(
    'encode',
    [
        lambda text: text.encode(),
        lambda text: b'\xef\xbb\xbf' + text.encode(),
        lambda text: text.encode('utf-16'),
        lambda text: f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode('latin-1'),
        lambda text: ('<!-- <!doc> --><?x y?>' + text).encode(),
        lambda text: text.replace('Penna', '<!-- c -->Penna<![CDATA[ & Son]]>').encode(),
    ],
)
def test_a_harmless_document_is_read_in_any_encoding(encode):
    assert check(encode(invoice().decode()), on=DAY) == []


def test_the_word_doctype_in_a_text_is_harmless():
    assert check(invoice().replace(b'>ANNA<', b'>&lt;!DOCTYPE a&gt;<'), on=DAY) == []


def test_comments_and_instructions_do_not_split_a_text():
    root = parse(b'<a>12<!-- x -->34<?y z?>56</a>')

    assert root.text == '123456' and len(root) == 0


def test_an_invoice_with_a_large_attachment_is_read():
    attachment = b'<a>' + b'QUJD' * 2_000_000 + b'</a>'

    assert len(parse(attachment).text) == 8_000_000
