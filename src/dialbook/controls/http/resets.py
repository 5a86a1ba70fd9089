"""The endpoint that begins anew."""

from __future__ import annotations

import msgspec

from dialbook.controls import resets
from dialbook.controls.http.endpoint import Account, Call, Endpoint
from dialbook.server.handle import Service


class ResetRequest(msgspec.Struct, frozen=True, rename="pascal", forbid_unknown_fields=True):
    """What to reset: one account, or everything."""

    account: Account | None = None


async def reset(service: Service, call: Call) -> None:
    """Remove what one account has, or make the store as a fresh one."""
    if call.body.account is None:
        await resets.reset(service)
    else:
        await resets.reset_account(service, call.body.account)


ENDPOINTS = (
    Endpoint(
        name="Reset",
        summary="Make the store as a fresh one, or remove all that one account has.",
        method="POST",
        path="/reset",
        handler=reset,
        body=ResetRequest,
        status=204,
    ),
)
