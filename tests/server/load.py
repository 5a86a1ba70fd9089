"""Clients that rename numbers without a pause, and remember what they asked for and what they were promised."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Self

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from server.process import PATIENCE_SECONDS, SAMPLE, rename, wait_until
from server.raw import Wire


class Renaming(threading.Thread):
    """One client with a number of its own, which it gives the names 1, 2, 3 and so on."""

    def __init__(self, port: int, number: str) -> None:
        """Prepare to rename ``number`` on the server at ``port``."""
        super().__init__(daemon=True)
        self.number = number
        self.sent = 0
        self.acknowledged = 0
        self.refused: list[int] = []
        self.ended = threading.Event()
        self._port = port

    def run(self) -> None:
        """Rename until told to end; a server that is away is asked again."""
        while not self.ended.is_set():
            try:
                with Wire(self._port) as wire:
                    self._use(wire)
            except OSError:
                time.sleep(0.01)

    def _use(self, wire: Wire) -> None:
        while not self.ended.is_set():
            name = self.sent = self.sent + 1
            answer = wire.send(rename(self.number, str(name))).answer()
            if answer is None:
                return
            if answer.status == 200:
                self.acknowledged = name
            else:
                self.refused.append(answer.status)

    def check(self, name: str | None, refusals: AbstractSet[int] = frozenset()) -> None:
        """Assert that the number has the last name that was acknowledged, or one that was sent later."""
        assert set(self.refused) <= refusals
        assert self.acknowledged <= int(name or 0) <= self.sent


class BotoRenaming(Renaming):
    """The same with boto3, which knows nothing of dialbook."""

    def __init__(self, port: int, number: str) -> None:
        """Prepare to rename ``number`` on the server at ``port``."""
        super().__init__(port, number)
        self.retry_after = set[str | None]()
        """What clients were told on how soon to come back."""
        self._client = boto3.client(
            "chime-sdk-voice",
            region_name="us-east-1",
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 1, "mode": "standard"}),
        )

    def run(self) -> None:
        """Rename until told to end."""
        while not self.ended.is_set():
            name = self.sent = self.sent + 1
            try:
                self._client.update_phone_number(PhoneNumberId=self.number, Name=str(name))
            except ClientError as error:
                metadata = error.response["ResponseMetadata"]
                self.refused.append(metadata["HTTPStatusCode"])
                self.retry_after.add(metadata["HTTPHeaders"].get("retry-after"))
            else:
                self.acknowledged = name


class Load:
    """A client for each number of the sample, of one kind or the other, and each at one of the servers."""

    def __init__(self, *ports: int, kind: type[Renaming] = Renaming) -> None:
        """Prepare to rename on the servers at ``ports``."""
        self._clients = [kind(port, number) for port, number in zip(itertools.cycle(ports), SAMPLE)]

    def __enter__(self) -> Self:
        """Begin."""
        for client in self._clients:
            client.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        """End, and wait for the last answers."""
        for client in self._clients:
            client.ended.set()
        for client in self._clients:
            client.join(PATIENCE_SECONDS)
            assert not client.is_alive(), "a client still waits for its answer"

    def await_more(self, count: int) -> None:
        """Wait until every client has been promised so many more names."""
        marks = [client.acknowledged + count for client in self._clients]
        wait_until(lambda: all(client.acknowledged >= mark for client, mark in zip(self._clients, marks, strict=True)))

    def all_refused(self) -> bool:
        """Tell whether every client has been refused something."""
        return all(client.refused for client in self._clients)

    def check(self, names: Mapping[str, str | None], refusals: AbstractSet[int] = frozenset()) -> None:
        """Assert that every name that was promised is there, or one that was asked for after it, and nothing else was refused."""
        for client in self._clients:
            client.check(names[client.number], refusals)
