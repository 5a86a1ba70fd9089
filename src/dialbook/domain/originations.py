"""What a voice connector lets in: where the calls to its numbers go."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from dialbook.domain.refusal import Refusal

DEFAULT_PORT = 5060
"""AWS of a route's Port: "Defaults to 5060"."""
MOST_ROUTES = 20
LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOST_NAME = re.compile(rf"(?=.{{1,253}}\.?$)({LABEL}\.)*(?![0-9]+\.?$){LABEL}\.?")
"""A name of at most 253 characters and a dot that may end it; the last label is not a number (RFC 3696, section 2)."""


def refuse_unfit_routes(hosts: Sequence[str | None] | None, disabled: bool | None) -> None:
    """Refuse routes to these hosts if there are too few, too many, or such that lead nowhere.

    AWS of Routes: "Minimum value of 1. Maximum value of 20. This parameter is not required, but you must specify this parameter or
    Disabled." Of Host: "The FQDN or IP address to contact". That each route has one is our choice.
    """
    if hosts is None and disabled is None:
        raise Refusal("BadRequest", "Origination must have Routes or Disabled.")
    if hosts is not None and not 1 <= len(hosts) <= MOST_ROUTES:
        raise Refusal("BadRequest", f"Routes must have 1 to {MOST_ROUTES} items.")
    if not all(_is_host(host or "") for host in hosts or ()):
        raise Refusal("BadRequest", "Host must be a host name or an IP address.")


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return HOST_NAME.fullmatch(text) is not None
    return "%" not in text  # the name of an interface means nothing elsewhere
