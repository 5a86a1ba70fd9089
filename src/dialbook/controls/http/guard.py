"""Who may use the controls: whoever has the token; where there is none, this machine's programs, but no page in its browser.

A page from anywhere may send requests to a server on its reader's machine. It cannot do so without naming itself (the browser adds
``Origin`` or ``Sec-Fetch-Site``), unless its own name was made to lead here (DNS rebinding): then ``Host`` has that name.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from dialbook.access.keys import Secret
from dialbook.protocol.faults import Fault
from dialbook.server.config import Config, loopback

SCHEME = "bearer "
MISSING = "The controls need their token: Authorization: Bearer TOKEN."
WRONG = "The token in Authorization is not that of the controls."
OWN_SITE = {"same-origin", "none"}
"""What a browser says of a page that came from this server, and of an address that its reader typed."""


class Guard:
    """Lets a request in, or raises the fault that it is answered with."""

    def __init__(self, config: Config) -> None:
        self._token = config.controls_token
        self._host = config.host

    def check(self, headers: Mapping[str, str]) -> None:
        """Look at a request's head. Raises Fault 401 or 403."""
        if self._token is not None:
            refuse_without_token(headers.get("authorization", ""), self._token)
            return
        host = headers.get("host", "")
        self._refuse_other_host(host)
        refuse_other_site(headers, host)

    def _refuse_other_host(self, host: str) -> None:
        name = name_of(host)
        if name is None or not (loopback(name) or name == self._host.strip("[]").lower()):
            raise forbidden("Without a token the controls answer only to a loopback name or address in Host.")


def refuse_without_token(authorization: str, token: Secret) -> None:
    """Refuse whoever does not show the token. The time that takes says nothing about it. Raises Fault 401."""
    given = authorization[len(SCHEME) :].strip() if authorization.lower().startswith(SCHEME) else ""
    if not hmac.compare_digest(Secret(given).fingerprint, token.fingerprint):
        raise Fault("UnauthorizedException", 401, WRONG if given else MISSING)


def refuse_other_site(headers: Mapping[str, str], host: str) -> None:
    """Refuse what a page of another site has a browser send. Raises Fault 403."""
    origin = headers.get("origin")
    if (origin is not None and origin.lower() != f"http://{host}".lower()) or (
        headers.get("sec-fetch-site", "none") not in OWN_SITE
    ):
        raise forbidden("The controls do not answer to pages of other sites.")


def name_of(host: str) -> str | None:
    """Return the name or address in a Host header, without its port; None where there is none."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def forbidden(message: str) -> Fault:
    """Return 403."""
    return Fault("ForbiddenException", 403, message)
