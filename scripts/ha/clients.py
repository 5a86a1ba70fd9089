"""Clients of dialbook that write without a pause, and remember what they were promised and when."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

LOOK_EVERY = 5
"""After how many writes one is read through the other server."""


def client_of(port: int) -> Any:
    """Return an unmodified client, which does not try again by itself."""
    return boto3.client(
        "chime-sdk-voice",
        region_name="us-east-1",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - a key that everybody knows
        config=Config(retries={"max_attempts": 1, "mode": "standard"}, read_timeout=30),
    )


class Writer(threading.Thread):
    """One with a number of its own, which it gives the names 1, 2, 3 and so on."""

    def __init__(self, port: int, other_port: int, number: str) -> None:
        """Write through one server, and read through the other what was acknowledged."""
        super().__init__(daemon=True)
        self.number = number
        self.acknowledged: dict[str, float] = {}
        """The names, each with the moment of its acknowledgement."""
        self.sent = 0
        self.refused = Counter[str]()
        self.looks = 0
        self.stale = 0
        """How often a read has not shown what was acknowledged before it."""
        self.ended = threading.Event()
        self._writing, self._reading = client_of(port), client_of(other_port)

    def run(self) -> None:
        """Write until told to end."""
        while not self.ended.is_set():
            self.sent += 1
            try:
                self._writing.update_phone_number(PhoneNumberId=self.number, Name=str(self.sent))
                self.acknowledged[str(self.sent)] = time.monotonic()
                if self.sent % LOOK_EVERY == 0:
                    self._look()
            except ClientError as error:
                self.refused[str(error.response["ResponseMetadata"]["HTTPStatusCode"])] += 1
                time.sleep(0.05)
            except BotoCoreError as error:
                self.refused[type(error).__name__] += 1

    def _look(self) -> None:
        name = self._reading.get_phone_number(PhoneNumberId=self.number)["PhoneNumber"]["Name"]
        self.looks += 1
        self.stale += name != str(self.sent)


def first_after(writers: list[Writer], moment: float) -> float | None:
    """Return when each writer was acknowledged something that it sent after a moment, for the last of them."""
    times = [[at for at in list(writer.acknowledged.values()) if at > moment] for writer in writers]
    return max(map(min, times)) if all(times) else None
