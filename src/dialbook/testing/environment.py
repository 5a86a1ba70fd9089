"""What boto3 finds around it in a mock: credentials that open nothing, and a region, where it would find none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dialbook.testing import clients

HARMLESS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
)
"""The variables by which boto3 finds credentials."""
SETTINGS = ("aws_access_key_id", "credential_process", "login_session", "role_arn", "sso_session", "sso_start_url")
"""The settings of a profile by which it does."""


@contextmanager
def furnished(region: str) -> Iterator[None]:
    """Set what is missing, and put everything back in the end.

    A default session from before would remember harmless credentials after the mock, so then there is another one inside.
    """
    boto3 = clients.load()
    lacking = missing(region)
    session = boto3.DEFAULT_SESSION
    os.environ.update(lacking)
    if session is None or lacking.keys() & HARMLESS.keys():
        boto3.DEFAULT_SESSION = clients.default_session(None if session is None else session.region_name)
    try:
        yield
    finally:
        boto3.DEFAULT_SESSION = session
        for name, value in lacking.items():
            if os.environ.get(name) == value:
                del os.environ[name]


def missing(region: str) -> dict[str, str]:
    """Return the variables that make up for what neither the environment nor a profile has.

    Nobody is asked for credentials, as boto3 itself would ask the machine that it runs on.
    """
    import botocore.session  # noqa: PLC0415 - the user's, and costly to import
    from botocore.exceptions import ProfileNotFound  # noqa: PLC0415

    session = botocore.session.Session(include_builtin_handlers=False)
    lacking: dict[str, str] = {}
    try:
        profile: dict[str, Any] = session.get_scoped_config()
        located = session.get_config_variable("region")
    except ProfileNotFound:
        return lacking  # whoever makes a client is told so
    if not any(os.environ.get(name) for name in CREDENTIALS) and profile.keys().isdisjoint(SETTINGS):
        lacking |= HARMLESS
    if located is None:
        lacking["AWS_DEFAULT_REGION"] = region
    return lacking
