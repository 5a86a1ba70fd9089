"""Accounts that order the same numbers at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from postgres import database
from running import RunningServer
from server.process import Dialbook

ACCOUNTS = [f"{n:012}" for n in range(1, 13)]
CONTESTED = [f"+1206555{n:04}" for n in range(1000, 1020)]
PRIVATE = {account: f"+1312555{account[-4:]}" for account in ACCOUNTS}
"""A number for each account that no other asks for, so that its order never comes away empty."""
EACH = 12
"""How many of the contested numbers an account asks for."""

Connect = Callable[[str], Any]


def connect_to(url: str) -> Connect:
    """Return what makes a client of an account."""
    config = Config(retries={"max_attempts": 1, "mode": "standard"})

    def connect(account: str) -> Any:
        return boto3.client(
            "chime-sdk-voice",
            region_name="us-east-1",
            endpoint_url=url,
            aws_access_key_id=account,
            aws_secret_access_key="test",
            config=config,
        )

    return connect


@pytest.fixture
def threads() -> Iterator[Connect]:
    """Run one server in this process."""
    with RunningServer(rules="relaxed", switches={"acquisition_delay": timedelta(0)}) as server:
        yield connect_to(server.url)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Connect]:
    """Run a server of three worker processes on one file."""
    with Dialbook(tmp_path, "--workers", "3", "--acquisition-delay", "0").serving() as dialbook:
        yield connect_to(f"http://127.0.0.1:{dialbook.port}")


@pytest.fixture
def workers_on_postgresql(tmp_path: Path) -> Iterator[Connect]:
    """Run a server of three worker processes on one database."""
    with database() as url:
        server = Dialbook(tmp_path, "--workers", "3", "--acquisition-delay", "0", store=url)
        with server.serving() as dialbook:
            yield connect_to(f"http://127.0.0.1:{dialbook.port}")


@pytest.fixture(params=["threads", "workers", "workers_on_postgresql"])
def connect(request: pytest.FixtureRequest) -> Connect:
    """Give each, one after the other."""
    chosen: Connect = request.getfixturevalue(request.param)
    return chosen


def test_of_all_who_order_a_number_exactly_one_has_it(connect: Connect) -> None:
    """The orders of the others say that it failed, and none of them ever sees the number."""
    clients = {account: connect(account) for account in ACCOUNTS}
    start = threading.Barrier(len(ACCOUNTS))

    def order(account: str) -> str:
        first = int(account)
        wanted = (CONTESTED * 2)[first : first + EACH]
        start.wait(30)
        answer = clients[account].create_phone_number_order(
            ProductType="VoiceConnector", E164PhoneNumbers=[*wanted, PRIVATE[account]]
        )
        order_id: str = answer["PhoneNumberOrder"]["PhoneNumberOrderId"]
        return order_id

    with ThreadPoolExecutor(len(ACCOUNTS)) as pool:
        placed = dict(zip(ACCOUNTS, pool.map(order, ACCOUNTS), strict=True))

    asked: set[str] = set()
    acquired: list[str] = []
    for account, order_id in placed.items():
        ended = clients[account].get_phone_number_order(PhoneNumberOrderId=order_id)["PhoneNumberOrder"]
        outcome = {number["E164PhoneNumber"]: number["Status"] for number in ended["OrderedPhoneNumbers"]}
        won = {e164 for e164, status in outcome.items() if status == "Acquired"}
        assert set(outcome.values()) <= {"Acquired", "Failed"}
        assert ended["Status"] == ("Successful" if len(won) == EACH + 1 else "Partial")
        listed = clients[account].list_phone_numbers()["PhoneNumbers"]
        assert {number["E164PhoneNumber"] for number in listed if number.get("OrderId") == order_id} == won
        assert {number["Status"] for number in listed if number.get("OrderId") == order_id} == {"Unassigned"}
        asked |= outcome.keys()
        acquired += won
    assert sorted(acquired) == sorted(asked)


def test_of_all_who_order_one_number_alone_the_others_are_refused(connect: Connect) -> None:
    """With the error at which clients try another number, again and again."""
    clients = [connect(account) for account in ACCOUNTS]
    start = threading.Barrier(len(clients))

    def order(client: Any, e164: str) -> str:
        start.wait(30)
        try:
            client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=[e164])
        except ClientError as error:
            code: str = error.response["Error"]["Code"]
            return code
        return "ordered"

    with ThreadPoolExecutor(len(clients)) as pool:
        for e164 in CONTESTED[:5]:
            outcomes = list(pool.map(order, clients, [e164] * len(clients)))
            assert sorted(outcomes) == ["BadRequestException"] * (len(clients) - 1) + ["ordered"]
