"""Throttled requests as a client sees them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config as BotoConfig
from botocore.exceptions import ClientError

from dialbook.access.throttling import Limit
from dialbook.controls import throttles
from dialbook.domain.rules import PRESETS, Rules
from dialbook.ports.store import StoreUnavailable
from dialbook.server.clock import SystemClock
from dialbook.server.throttling.throttle import Throttle, limit_of_rules
from running import ACCOUNT, RunningServer, error_of
from server import raw
from server.process import wait_until

NUMBER = "+12065550100"
THROTTLED = (429, "ThrottledClientException", "Rate exceeded")


@pytest.fixture(scope="module")
def throttling() -> Iterator[RunningServer]:
    """Run a server that lets two requests of each account pass for each operation, and then none."""
    with RunningServer(switches={"request_rate": 0, "request_burst": 2}) as server:
        server.add_number()
        yield server


def exhausted(server: RunningServer, account: str) -> Any:
    """Return a client whose account has no GetPhoneNumber left."""
    client = server.client(account=account)
    for _ in range(2):
        assert error_of(client.get_phone_number, PhoneNumberId=NUMBER)[0] == 404
    return client


def test_the_answer_is_the_services_own(throttling: RunningServer) -> None:
    """429 with the type in the header, code and message in the body, and no Retry-After, which AWS does not send."""
    client = throttling.client()
    for _ in range(2):
        assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["E164PhoneNumber"] == NUMBER
    assert error_of(client.get_phone_number, PhoneNumberId=NUMBER) == THROTTLED
    with pytest.raises(client.exceptions.ThrottledClientException):
        client.get_phone_number(PhoneNumberId=NUMBER)
    answer = raw.ask(throttling.port, raw.signed("GET", "/phone-numbers/%2B12065550100", key=(ACCOUNT, "test")))
    assert answer is not None
    assert (answer.status, answer.body) == (429, b'{"Code":"Throttled","Message":"Rate exceeded"}')
    assert answer.headers["x-amzn-errortype"] == "ThrottledClientException"
    assert "retry-after" not in answer.headers


def test_the_standard_retry_mode_does_not_try_again(throttling: RunningServer) -> None:
    """It knows ThrottlingException, but not the one that this API has."""
    exhausted(throttling, "333333333333")
    client = boto3.client(
        "chime-sdk-voice",
        region_name="us-east-1",
        endpoint_url=throttling.url,
        aws_access_key_id="333333333333",
        aws_secret_access_key="test",
        config=BotoConfig(retries={"mode": "standard", "max_attempts": 3}),
    )
    with pytest.raises(ClientError) as caught:
        client.get_phone_number(PhoneNumberId=NUMBER)
    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 0


def test_each_account_and_operation_by_itself(throttling: RunningServer) -> None:
    """Neither the account's other operations nor other accounts are throttled."""
    client = exhausted(throttling, "444444444444")
    assert error_of(client.get_phone_number, PhoneNumberId=NUMBER) == THROTTLED
    assert client.list_phone_numbers()["PhoneNumbers"] == []
    assert error_of(throttling.client(account="555555555555").get_phone_number, PhoneNumberId=NUMBER)[0] == 404


def test_both_namespaces_draw_from_one_bucket(throttling: RunningServer) -> None:
    """The older one raises its own exception of the same name."""
    exhausted(throttling, "666666666666")
    older = throttling.client("chime", account="666666666666")
    assert error_of(older.get_phone_number, PhoneNumberId=NUMBER) == THROTTLED


def test_an_operation_whose_model_has_no_429(throttling: RunningServer) -> None:
    """It ends in the error that every AWS service may answer."""
    client = throttling.client(account="777777777777")
    arn = "arn:aws:chime:us-east-1:777777777777:vc/abcdefghijklmnopqrstuv"
    for _ in range(2):
        assert error_of(client.list_tags_for_resource, ResourceARN=arn)[0] == 404
    assert error_of(client.list_tags_for_resource, ResourceARN=arn) == (400, "ThrottlingException", "Rate exceeded")


def test_only_requests_that_reach_an_operation_count(throttling: RunningServer) -> None:
    """What has no good signature, and what no operation has, takes no token; what is then found invalid does."""
    forger = throttling.client(account="888888888888", aws_secret_access_key="wrong")
    for _ in range(3):
        assert error_of(forger.get_phone_number, PhoneNumberId=NUMBER)[:2] == (403, "InvalidSignatureException")
    client = throttling.client(account="888888888888")
    for _ in range(2):
        assert error_of(client.list_phone_numbers, MaxResults=1000)[0] == 400
    assert error_of(client.list_phone_numbers, MaxResults=1000) == THROTTLED
    exhausted(throttling, "888888888888")


def test_a_throttled_request_changes_nothing(throttling: RunningServer) -> None:
    """The number is as the last request left it that passed."""
    client = throttling.client()
    for name in ("First", "Second"):
        client.update_phone_number(PhoneNumberId=NUMBER, Name=name)
    assert error_of(client.update_phone_number, PhoneNumberId=NUMBER, Name="Third") == THROTTLED
    number = throttling.number()
    assert number is not None
    assert number.name == "Second"


def test_tokens_come_in_real_time(server: RunningServer) -> None:
    """The clock of lifecycles stands still, and yet the next request passes before long."""
    server.do(throttles.set_limit(server.service, operation="ListPhoneNumbers", rate=20, burst=1))
    client = server.client()
    client.list_phone_numbers()
    wait_until(lambda: passes(client))


def passes(client: Any) -> bool:
    """Tell whether a request passes."""
    try:
        client.list_phone_numbers()
    except client.exceptions.ThrottledClientException:
        return False
    return True


def test_without_a_limit_the_throttle_is_not_even_asked(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is it with one that limits nothing."""
    monkeypatch.delattr(Throttle, "admits")
    client = server.client()
    assert client.list_phone_numbers()["PhoneNumbers"] == []
    server.do(throttles.set_limit(server.service, rate=None))
    assert client.list_phone_numbers()["PhoneNumbers"] == []


def test_the_relaxed_rules_have_no_limit_and_those_of_aws_have_one() -> None:
    """Ten requests per second, twenty at once."""
    assert limit_of_rules(PRESETS["relaxed"]).unlimited
    assert limit_of_rules(PRESETS["aws"]) == Limit(rate_millihertz=10_000, burst=20)


def test_no_rule_is_higher_than_a_limit_may_be() -> None:
    """Of larger figures nobody would notice a difference."""
    rules = Rules(request_rate=999_999_999, request_burst=10**30)
    assert limit_of_rules(rules) == Limit(rate_millihertz=10**9, burst=10**6)


def test_a_store_that_cannot_be_written_lets_nobody_pass() -> None:
    """The bound holds whatever happens: the answer is that of a store that is away."""

    class Away:
        async def write(self, _: Any) -> Any:
            raise StoreUnavailable("away")

    store: Any = Away()
    throttle = Throttle(store, SystemClock(), Rules(request_rate=10), shared=True)
    with pytest.raises(StoreUnavailable):
        asyncio.run(throttle.admits(ACCOUNT, "GetPhoneNumber"))
