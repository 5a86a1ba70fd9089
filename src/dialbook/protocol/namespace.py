"""Which of the two APIs a request means: they share methods, paths and the signing name."""

from __future__ import annotations

from dialbook.contract.model import Namespace

CHIME_PREFIX = "chime"
# The newer API's own host is voice-chime.REGION.amazonaws.com; old documents of the older one have service.chime.aws.amazon.com.
CHIME_HOSTS = (b"chime.", b"service.chime.")


def choose_namespace(host: bytes, segments: tuple[str, ...]) -> tuple[Namespace, tuple[str, ...]]:
    """Return the API and the path within it: by Host, or by ``/chime`` in front of the path; otherwise the newer one."""
    if segments[0] == CHIME_PREFIX:
        return "chime", segments[1:] or ("",)
    if host.lower().startswith(CHIME_HOSTS):
        return "chime", segments
    return "chime-sdk-voice", segments
