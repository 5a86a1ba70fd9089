"""What a voice connector lets out: who may make calls through it, and where to."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

import msgspec

from dialbook.domain.refusal import Refusal

DEFAULT_CPS_LIMIT = 1
"""AWS of CpsLimit: "Default value of 1"."""
COUNTRY = re.compile("[A-Z]{2}")
LEAST_IPV4_PREFIX = 27
"""AWS does not say how large a range may be. Our choice: as Terraform's provider and the CDK's constructs have it."""
USERNAME = re.compile(r"[ -9;-~]{1,256}")
"""AWS: "The RFC2617 compliant user name […] in US-ASCII format", which has no colon. The length is our choice."""
PASSWORD = re.compile(r"[ -~]{1,256}")
MOST_USERS = 100
"""How many users a voice connector may have. Our choice: AWS names no limit."""


class TerminationUsers(msgspec.Struct, frozen=True, kw_only=True):
    """Who may make calls through a voice connector, in the order of their names. No call is made here, so no password is kept."""

    usernames: tuple[str, ...] = ()


def refuse_unfit_regions(regions: Sequence[str] | None) -> None:
    """Refuse calling regions that are none: AWS calls them required and "in ISO 3166-1 alpha-2 format", though its model does not."""
    if not regions:
        raise Refusal("BadRequest", "CallingRegions must name at least one country.")
    if not all(COUNTRY.fullmatch(region) for region in regions):
        raise Refusal("BadRequest", "CallingRegions must name countries by two capital letters, as ISO 3166-1 does.")


def refuse_unfit_ranges(ranges: Sequence[str]) -> None:
    """Refuse what is no range of addresses "in CIDR format", and one of more than 32 IPv4 addresses."""
    if not all(_fits(text) for text in ranges):
        raise Refusal(
            "BadRequest", "CidrAllowedList must have ranges in CIDR format, those of IPv4 addresses from /27 to /32."
        )


def _fits(text: str) -> bool:
    """Tell whether it is a range. One may be named by any of its addresses. Our choice."""
    try:
        found = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    names_its_prefix = (
        text.endswith(f"/{found.prefixlen}") and "%" not in text
    )  # no lone address, no mask, no interface
    return names_its_prefix and (found.version == 6 or found.prefixlen >= LEAST_IPV4_PREFIX)


def refuse_unfit_credentials(credentials: Sequence[tuple[str | None, str | None]]) -> None:
    """Refuse users without a name or a password that SIP can carry, and a name that is given twice. Our choice."""
    if not credentials:
        raise Refusal("BadRequest", "Credentials must have at least one user.")
    if not all(USERNAME.fullmatch(username or "") for username, _ in credentials):
        raise Refusal(
            "BadRequest", "Username must have 1 to 256 printable US-ASCII characters, a colon not being one of them."
        )
    if not all(PASSWORD.fullmatch(password or "") for _, password in credentials):
        raise Refusal("BadRequest", "Password must have 1 to 256 printable US-ASCII characters.")
    if len({username for username, _ in credentials}) < len(credentials):
        raise Refusal("BadRequest", "Credentials must not name a user twice.")


def admit(users: TerminationUsers, usernames: Sequence[str | None]) -> TerminationUsers:
    """Let these in too: the operation "adds termination SIP credentials", says the older API. One who is in already has a new password."""
    admitted = {*users.usernames, *(username for username in usernames if username is not None)}
    if len(admitted) > MOST_USERS:
        raise Refusal("BadRequest", f"A voice connector must not have more than {MOST_USERS} users.")
    return TerminationUsers(usernames=tuple(sorted(admitted)))


def dismiss(users: TerminationUsers, usernames: Sequence[str]) -> TerminationUsers:
    """Let these in no longer. One who was not in is none to dismiss, so that it may be repeated. Our choice."""
    if not usernames:
        raise Refusal("BadRequest", "Usernames must name at least one user.")
    return TerminationUsers(usernames=tuple(name for name in users.usernames if name not in usernames))
