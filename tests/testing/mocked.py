"""What a program under ``mock_chime`` does."""

from __future__ import annotations

from typing import Any

import boto3

NUMBER = "+12065550100"


def numbers(client: Any = None) -> list[str]:
    """List the numbers that a client sees, which is the default session's unless one is given."""
    client = client or boto3.client("chime-sdk-voice")
    return [number["E164PhoneNumber"] for number in client.list_phone_numbers()["PhoneNumbers"]]


def order(*wanted: str) -> None:
    """Order numbers, as the program under test would."""
    boto3.client("chime-sdk-voice").create_phone_number_order(
        ProductType="VoiceConnector", E164PhoneNumbers=list(wanted or (NUMBER,))
    )
