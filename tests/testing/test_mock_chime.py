"""``mock_chime``: every boto3 client calls dialbook, and afterwards everything is as it was."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from moto import mock_aws

from dialbook.testing import Dialbook, current, mock_chime
from testing.mocked import NUMBER, numbers, order


@pytest.fixture(autouse=True)
def as_nobody(nobody: None) -> None:
    """Begin as nobody, before the set-up of a class does anything."""


def before(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, ...]:
    """Return all that a mock touches."""
    return dict(os.environ), boto3.DEFAULT_SESSION, BaseClient._make_api_call, threading.active_count()


def test_as_a_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives the service, whose numbers every client sees; then all is as it was."""
    untouched = before(monkeypatch)
    with mock_chime() as dialbook:
        dialbook.add_number(NUMBER)
        assert numbers() == [NUMBER]
        assert current() is dialbook
    assert before(monkeypatch) == untouched
    with pytest.raises(RuntimeError, match="No mock_chime is in force here"):
        current()


def test_both_namespaces_and_every_region() -> None:
    """The older API has the same numbers."""
    with mock_chime() as dialbook:
        dialbook.add_number(NUMBER)
        assert numbers(boto3.client("chime")) == [NUMBER]
        assert numbers(boto3.client("chime-sdk-voice", region_name="eu-central-1")) == [NUMBER]


@mock_chime
def decorated() -> list[str]:
    """Return what is there, and leave a number behind."""
    seen = numbers()
    order("+12065550199")
    return seen


@mock_chime(acquisition_delay=timedelta(0))
def decorated_with_options() -> str:
    """Return the status of a number that was just ordered."""
    order()
    return str(boto3.client("chime-sdk-voice").get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Status"])


@mock_chime
async def decorated_coroutine() -> list[str]:
    """Wait among others, and return what is there."""
    order()
    await asyncio.sleep(0)
    return numbers()


@mock_chime()
def decorated_generator() -> Iterator[list[str]]:
    """Yield what is there, as a fixture does."""
    order()
    yield numbers()


@mock_chime()
async def decorated_asynchronous_generator() -> AsyncIterator[list[str]]:
    """Yield what is there."""
    order()
    yield numbers()


def test_each_call_of_a_function_has_a_service_of_its_own() -> None:
    """What one leaves behind the next does not see; names and docstrings stay."""
    assert decorated() == decorated() == []
    assert decorated.__name__ == "decorated"
    assert decorated_with_options() == "Unassigned"


def test_coroutines_and_generators() -> None:
    """The mock lasts until they end."""
    assert asyncio.run(decorated_coroutine()) == [NUMBER]
    assert list(decorated_generator()) == [[NUMBER]]

    async def consume() -> list[list[str]]:
        return [found async for found in decorated_asynchronous_generator()]

    assert asyncio.run(consume()) == [[NUMBER]]
    with pytest.raises(RuntimeError):
        current()


def test_an_exception_ends_the_mock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes through, and everything is put back."""
    untouched = before(monkeypatch)

    @mock_chime
    def failing() -> None:
        numbers()
        raise LookupError

    with pytest.raises(LookupError):
        failing()
    assert before(monkeypatch) == untouched


def test_a_mock_within_a_mock_joins_it() -> None:
    """It sees and changes the same service."""
    with mock_chime() as outer:
        order()
        with mock_chime() as inner:
            assert inner is outer
            assert numbers() == [NUMBER]
        assert decorated() == [NUMBER]
        assert numbers() == [NUMBER, "+12065550199"]


def test_a_mock_with_options_within_a_mock_is_another() -> None:
    """It has its own numbers and its own account, and afterwards the outer one is there again."""
    with mock_chime() as outer:
        order()
        with mock_chime(account="222222222222") as inner:
            assert inner is not outer
            assert numbers() == []
            order("+12065550199")
            assert inner.calls[-1].account == "222222222222"
        assert numbers() == [NUMBER]


def test_a_mock_can_be_entered_again_and_within_itself() -> None:
    """It is new each time, but within itself."""
    mock = mock_chime()
    with mock:
        order()
        with mock:
            assert numbers() == [NUMBER]
        assert numbers() == [NUMBER]
    with mock:
        assert numbers() == []


def test_a_service_that_is_given() -> None:
    """The fixture's, say: the program's clients and the test's own see the same."""
    with Dialbook() as dialbook, mock_chime(dialbook):
        order()
        assert numbers(dialbook.client()) == numbers() == [NUMBER]
        assert current() is dialbook


def test_a_client_of_another_service_stays_with_it() -> None:
    """It calls its own service once, and the mock's not at all."""
    with Dialbook() as other, mock_chime() as mocked:
        assert numbers(other.client()) == numbers(other.session().client("chime-sdk-voice")) == []
        assert ([call.operation for call in other.calls], mocked.calls) == (["ListPhoneNumbers"] * 2, [])


def test_clients_and_sessions_from_before() -> None:
    """They call the mock too, with whatever credentials they have, and are themselves again afterwards."""
    session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "secret", "token", region_name="eu-west-1")
    client = session.client("chime-sdk-voice")
    handlers = repr(client.meta.events._emitter._handlers.prefix_search("before-send.chime-sdk-voice.X"))
    with mock_chime() as dialbook:
        dialbook.add_number(NUMBER)
        assert numbers(client) == numbers(session.client("chime-sdk-voice")) == [NUMBER]
        assert (dialbook.calls[0].account, dialbook.calls[0].region) == (dialbook.account, "eu-west-1")
    assert repr(client.meta.events._emitter._handlers.prefix_search("before-send.chime-sdk-voice.X")) == handlers


def test_the_default_session_from_before_keeps_its_region() -> None:
    """Inside there is another one like it, so that this one does not remember the harmless credentials."""
    boto3.setup_default_session(region_name="eu-west-1")
    before = boto3.DEFAULT_SESSION
    with mock_chime() as dialbook:
        numbers()
        assert dialbook.calls[0].region == "eu-west-1"
    assert boto3.DEFAULT_SESSION is before
    assert boto3.DEFAULT_SESSION.get_credentials() is None


def test_an_access_key_of_twelve_digits_is_of_that_account() -> None:
    """As it is for the server, so that a program of several accounts can be tested."""
    with mock_chime() as dialbook:
        dialbook.add_number(NUMBER, account="222222222222")
        keys = {"aws_access_key_id": "222222222222", "aws_secret_access_key": "anything"}
        assert numbers(boto3.client("chime-sdk-voice", **keys)) == [NUMBER]
        assert numbers() == []


def test_only_what_is_missing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Credentials and a region that are there, in the environment or in a profile, stay."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    untouched = dict(os.environ)
    with mock_chime():
        assert dict(os.environ) == untouched | {"AWS_DEFAULT_REGION": "us-east-1"}
        assert numbers() == []
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    (tmp_path / "config").write_text("[profile mine]\nregion = eu-west-1\n")
    (tmp_path / "credentials").write_text("[mine]\naws_access_key_id = AKIA\naws_secret_access_key = secret\n")
    monkeypatch.setenv("AWS_PROFILE", "mine")
    untouched = dict(os.environ)
    with mock_chime() as dialbook:
        assert dict(os.environ) == untouched
        assert numbers() == []
        assert dialbook.calls[0].region == "eu-west-1"


def test_threads_of_the_program() -> None:
    """They call the mock too."""
    seen: list[list[str]] = []
    with mock_chime() as dialbook:
        dialbook.add_number(NUMBER)
        client = boto3.client("chime-sdk-voice")
        threads = [threading.Thread(target=lambda: seen.append(numbers(client))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert seen == [[NUMBER]] * 8


def test_mocks_that_overlap_in_time() -> None:
    """Coroutines at the same time: when the last one ends, everything is put back."""

    @mock_chime
    async def wait(steps: int) -> int:
        for _ in range(steps):
            await asyncio.sleep(0)
        return len(numbers())

    async def all_of_them() -> list[int]:
        return list(await asyncio.gather(wait(1), wait(5), wait(3)))

    original = BaseClient._make_api_call
    assert asyncio.run(all_of_them()) == [0, 0, 0]
    assert BaseClient._make_api_call is original
    assert "AWS_ACCESS_KEY_ID" not in os.environ


def buckets() -> list[str]:
    """List moto's buckets."""
    return [bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]]


def test_moto_outside() -> None:
    """Numbers are dialbook's, buckets are moto's."""
    with mock_aws(), mock_chime():
        order()
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="mine")
        assert (numbers(), buckets()) == ([NUMBER], ["mine"])


def test_moto_inside() -> None:
    """Numbers are dialbook's, buckets are moto's, and what was made before one mock goes on in the other."""
    with mock_chime():
        order()
        with mock_aws():
            boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="mine")
            assert (numbers(), buckets()) == ([NUMBER], ["mine"])
        assert numbers() == [NUMBER]


@mock_aws
@mock_chime
def moto_outside() -> tuple[list[str], list[str]]:
    """Return numbers and buckets."""
    return numbers(), buckets()


@mock_chime
@mock_aws
def moto_inside() -> tuple[list[str], list[str]]:
    """Return numbers and buckets."""
    return numbers(), buckets()


def test_moto_as_a_decorator() -> None:
    """In either order."""
    assert moto_outside() == moto_inside() == ([], [])


def test_a_service_that_is_not_mocked_goes_its_way() -> None:
    """Its requests are not touched: this one finds nobody."""
    client = boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url="http://127.0.0.1:9",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=boto3.session.Config(retries={"total_max_attempts": 1}),
    )
    with mock_chime(), pytest.raises(Exception, match="Could not connect to the endpoint URL"):
        client.list_buckets()


def test_wrong_options_are_told_at_once() -> None:
    """Where the mock is made, not where it begins."""
    with pytest.raises(
        TypeError, match=r"dialbook has no option 'phone_number_quotas'\. Did you mean phone_number_quota\?"
    ):
        mock_chime(phone_number_quotas=2)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="mock_chime decorates functions and classes"):
        mock_chime(12)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="A dialbook has its options already"):
        mock_chime(Dialbook(), account="222222222222")  # type: ignore[call-overload]
