"""SigV4's canonical forms of a path, a query and headers, over the raw bytes that arrived.

Source of the rules: "Create a signed AWS API request" of the IAM user guide, and botocore's ``SigV4Auth``, which signs
what most callers send.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
REMEMBERED_PATHS = 512
"""How many paths are remembered in both forms: at most 4 KiB and 12 KiB, and whoever has no key may send them too."""


def _encodings(plain: bytes) -> list[bytes]:
    return [bytes([byte]) if byte in plain else b"%%%02X" % byte for byte in range(256)]


_PATH_ENCODINGS = _encodings(_UNRESERVED + b"/")
_OF_AN_ENCODED_PATH = _UNRESERVED + b"/%"
_QUERY_ENCODINGS = _encodings(_UNRESERVED)


@lru_cache(maxsize=REMEMBERED_PATHS)
def canonical_path(raw: bytes) -> bytes:
    """Normalise a raw path and encode it once more: ``/a/./%2B1`` becomes ``/a/%252B1``.

    Every service but S3 normalises (dot segments, double slashes) and signs the path encoded twice; the first encoding
    is the caller's own.
    """
    if b"//" in raw or b"/." in raw or not raw.startswith(b"/"):
        raw = _normalised(raw)
    if not raw.translate(None, _OF_AN_ENCODED_PATH):
        return raw.replace(b"%", b"%25")
    return b"".join(map(_PATH_ENCODINGS.__getitem__, raw))


def query_pairs(raw: bytes) -> list[tuple[bytes, bytes]]:
    """Take a raw query apart into decoded names and values, in order of arrival; empty pairs are dropped.

    Our choice: a literal ``+`` is a plus, as in the path (clients send ``%20`` for a space); newer signers (curl since
    its issue 20543, smithy-rs since 4227) agree. The decoder of the request has to read it the same way.
    """
    if not raw:
        return []
    pairs = (pair.partition(b"=") for pair in raw.split(b"&") if pair)
    return [(_decoded(name), _decoded(value)) for name, _, value in pairs]


def canonical_query(pairs: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Encode every name and value, sort by encoded name and then value, and join: ``a=1&a=2&b=``."""
    if not pairs:
        return b""
    encoded = sorted([(_encoded(name), _encoded(value)) for name, value in pairs])
    return b"&".join([b"%b=%b" % pair for pair in encoded])


def fold(headers: Sequence[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Map each header to its value; the values of a repeated one are trimmed and joined with commas, as they came."""
    folded = dict(headers)
    if len(folded) == len(headers):
        return folded
    gathered: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        gathered.setdefault(name, []).append(b" ".join(value.split()))
    return {name: b",".join(values) for name, values in gathered.items()}


def canonical_values(names: Iterable[bytes], folded: Mapping[bytes, bytes]) -> list[bytes]:
    """Strip the values of these headers and fold each inner run of white space into one space.

    Raises KeyError for a header that did not arrive.
    """
    return [b" ".join(folded[name].split()) for name in names]


def canonical_form(names: Sequence[bytes]) -> bytes:
    """Write what is the same in all canonical requests that cover these headers, without the last line, the body's hash.

    ``%b`` stands for the method, the path, the query and then each header's value.
    """
    literal = [name.replace(b"%", b"%%") for name in names]
    lines = [b"%b:%%b\n" % name for name in literal]
    return b"%%b\n%%b\n%%b\n%b\n%b\n" % (b"".join(lines), b";".join(literal))


def _normalised(raw: bytes) -> bytes:
    """Remove empty and dot segments as botocore's ``remove_dot_segments`` does (RFC 3986, 5.2.4, and no ``//``)."""
    kept: list[bytes] = []
    for segment in raw.split(b"/"):
        if segment == b"..":
            del kept[-1:]
        elif segment not in (b"", b"."):
            kept.append(segment)
    first = b"/" if raw.startswith(b"/") or not raw else b""
    last = b"/" if raw.endswith(b"/") and kept else b""
    return first + b"/".join(kept) + last


def _decoded(text: bytes) -> bytes:
    """Undo percent-encoding; a ``%`` that starts no escape stands for itself."""
    if b"%" not in text:
        return text
    return _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), text)


def _encoded(text: bytes) -> bytes:
    if not text.translate(None, _UNRESERVED):
        return text
    return b"".join(map(_QUERY_ENCODINGS.__getitem__, text))
