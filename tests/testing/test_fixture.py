"""A service of one's own, and boto3 clients that reach it without a socket."""

from __future__ import annotations

import gc
import socket
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args

import boto3
import botocore.client
import msgspec
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from dialbook.carriers.shuffle import CAPACITY
from dialbook.domain.rules import PRESETS, Rules
from dialbook.testing import Dialbook
from dialbook.testing.fixture import Switches
from dialbook.testing.options import WAITS
from running import error_of

NUMBER = "+12065550100"


def test_it_begins_empty_and_is_nobody_elses() -> None:
    """What one service holds another does not."""
    with Dialbook() as one, Dialbook() as other:
        one.add_number(NUMBER)
        assert one.client().get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Status"] == "Unassigned"
        assert other.client().list_phone_numbers()["PhoneNumbers"] == []


def test_clients_of_both_services_in_any_region_and_account() -> None:
    """Each signs with its own key for its own region."""
    with Dialbook(account="111111111111", region="eu-west-1") as dialbook:
        dialbook.add_number(NUMBER)
        dialbook.add_number("+12065550101", account="222222222222")
        for service in ("chime-sdk-voice", "chime"):
            for account, number in (("111111111111", NUMBER), ("222222222222", "+12065550101")):
                client = dialbook.client(service, account=account, region="us-west-2")
                assert [found["E164PhoneNumber"] for found in client.list_phone_numbers()["PhoneNumbers"]] == [number]
        dialbook.client().list_phone_numbers()
        assert [(call.account, call.region) for call in dialbook.calls][-1] == ("111111111111", "eu-west-1")
        assert [call.namespace for call in dialbook.calls][1:3] == ["chime-sdk-voice", "chime"]


def test_sessions() -> None:
    """All clients of a session call the service, with the session's own account."""
    with Dialbook() as dialbook:
        dialbook.add_number(NUMBER, account="222222222222")
        session = dialbook.session(account="222222222222", region="eu-central-1")
        assert isinstance(session, boto3.Session)
        for service in ("chime-sdk-voice", "chime"):
            assert len(session.client(service).list_phone_numbers()["PhoneNumbers"]) == 1
        assert dialbook.calls[0].region == "eu-central-1"


def test_boto3s_options_go_to_boto3() -> None:
    """A configuration, or another name for the region."""
    with Dialbook() as dialbook:
        client = dialbook.client(region_name="eu-west-1", config=Config(user_agent_extra="mine"))
        assert client.meta.region_name == "eu-west-1"
        assert client.meta.config.user_agent_extra == "mine"
        assert client.list_phone_numbers()["PhoneNumbers"] == []


def test_clients_know_nothing_of_who_runs_the_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither a profile that is not there nor an endpoint of the environment leads them elsewhere."""
    (tmp_path / "config").write_text("[default]\nendpoint_url = http://127.0.0.1:9\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with Dialbook() as dialbook:
        for client in (dialbook.client(), dialbook.session().client("chime-sdk-voice")):
            assert client.meta.endpoint_url == "https://voice-chime.us-east-1.amazonaws.com"
            assert client.list_phone_numbers()["PhoneNumbers"] == []


def test_requests_are_verified() -> None:
    """A wrong secret is refused, as over the network."""
    with Dialbook() as dialbook:
        wrong = dialbook.client(aws_secret_access_key="wrong")
        assert error_of(wrong.list_phone_numbers)[:2] == (403, "InvalidSignatureException")
        unknown = dialbook.client(aws_access_key_id="AKIAIOSFODNN7EXAMPLE")
        assert error_of(unknown.list_phone_numbers)[:2] == (403, "UnrecognizedClientException")


def test_requests_are_held_against_the_limits_of_the_edge() -> None:
    """A body, a target and headers that are too large."""
    with Dialbook() as dialbook:
        client = dialbook.client()
        much = [{"PhoneNumberId": NUMBER, "Name": "x" * 200}] * 6000
        assert error_of(client.batch_update_phone_number, UpdatePhoneNumberRequestItems=much)[0] == 413
        assert error_of(client.list_phone_numbers, NextToken="x" * 30_000)[0] == 414

        def flood(request: Any, **_: Any) -> None:
            request.headers["X-Flood"] = "x" * 40_000

        client.meta.events.register("before-sign.chime-sdk-voice", flood)
        assert error_of(client.list_phone_numbers)[0] == 431


def test_answers_are_those_of_a_server() -> None:
    """Members, errors and headers are the same with a socket and without."""
    with Dialbook() as dialbook:
        dialbook.add_number(NUMBER, name="Front desk")
        near = dialbook.client()
        far = boto3.client(
            "chime-sdk-voice",
            endpoint_url=dialbook.url,
            region_name="us-east-1",
            aws_access_key_id=dialbook.account,
            aws_secret_access_key="test",
        )
        answers = [client.get_phone_number(PhoneNumberId=NUMBER) for client in (near, far)]
        headers = [set(answer.pop("ResponseMetadata")["HTTPHeaders"]) for answer in answers]
        assert answers[0] == answers[1]
        assert headers[0] == headers[1] - {"server"}
        errors = []
        for client in (near, far):
            with pytest.raises(ClientError) as caught:
                client.get_phone_number(PhoneNumberId="+12065550199")
            del caught.value.response["ResponseMetadata"]
            errors.append((type(caught.value).__name__, caught.value.response, str(caught.value)))
        assert errors[0] == errors[1]


def test_numbers_are_checked_as_an_import_checks_them() -> None:
    """What is given of them is stored, and what libphonenumber or the API would not have is refused with one sentence."""
    with Dialbook() as dialbook:
        dialbook.add_number("+442079460100", name="Desk")
        dialbook.add_number(NUMBER, calling_name="Example Corp", product_type="VoiceConnector")
        client = dialbook.client()
        abroad = client.get_phone_number(PhoneNumberId="+442079460100")["PhoneNumber"]
        assert (abroad["Country"], abroad["ProductType"], abroad["Name"]) == ("GB", "SipMediaApplicationDialIn", "Desk")
        assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["CallingName"] == "Example Corp"
        wrong: list[tuple[dict[str, Any], str]] = [
            ({"number": "+1206555"}, "E164PhoneNumber: it is not a valid number of any country's numbering plan"),
            ({"number": NUMBER}, "The phone number is already owned."),
            ({"number": "+12065550101", "product_type": "Fax"}, "ProductType must be one of "),
            ({"number": "+12065550101", "account": "1"}, "An account is 12 digits."),
            ({"number": "+12065550101", "calling_name": "x" * 16}, "CallingName must "),
            ({"number": "+18005550199", "calling_name": "Corp"}, "CallingName can be set only for toll-based U.S."),
        ]
        for values, sentence in wrong:
            with pytest.raises(ValueError, match="^" + sentence.replace("+", r"\+").replace(".", r"\.")):
                dialbook.add_number(**values)
        assert len(client.list_phone_numbers()["PhoneNumbers"]) == 2


def test_the_clock_is_moved_and_everything_settles() -> None:
    """AWS's waits are over as soon as the clock says so, while signatures stay good."""
    with Dialbook() as dialbook:
        dialbook.add_number(NUMBER)
        client = dialbook.client()
        client.update_phone_number(PhoneNumberId=NUMBER, CallingName="Example Corp")
        moment = dialbook.clock.now()
        assert timedelta(0) <= datetime.now(UTC) - moment < timedelta(minutes=1)
        assert dialbook.clock.advance(hours=71) >= moment + timedelta(hours=71)
        assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["CallingNameStatus"] == "UpdateInProgress"
        dialbook.clock.advance(timedelta(minutes=30), minutes=30)
        assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["CallingNameStatus"] == "UpdateSucceeded"
        frozen = dialbook.clock.freeze()
        assert dialbook.clock.now() == frozen
        assert dialbook.clock.set(frozen + timedelta(days=7)) == dialbook.clock.now() == frozen + timedelta(days=7)
        assert dialbook.clock.run() >= frozen + timedelta(days=7)


def test_the_clock_refuses_what_it_cannot_do() -> None:
    """To go back, to go on for ever, and to go to a time that could be anywhere."""
    with Dialbook() as dialbook:
        before = dialbook.clock.freeze()
        with pytest.raises(ValueError, match="must not be negative"):
            dialbook.clock.advance(hours=-1)
        with pytest.raises(ValueError, match="must not be before the clock's own"):
            dialbook.clock.set(datetime(2020, 1, 1, tzinfo=UTC))
        with pytest.raises(ValueError, match="year 9000"):
            dialbook.clock.set(datetime(9999, 1, 1, tzinfo=UTC))
        assert dialbook.clock.now() == before


@pytest.mark.parametrize(
    ("duration", "parts"),
    [("72h", {}), (72, {}), (datetime.now(UTC), {}), (timedelta(0), {"hours": "72"}), (timedelta(0), {"days": 1e12})],
)
def test_what_is_no_duration(duration: Any, parts: Any) -> None:
    """The clock stays where it is, and says what is one."""
    with Dialbook() as dialbook:
        before = dialbook.clock.freeze()
        with pytest.raises(
            ValueError, match=r"^The duration must be a timedelta, or numbers of days, hours, minutes and seconds"
        ):
            dialbook.clock.advance(duration, **parts)
        assert dialbook.clock.now() == before


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (datetime(2100, 1, 1), "The time must be a datetime with a time zone, as in "),  # noqa: DTZ001 - this is the point
        ("2100-01-01T00:00:00Z", "The time must be a datetime with a time zone, as in "),
        (date(2100, 1, 1), "The time must be a datetime with a time zone, as in "),
        (
            datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=5))),
            "The time must be of the years 1 to 9999 in",
        ),
    ],
)
def test_what_is_no_moment(moment: Any, sentence: str) -> None:
    """The clock stays where it is, and says what is one."""
    with Dialbook() as dialbook:
        before = dialbook.clock.freeze()
        with pytest.raises(ValueError, match=f"^{sentence}"):
            dialbook.clock.set(moment)
        assert dialbook.clock.now() == before


def test_calls_are_recorded() -> None:
    """With their parameters, their answer or their error, in order."""
    with Dialbook() as dialbook:
        dialbook.add_number(NUMBER)
        client = dialbook.client()
        client.update_phone_number(PhoneNumberId=NUMBER, Name="Front desk")
        error_of(client.get_phone_number, PhoneNumberId="+12065550199")
        done, failed = dialbook.calls
        assert (done.operation, done.status, done.error) == ("UpdatePhoneNumber", 200, None)
        assert done.parameters is not None
        assert done.parameters["Name"] == "Front desk"
        assert done.answer["PhoneNumber"]["Name"] == "Front desk"
        assert (failed.operation, failed.status, failed.error) == ("GetPhoneNumber", 404, "NotFoundException")


def test_events_are_cloudtrails() -> None:
    """Each change by its name."""
    with Dialbook() as dialbook:
        dialbook.add_number(NUMBER)
        dialbook.client().update_phone_number(PhoneNumberId=NUMBER, Name="Front desk")
        assert dialbook.events[-1]["eventName"] == "UpdatePhoneNumber"
        assert dialbook.events[-1]["recipientAccountId"] == dialbook.account


def test_the_rules_are_relaxed_but_for_the_waits_of_aws() -> None:
    """Unless a preset is named; and a switch goes before either."""
    assert set(WAITS) == {"calling_name_delay", "acquisition_delay", "deletion_delay"}
    relaxed = msgspec.structs.replace(PRESETS["relaxed"], **WAITS)
    for options, rules in (
        ({}, relaxed),
        ({"phone_number_quota": 2}, msgspec.structs.replace(relaxed, phone_number_quota=2)),
        ({"rules": "aws"}, PRESETS["aws"]),
        ({"rules": "relaxed"}, PRESETS["relaxed"]),
        (
            {"rules": "aws", "phone_number_quota": None},
            msgspec.structs.replace(PRESETS["aws"], phone_number_quota=None),
        ),
    ):
        with Dialbook(**options) as dialbook:
            assert dialbook._running().rules == rules


def test_every_switch_is_an_option() -> None:
    """The options are typed, so that whoever writes them is helped."""
    kinds = {name: get_args(kind)[0] for name, kind in Rules.__annotations__.items() if not isinstance(kind, str)}
    assert Switches.__annotations__.keys() == Rules.__annotations__.keys()
    assert not kinds


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        (
            {"phone_number_quotas": 2},
            TypeError,
            "dialbook has no option 'phone_number_quotas'. Did you mean phone_number_quota?",
        ),
        ({"zzz": 2}, TypeError, "dialbook has no option 'zzz'."),
        ({"rules": "strict"}, ValueError, "rules must be one of: relaxed, aws."),
        (
            {"phone_number_quota": "2"},
            ValueError,
            "phone_number_quota must be a whole number from 0 on, or None for no limit.",
        ),
        (
            {"phone_number_quota": -1},
            ValueError,
            "phone_number_quota must be a whole number from 0 on, or None for no limit.",
        ),
        ({"batch_limit": 0}, ValueError, "batch_limit must be a whole number from 1 on."),
        (
            {"carrier_pool_size": CAPACITY + 1},
            ValueError,
            "carrier_pool_size must be a whole number from 1 to 9996.",
        ),
        ({"deletion_delay": 5}, ValueError, "deletion_delay must be a timedelta that is not negative."),
        ({"deletion_delay": timedelta(-1)}, ValueError, "deletion_delay must be a timedelta that is not negative."),
        ({"business_calling_in_voice": 1}, ValueError, "business_calling_in_voice must be True or False."),
        ({"account": "123"}, ValueError, "An account is 12 digits."),
        ({"account": 123456789012}, ValueError, "An account is 12 digits."),
    ],
)
def test_wrong_options(options: dict[str, Any], error: type[Exception], sentence: str) -> None:
    """Each is refused with one sentence before anything is started."""
    before = threading.active_count()
    with pytest.raises(error) as caught:
        Dialbook(**options)
    assert str(caught.value) == sentence
    assert threading.active_count() == before


def test_other_services() -> None:
    """There are two, and a client of a third would have nobody to call."""
    with Dialbook() as dialbook, pytest.raises(ValueError, match="dialbook has the services chime-sdk-voice and chime"):
        dialbook.client("s3")


def test_it_is_used_while_it_is_entered() -> None:
    """Before and afterwards it says so, and it is not entered twice at a time."""
    dialbook = Dialbook()
    with pytest.raises(RuntimeError, match="This dialbook is not in use"):
        dialbook.add_number(NUMBER)
    with dialbook:
        client = dialbook.client()
        with pytest.raises(RuntimeError, match="in use already"):
            dialbook.__enter__()
        dialbook.add_number(NUMBER)
    with pytest.raises(RuntimeError, match="This dialbook is not in use"):
        client.list_phone_numbers()
    with dialbook:
        assert client.list_phone_numbers()["PhoneNumbers"] == []


def test_nothing_is_left() -> None:
    """No thread and no socket, also where there was a server, but for the pair of sockets that tokio opens once in a process."""
    with Dialbook() as first:
        assert first.url
    gc.collect()
    threads, files = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with Dialbook() as dialbook, Dialbook():
            assert dialbook.client().list_phone_numbers()["PhoneNumbers"] == []
            port = int(dialbook.url.rpartition(":")[2])
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
    gc.collect()
    assert threading.active_count() == threads
    assert len(list(Path("/proc/self/fd").iterdir())) <= files


def test_clients_share_nothing_that_can_be_changed() -> None:
    """What a test does to a client, to its class or to its handlers, another client does not see; and boto3's own is as it was."""
    creator = botocore.client.ClientCreator
    with Dialbook() as dialbook:
        one, other = dialbook.client(), dialbook.client()
        seen: list[str] = []
        one.meta.events.register("before-call.chime-sdk-voice", lambda model, **_: seen.append(model.name))
        type(one).list_phone_numbers = lambda _: "patched"
        assert one.list_phone_numbers() == "patched"
        assert other.list_phone_numbers()["PhoneNumbers"] == []
        assert type(one).__name__ == type(other).__name__ == "ChimeSDKVoice"
        assert seen == []
        assert dialbook.client("chime").meta.service_model.service_name == "chime"
    assert botocore.client.ClientCreator is creator
