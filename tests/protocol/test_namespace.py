"""Which of the two APIs a request means."""

from __future__ import annotations

import pytest

from dialbook.contract.model import Namespace
from dialbook.protocol.namespace import choose_namespace
from dialbook.protocol.uri import path_segments


@pytest.mark.parametrize(
    ("host", "namespace"),
    [
        (b"chime.us-east-1.amazonaws.com", "chime"),
        (b"CHIME.us-east-1.amazonaws.com", "chime"),
        (b"chime.localhost:8000", "chime"),
        (b"service.chime.aws.amazon.com", "chime"),
        (b"voice-chime.us-east-1.amazonaws.com", "chime-sdk-voice"),
        (b"voice-chime.localhost:8000", "chime-sdk-voice"),
        (b"voice-chime-fips.us-east-1.amazonaws.com", "chime-sdk-voice"),
        (b"chime", "chime-sdk-voice"),
        (b"chimes.example.org", "chime-sdk-voice"),
        (b"not-chime.example.org", "chime-sdk-voice"),
        (b"localhost:8000", "chime-sdk-voice"),
        (b"127.0.0.1:8000", "chime-sdk-voice"),
        (b"\xff\xfe", "chime-sdk-voice"),
        (b"", "chime-sdk-voice"),
    ],
)
def test_the_host_chooses(host: bytes, namespace: Namespace) -> None:
    """The older API's hosts begin with its name; everything else means the newer one, and the path is as it was."""
    assert choose_namespace(host, ("phone-numbers", "x")) == (namespace, ("phone-numbers", "x"))


@pytest.mark.parametrize("host", [b"localhost", b"chime.localhost", b"voice-chime.us-east-1.amazonaws.com"])
@pytest.mark.parametrize(
    ("path", "within"),
    [
        (b"/chime/phone-numbers/x", ("phone-numbers", "x")),
        (b"/chime/phone-numbers/", ("phone-numbers", "")),
        (b"/chime/chime", ("chime",)),
        (b"/chime/", ("",)),
        (b"/chime", ("",)),
    ],
)
def test_a_prefix_chooses_the_older_api(host: bytes, path: bytes, within: tuple[str, ...]) -> None:
    """``/chime`` in front of the path, as an endpoint URL may have it, wins over any host and is taken off."""
    assert choose_namespace(host, path_segments(path)) == ("chime", within)


@pytest.mark.parametrize("path", [b"/", b"/Chime/phone-numbers", b"/chimes/x", b"/phone-numbers/chime"])
def test_only_the_prefix_itself_is_one(path: bytes) -> None:
    """Other paths are left whole to the newer API."""
    assert choose_namespace(b"localhost", path_segments(path)) == ("chime-sdk-voice", path_segments(path))
