"""Two hundred accounts that order the same numbers from two nodes on one sharded database, whose workers are killed meanwhile."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.ports.store import Store
from dialbook.server.build import open_store
from postgres import cluster, database, name_of
from server import raw
from server.process import Dialbook, wait_until

ACCOUNTS = [f"{n:012}" for n in range(1, 201)]
CONTESTED = [f"+1206555{n:04}" for n in range(1000, 1100)]
EACH = 3
"""How many of the contested numbers an account asks for, so that six want each of them."""
CLIENTS = 8
KILLS = 4
ALL = 100_000


@pytest.fixture
def url() -> Iterator[str]:
    """Have a database whose tables are spread over partitions."""
    with database(sharded=True) as made:
        yield made


def order(ports: list[int], account: str) -> str:
    """Order until it is answered; a worker that is killed answers nothing, so that nobody knows what has come of the order."""
    wanted = [CONTESTED[(int(account) * 37 + at * 13) % len(CONTESTED)] for at in range(EACH)]
    body = json.dumps({"ProductType": "VoiceConnector", "E164PhoneNumbers": wanted}).encode()
    for at in range(int(account), sys.maxsize):
        request = raw.signed("POST", "/phone-number-orders", body, headers=raw.JSON, key=(account, "test"))
        try:
            with raw.Wire(ports[at % len(ports)]) as wire:
                answer = wire.send(request).answer()
        except OSError:
            continue
        if answer is not None and answer.status != 503:
            return f"{answer.status} {answer.headers.get('x-amzn-errortype', '')}"
    raise AssertionError


def answered(placed: list[Future[str]], count: int) -> bool:
    """Tell whether as many orders have been answered."""
    return sum(each.done() for each in placed) >= count


async def everything(store: Store) -> tuple[list[Ownership], list[PhoneNumber], list[PhoneNumberOrder]]:
    """Return what the registry, the inventories and the orders say, when nothing is due any more."""
    while True:
        orders = await store.read(lambda tx: tx.page(PhoneNumberOrder, {}, None, ALL))
        numbers = await store.read(lambda tx: tx.page(PhoneNumber, {}, None, ALL))
        if not any(order.settles_at for order in orders) and not any(number.settles_at for number in numbers):
            return await store.read(lambda tx: tx.page(Ownership, {}, None, ALL)), numbers, orders
        await asyncio.sleep(0.05)


async def check(url: str) -> None:
    """Assert that each number has one owner, who has it, from an order that says so, and that no order says so in vain."""
    store = open_store(url)
    owned, numbers, orders = await everything(store)
    await store.close()
    assert sorted(each.e164 for each in owned) == CONTESTED
    assert {(each.e164, each.owner) for each in owned} == {(number.e164, number.account) for number in numbers}
    assert len(numbers) == len(CONTESTED)
    assert {number.status for number in numbers} == {"Unassigned"}
    acquired = [
        (order.order_id, number.e164) for order in orders for number in order.numbers if number.status == "Acquired"
    ]
    assert sorted(acquired) == sorted((number.order_id or "", number.e164) for number in numbers)


def test_no_number_is_owned_twice_or_lost(tmp_path: Path, url: str) -> None:
    """Whoever is killed: one of those who want a number owns it, and it has come to them. What is spoilt then is found and mended."""
    with ExitStack() as stack:
        nodes = []
        for name in ("first", "second"):
            (tmp_path / name).mkdir()
            node = Dialbook(tmp_path / name, "--workers", "2", "--no-sample", "--acquisition-delay", "1s", store=url)
            nodes.append(stack.enter_context(node.starting()))
        for node in nodes:
            wait_until(node.answers)
        ports = [node.port for node in nodes]
        with ThreadPoolExecutor(CLIENTS) as clients:
            placed = [clients.submit(order, ports, account) for account in ACCOUNTS]
            for kill in range(KILLS):
                wait_until(partial(answered, placed, len(ACCOUNTS) * (kill + 1) // (KILLS + 1)))
                node = nodes[kill % len(nodes)]
                os.kill(min(node.workers()), signal.SIGKILL)
            outcomes = [each.result() for each in placed]
        assert set(outcomes) <= {"201 ", "400 BadRequestException"}
        asyncio.run(check(url))
        verified = nodes[0].command("store", "verify")
    assert verified.endswith(" 0 findings\n")
    spoil(url)
    mended = nodes[0].command("store", "verify", "--repair")
    assert "3 findings, 3 of them mended" in mended
    assert nodes[0].command("store", "verify").endswith(" 0 findings\n")


def spoil(url: str) -> None:
    """Forget the owner of a number, take a number from its owner, and free one that somebody has."""
    first, second, third = CONTESTED[:3]
    cluster().run(
        f"delete from number_registry where e164 = '{first}'; delete from phone_numbers where e164 = '{second}';"
        f" update number_registry set owner = null where e164 = '{third}'",
        name_of(url),
    )
