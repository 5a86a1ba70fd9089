"""The shapes of several families of chime.

Generated from botocore 1.44.5's model of chime 2018-05-01 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

Alpha2CountryCode = Annotated[str, Meta(pattern=r"(?a)\A(?:[A-Z]{2})\Z")]
CallingName = Annotated[str, Meta(pattern=r"(?a)\A(?:^$|^[a-zA-Z0-9 ]{2,15}$)\Z", extra={"sensitive": True})]
E164PhoneNumber = Annotated[str, Meta(pattern=r"(?a)\A(?:^\+?[1-9]\d{1,14}$)\Z", extra={"sensitive": True})]
PhoneNumberProductType = Literal["BusinessCalling", "VoiceConnector", "SipMediaApplicationDialIn"]
PhoneNumberType = Literal["Local", "TollFree"]
ResultMax = Annotated[int, Meta(ge=1, le=99)]
