"""Compressed answers, unpacked piece by piece: a kilobyte on the wire can stand for gigabytes.

The HTTP library isn't asked to, because some of its versions unpack whole what was packed twice.

>>> import gzip
>>> b''.join(unpacked([gzip.compress(b'hello')], 'gzip'))
b'hello'
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator


ACCEPTED = 'gzip'  # what servers are told that we understand
PIECE = 64 * 1024
_GZIP = ('gzip', 'x-gzip')
_PLAIN = ('', 'identity')
_GZIP_FORMAT = 16 + zlib.MAX_WBITS


class UnknownEncoding(Exception):
    """The body is packed in a way that we never asked for, or packed more than once."""


def unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body in pieces, by its ``Content-Encoding``; raises UnknownEncoding, zlib.error.

    The caller stops asking when it has had enough; what isn't asked for is never unpacked.
    """
    encoding = encoding.strip().lower()
    if encoding in _PLAIN:
        return iter(chunks)
    if encoding not in _GZIP:
        raise UnknownEncoding(encoding)
    return _gunzipped(chunks)


def _gunzipped(chunks):
    packed = zlib.decompressobj(_GZIP_FORMAT)
    for chunk in chunks:
        piece = packed.decompress(chunk, PIECE)
        while piece:
            yield piece
            piece = packed.decompress(packed.unconsumed_tail, PIECE)
        if packed.unused_data:
            raise zlib.error("something follows the compressed body")
    if not packed.eof:
        raise zlib.error("the compressed body has no end")
