"""boto3's clients, made quickly: what does not differ between them is kept for the life of the process.

That is what botocore reads from its files (the models of the services, the rules for endpoints), and a session that nobody else has, from
which every client takes a copy of the handlers. Of its handlers it has those that concern these services: to copy all others takes
twice as long. `classes` has more of it.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from dialbook.testing.classes import remembered_classes
from dialbook.testing.transport import SERVICES

SECRET = "test"  # noqa: S105 - the development keys', which everybody knows
UNCONFIGURED = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "ignore_configured_endpoint_urls": (None, None, True, None),
}
"""Where a session of botocore looks for these settings: in no file and no variable, only at the third value.

So it finds nothing of whoever runs the test, neither a profile nor an endpoint.
"""


class Boto3Missing(ImportError):  # noqa: N818 - it says what is the case
    """boto3 is not installed."""


def client(service: str, options: dict[str, Any]) -> Any:
    """Return a new client with options of ``boto3.client``. Raises ValueError for a service that dialbook does not have."""
    if service not in SERVICES:
        raise ValueError(f"dialbook has the services {' and '.join(SERVICES)}, and no other.")
    maker, unproxied = _maker(), _unproxied()
    config = options.pop("config", None)
    with remembered_classes():
        return maker.client(service, **options, config=unproxied.merge(config) if config else unproxied)


def session(options: dict[str, Any]) -> Any:
    """Return a new session with options of ``boto3.Session``, and with botocore's own handlers for every service."""
    boto3 = load()
    import botocore.session  # noqa: PLC0415 - the user's, and costly to import

    made = botocore.session.Session(session_vars=UNCONFIGURED)
    made.register_component("data_loader", _loader())
    return boto3.Session(botocore_session=made, **options)


def default_session(region: str | None) -> Any:
    """Return a session as boto3 makes its default one, but quicker; None where it could make none, which it is left to tell."""
    boto3 = load()
    import botocore.session  # noqa: PLC0415 - the user's, and costly to import
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415

    made = botocore.session.get_session()
    made.register_component("data_loader", _loader())
    try:
        return boto3.Session(botocore_session=made, region_name=region)
    except BotoCoreError:
        return None


def credentials_of(account: str, region: str) -> dict[str, str]:
    """Return whose client it is, in boto3's words."""
    return {"aws_access_key_id": account, "aws_secret_access_key": SECRET, "region_name": region}


def load() -> Any:
    """Import boto3. Raises Boto3Missing."""
    try:
        import boto3  # noqa: PLC0415 - the user's, and costly to import
    except ImportError as error:
        raise Boto3Missing(
            "dialbook.testing makes clients with boto3, which is not installed: pip install boto3"
        ) from error
    return boto3


@cache
def _unproxied() -> Any:
    """Return a configuration without proxies: to look for them takes time, and no request leaves the process."""
    from botocore.config import Config  # noqa: PLC0415 - the user's, and costly to import

    return Config(proxies={})


@cache
def _loader() -> Any:
    import botocore.loaders  # noqa: PLC0415 - the user's, and costly to import

    return botocore.loaders.create_loader()


@cache
def _maker() -> Any:
    boto3 = load()
    import botocore.session  # noqa: PLC0415 - the user's, and costly to import
    from botocore.handlers import BUILTIN_HANDLERS  # noqa: PLC0415
    from botocore.hooks import HierarchicalEmitter  # noqa: PLC0415

    made = botocore.session.Session(session_vars=UNCONFIGURED, include_builtin_handlers=False)
    made.register_component("data_loader", _loader())
    # botocore's own emitter looks for older names of services in every event, and these services have none.
    events = HierarchicalEmitter()
    made.register_component("event_emitter", events)
    for name, handler, *first in BUILTIN_HANDLERS:
        if _concerns(name):
            (events.register_first if first else events.register)(name, handler)
    return boto3.Session(botocore_session=made)


def _concerns(event: str) -> bool:
    service = event.split(".")[1:2]
    return service in ([], ["*"], *([name] for name in SERVICES))
