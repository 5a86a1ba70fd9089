"""An answer that the operation's contract cannot carry."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dialbook.contract.voice.phone_numbers import PhoneNumber, UpdatePhoneNumberResponse
from dialbook.operations.context import Context
from running import RunningServer, error_of

NUMBER = "+12065550100"


def test_it_undoes_what_was_written(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is told of a failure has changed nothing."""
    before = server.add_number()
    older = server.service.behaviours["chime"]
    behaviour = older["UpdatePhoneNumber"]

    async def run(request: Any, ctx: Context) -> UpdatePhoneNumberResponse:
        await behaviour.run(request, ctx)
        nonsense: Any = "Nonsense"
        return UpdatePhoneNumberResponse(phone_number=PhoneNumber(product_type=nonsense))

    monkeypatch.setitem(older, "UpdatePhoneNumber", msgspec.structs.replace(behaviour, run=run))
    update = server.client("chime").update_phone_number

    refused = error_of(update, PhoneNumberId=NUMBER, ProductType="SipMediaApplicationDialIn")

    assert refused[:2] == (500, "ServiceFailureException")
    assert server.number() == before
