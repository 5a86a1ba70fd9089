"""The request target: segments of the path and parameters of the query, percent-decoded once."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from dialbook.protocol.faults import bad_request

MALFORMED_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
REMEMBERED = 512
"""How many paths are remembered as read: the same resources are asked for again and again. A signed path has at most 4 KiB."""


@lru_cache(maxsize=REMEMBERED)
def path_segments(path: bytes) -> tuple[str, ...]:
    """Split a raw path and decode each segment. Raises Fault 400 for an empty or a dot segment before the last, or a bad escape.

    The last segment may be empty: ``/phone-numbers/`` is what a client sends for an empty id, and the label says so.
    """
    segments = path.split(b"/")
    if segments.pop(0) or not segments or b"" in segments[:-1] or b"." in segments or b".." in segments:
        raise bad_request("The path must start with a slash and hold no empty and no dot segments.")
    if b"%" not in path and b"\0" not in path and path.isascii():
        return tuple([segment.decode() for segment in segments])
    return tuple([decoded(segment, "path") for segment in segments])


def query_parameters(query: bytes) -> dict[str, str]:
    """Split a raw query string and decode it. Raises Fault 400 for a parameter given twice, or a bad escape.

    A plus sign stays one: clients send a space as ``%20`` (BEHAVIOUR.md 2.5).
    """
    parameters: dict[str, str] = {}
    for pair in query.split(b"&"):
        if not pair:
            continue
        raw_name, _, raw_value = pair.partition(b"=")
        name = decoded(raw_name, "query string")
        if name in parameters:
            raise bad_request("The query string must not hold a parameter twice.")
        parameters[name] = decoded(raw_value, "query string")
    return parameters


def decoded(raw: bytes, where: str) -> str:
    """Percent-decode once, as UTF-8. Raises Fault 400."""
    if b"%" in raw:
        if MALFORMED_ESCAPE.search(raw):
            raise bad_request(f"The {where} must be validly percent-encoded.")
        raw = unquote_to_bytes(raw)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise bad_request(f"The {where} must be percent-encoded UTF-8.") from None
    if "\0" in text:
        raise bad_request(f"The {where} must not hold NUL characters.")
    return text
