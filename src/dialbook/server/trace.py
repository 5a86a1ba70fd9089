"""What is known of a request so far."""

from __future__ import annotations

from typing import Any

import msgspec

from dialbook.contract.model import Namespace


class Trace(msgspec.Struct):
    """It grows while the request is answered: for the log, which sees no parameters, and for the record of calls."""

    request_id: str
    operation: str = "-"
    account: str = "-"
    region: str = "-"
    namespace: Namespace = "chime-sdk-voice"
    members: dict[str, Any] | None = None
    """The request's members as they came, on their way to be validated."""
