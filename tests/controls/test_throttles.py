"""Limits that are set, listed and removed while the service runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from dialbook.access.throttling import Limit
from dialbook.controls import resets, throttles
from dialbook.controls.throttles import ThrottleLimit
from dialbook.domain.refusal import Refusal
from dialbook.server.build import build
from dialbook.server.config import Config
from dialbook.server.handle import Service
from dialbook.server.throttling import limits as throttle_limits

ACCOUNT = "123456789012"
OTHER = "222222222222"
GET = "GetPhoneNumber"


def with_service(scenario: Callable[[Service], Awaitable[None]], **options: Any) -> None:
    """Run a scenario on a service without a limit."""

    async def run() -> None:
        given: dict[str, Any] = {"store": "memory:", "master_key_file": Path("/nonexistent"), "sample": False}
        service = await build(Config(**(given | options)))
        try:
            await scenario(service)
        finally:
            await service.store.close()

    asyncio.run(run())


async def passing(service: Service, *, account: str = ACCOUNT, operation: str = GET, of: int = 9) -> int:
    """Return how many requests pass."""
    return sum([await service.throttle.admits(account, operation) for _ in range(of)])


@pytest.mark.parametrize("location", ["memory:", "a file"])
def test_a_limit_holds_at_once(tmp_path: Path, location: str) -> None:
    """From the next request on, full, also where it is set once more; and not any more once it is removed."""

    async def scenario(service: Service) -> None:
        assert not service.throttle.in_force
        for burst in (3, 3, 5):
            await throttles.set_limit(service, operation=GET, rate=0, burst=burst)
            assert service.throttle.in_force
            assert await passing(service) == burst
            assert await passing(service, operation="ListPhoneNumbers") == 9
        await throttles.remove_limit(service, operation=GET)
        assert not service.throttle.in_force
        assert await passing(service) == 9

    with_service(scenario, store="memory:" if location == "memory:" else str(tmp_path / "dialbook.db"))


def test_the_most_specific_limit_counts() -> None:
    """None stands for no throttling, also where the rules have a limit."""

    async def scenario(service: Service) -> None:
        assert await passing(service) == 2
        await throttles.set_limit(service, rate=0, burst=3)
        await throttles.set_limit(service, operation=GET, rate=0, burst=4)
        await throttles.set_limit(service, account=ACCOUNT, rate=0, burst=5)
        await throttles.set_limit(service, account=ACCOUNT, operation=GET, rate=None)
        assert await passing(service) == 9
        assert await passing(service, operation="ListPhoneNumbers") == 5
        assert await passing(service, account=OTHER) == 4
        assert await passing(service, account=OTHER, operation="ListPhoneNumbers") == 3
        await throttles.remove_all(service)
        assert await throttles.limits(service) == []
        assert await passing(service, account="333333333333") == 2

    with_service(scenario, switches={"request_rate": 0, "request_burst": 2})


def test_the_list() -> None:
    """By account and operation, as they were set; without a burst it is what comes in two seconds, at least one."""

    async def scenario(service: Service) -> None:
        assert await throttles.set_limit(service, rate=10) == ThrottleLimit("*", "*", 10.0, 20)
        await throttles.set_limit(service, account=ACCOUNT, operation=GET, rate=0.001)
        await throttles.set_limit(service, account=ACCOUNT, rate=None)
        await throttles.set_limit(service, operation=GET, rate=0.75, burst=7)
        assert await throttles.limits(service) == [
            ThrottleLimit("*", "*", 10.0, 20),
            ThrottleLimit("*", GET, 0.75, 7),
            ThrottleLimit(ACCOUNT, "*", None, None),
            ThrottleLimit(ACCOUNT, GET, 0.001, 1),
        ]

    with_service(scenario)


RATE = "Rate must be a number of requests per second from 0 to 1000000 with at most three decimals."
BURST = "Burst must be a whole number from 1 to 1000000."
ACCOUNTS = "Account must be 12 digits, or * for every account."
OPERATIONS = "Operation must be the name of one, such as GetPhoneNumber, or * for every operation."
BAD_RATES: list[Any] = [
    -1,
    1_000_000.5,
    0.0001,
    1e-300,
    1e300,
    float("nan"),
    float("inf"),
    True,
    "ten",
    "1e999999999",
    [],
]
BAD_BURSTS: list[Any] = [0, -1, 1_000_001, 1.5, True, "2"]
BAD_ACCOUNTS: list[Any] = ["", "1234", "١٢٣٤٥٦٧٨٩٠١٢", "123456789012\n", None]
BAD_OPERATIONS: list[Any] = ["", "getPhoneNumber", "Get*", None, []]
BAD: list[tuple[dict[str, Any], str]] = [
    *[({"rate": rate}, RATE) for rate in BAD_RATES],
    *[({"rate": 1, "burst": burst}, BURST) for burst in BAD_BURSTS],
    *[({"rate": 1, "account": account}, ACCOUNTS) for account in BAD_ACCOUNTS],
    *[({"rate": 1, "operation": operation}, OPERATIONS) for operation in BAD_OPERATIONS],
    ({"rate": None, "burst": 5}, "Burst must not be given where nothing is limited."),
]


@pytest.mark.parametrize(("asked", "sentence"), BAD)
def test_a_bad_limit(asked: dict[str, Any], sentence: str) -> None:
    """One sentence says what is wrong with it, and nothing is set."""

    async def scenario(service: Service) -> None:
        with pytest.raises(Refusal) as caught:
            await throttles.set_limit(service, **asked)
        assert (caught.value.code, caught.value.message) == ("BadRequest", sentence)
        assert await throttles.limits(service) == []

    with_service(scenario)


def test_removing_what_is_not_there() -> None:
    """Not found, even where a more general limit holds; a name that nothing has is a bad request."""

    async def scenario(service: Service) -> None:
        await throttles.set_limit(service, rate=1)
        for asked, code in (
            ({"operation": GET}, "NotFound"),
            ({"operation": "Get"}, "BadRequest"),
            ({"account": "1"}, "BadRequest"),
        ):
            with pytest.raises(Refusal) as caught:
                await throttles.remove_limit(service, **asked)
            assert caught.value.code == code
        assert len(await throttles.limits(service)) == 1

    with_service(scenario)


def test_so_many_limits_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is refused, but any of them can be set again."""
    monkeypatch.setattr(throttle_limits, "MOST_LIMITS", 2)

    async def scenario(service: Service) -> None:
        await throttles.set_limit(service, rate=1)
        await throttles.set_limit(service, operation=GET, rate=1)
        with pytest.raises(Refusal, match="There are 2 limits already, and no more are kept: remove one"):
            await throttles.set_limit(service, account=ACCOUNT, rate=1)
        await throttles.set_limit(service, operation=GET, rate=2)
        assert [limit.rate for limit in await throttles.limits(service)] == [1.0, 2.0]

    with_service(scenario)


def test_a_limit_that_is_set_twice_in_one_moment() -> None:
    """The second fills the bucket too."""

    async def scenario(service: Service) -> None:
        limit = Limit(operation=GET, rate_millihertz=0, burst=3, set_at=service.clock.wall())
        for _ in range(3):
            await throttle_limits.set_limit(service.store, limit)
            await service.throttle.reload()
            assert await passing(service) == 3

    with_service(scenario)


@pytest.mark.parametrize("location", ["memory:", "a file"])
def test_a_reset_removes_the_limits_and_fills_the_buckets(tmp_path: Path, location: str) -> None:
    """Those of one account, or all; the limit of the rules holds again, on full buckets."""

    async def scenario(service: Service) -> None:
        await throttles.set_limit(service, account=ACCOUNT, rate=0, burst=3)
        await throttles.set_limit(service, account=OTHER, rate=0, burst=4)
        assert (await passing(service), await passing(service, account=OTHER)) == (3, 4)
        await resets.reset_account(service, ACCOUNT)
        assert (await passing(service), await passing(service, account=OTHER)) == (2, 0)
        await resets.reset(service)
        assert (await passing(service), await passing(service, account=OTHER)) == (2, 2)
        assert await throttles.limits(service) == []

    where = "memory:" if location == "memory:" else str(tmp_path / "dialbook.db")
    with_service(scenario, store=where, switches={"request_rate": 0, "request_burst": 2})


def test_a_limit_outlives_its_process(tmp_path: Path) -> None:
    """It holds from the first request of the next one on, and its bucket is as it was."""

    async def first(service: Service) -> None:
        await throttles.set_limit(service, operation=GET, rate=0, burst=3)
        assert await passing(service, of=2) == 2

    async def second(service: Service) -> None:
        assert await passing(service) == 1

    for scenario in (first, second):
        with_service(scenario, store=str(tmp_path / "dialbook.db"))


def test_a_limit_that_others_have_set_is_heeded_by_the_next_look() -> None:
    """Before it nothing is known of it; a look that finds nothing new keeps the limits as they are, and the leases with them."""

    async def scenario(service: Service) -> None:
        limit = Limit(operation=GET, rate_millihertz=0, burst=3, set_at=service.clock.wall())
        await throttle_limits.set_limit(service.store, limit)
        assert not service.throttle.in_force
        await service.throttle.reload()
        assert await passing(service) == 3
        known = dict(service.throttle._limits)
        await service.throttle.reload()
        assert all(service.throttle._limits[key] is limit for key, limit in known.items())

    with_service(scenario)
