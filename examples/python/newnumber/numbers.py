"""The phone numbers of an account, and what one has to wait for with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

Answer = dict[str, Any]

PAUSES_SECONDS = (1, 2, 4, 8, 16)
"""How long to wait before each new try of a call that came too fast."""
ORDER_SECONDS = 2
LONGEST_ORDER_SECONDS = 60
NAME_SECONDS = 6 * 3600
LONGEST_NAME_SECONDS = 4 * 24 * 3600
"""AWS: a calling name "can take 72 hours to complete"."""
NAME_TRIES = 3


class Unwilling(Exception):  # noqa: N818 - it says what is the case
    """The service was asked properly, and nothing came of it; the message says why."""


class Numbers:
    """Orders numbers and names them, with a boto3 client of ``chime-sdk-voice``.

    ``wait`` waits so many seconds. A test gives a function that moves the server's clock instead.
    """

    def __init__(self, voice: Any, wait: Callable[[float], object] = time.sleep) -> None:
        self._voice = voice
        self._wait = wait

    def order(self, area_code: str) -> str:
        """Order a number of an area, wait until it is there, and return it. Raises Unwilling."""
        found = self._call("search_available_phone_numbers", AreaCode=area_code, MaxResults=1)["E164PhoneNumbers"]
        if not found:
            raise Unwilling(f"There are no numbers in area {area_code}.")
        made = self._call("create_phone_number_order", ProductType="VoiceConnector", E164PhoneNumbers=found)
        order_id = made["PhoneNumberOrder"]["PhoneNumberOrderId"]

        def status() -> str | None:
            seen: str = self._call("get_phone_number_order", PhoneNumberOrderId=order_id)["PhoneNumberOrder"]["Status"]
            return None if seen == "Processing" else seen

        ended = self._wait_for(status, ORDER_SECONDS, LONGEST_ORDER_SECONDS)
        if ended != "Successful":
            raise Unwilling(f"The order ended {ended}.")
        number: str = found[0]
        return number

    def name(self, number: str, calling_name: str) -> None:
        """Give a number a calling name, and wait until callers see it. Raises Unwilling."""
        for _ in range(NAME_TRIES):
            try:
                self._call("update_phone_number", PhoneNumberId=number, CallingName=calling_name)
                break
            except self._voice.exceptions.ConflictException:  # 409: an earlier name is still pending
                self._settle(number)
        else:
            raise Unwilling("Somebody else keeps changing the calling name of this number.")
        if self._settle(number) != "UpdateSucceeded":
            raise Unwilling("The telephone network did not take this calling name.")

    def _settle(self, number: str) -> str:
        """Wait until no calling name is pending, and return how the last one ended."""

        def status() -> str | None:
            seen: str = self._call("get_phone_number", PhoneNumberId=number)["PhoneNumber"]["CallingNameStatus"]
            return None if seen == "UpdateInProgress" else seen

        return self._wait_for(status, NAME_SECONDS, LONGEST_NAME_SECONDS)

    def _call(self, operation: str, **members: object) -> Answer:
        """Make a call. boto3 repeats it after 500 and 503 by itself, but not after this service's 429; so we do."""
        for seconds in PAUSES_SECONDS:
            try:
                return self._once(operation, members)
            except self._voice.exceptions.ThrottledClientException:
                self._wait(seconds)
        return self._once(operation, members)

    def _once(self, operation: str, members: dict[str, object]) -> Answer:
        answer: Answer = getattr(self._voice, operation)(**members)
        return answer

    def _wait_for(self, seen: Callable[[], str | None], every_seconds: int, at_most_seconds: int) -> str:
        """Look now and then until there is something to see. Raises Unwilling when that takes too long."""
        for _ in range(at_most_seconds // every_seconds):
            self._wait(every_seconds)
            found = seen()
            if found:
                return found
        raise Unwilling(f"It is still not done after {at_most_seconds} seconds.")
