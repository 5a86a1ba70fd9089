"""A server whose faults are ordered from a test."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

import boto3
import pytest
from botocore.config import Config as BotoConfig

from dialbook.controls import faults
from dialbook.controls.faults import OrderedFault
from dialbook.domain.faults import FaultOrder
from running import ACCOUNT, RunningServer

T = TypeVar("T")
NUMBER = "+12065550100"


class FaultyServer(RunningServer):
    """A server with controls."""

    def __init__(self, **options: Any) -> None:
        super().__init__(controls=True, **options)

    def do(self, control: Coroutine[Any, Any, T]) -> T:
        """Run a control and return its result."""
        return asyncio.run_coroutine_threadsafe(control, self._loop).result(10)

    def fail(self, **order: Any) -> str:
        """Order a fault and return its id."""
        return self.do(faults.add(self.service, FaultOrder(**order))).fault_id

    def standing(self) -> list[OrderedFault]:
        """Return the faults that are ordered."""
        return self.do(faults.standing(self.service))

    def counts(self) -> list[tuple[int, int]]:
        """Return of each fault how many calls it applied to and how many it struck."""
        return [(fault.matched, fault.struck) for fault in self.standing()]


def client_of(server: FaultyServer, attempts: int = 1, name: str = "chime-sdk-voice", **config: Any) -> Any:
    """Return a client that tries so many times in all."""
    return boto3.client(
        name,
        region_name="us-east-1",
        endpoint_url=f"{server.url}/chime" if name == "chime" else server.url,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key="test",
        config=BotoConfig(retries={"total_max_attempts": attempts, "mode": "standard"}, **config),
    )


@pytest.fixture(scope="module")
def one_server() -> Iterator[FaultyServer]:
    """Run one server for all tests of a module."""
    with FaultyServer() as server:
        yield server


@pytest.fixture
def server(one_server: FaultyServer) -> Iterator[FaultyServer]:
    """Give a server without faults that has one number."""
    if one_server.number() is None:
        one_server.add_number()
    yield one_server
    one_server.do(faults.remove_all(one_server.service))
