"""What a test does to its service besides calling it: faults, limits, snapshots, beginning anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from dialbook.domain.delays import Uniform
from dialbook.domain.faults import Truncation
from dialbook.testing import Dialbook
from running import error_of

NUMBER = "+12065550100"
ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=0.2)


@pytest.fixture
def dialbook() -> Iterator[Dialbook]:
    """Give a service with one number."""
    with Dialbook() as service:
        service.add_number(NUMBER)
        yield service


@pytest.fixture(params=["near", "far"])
def client(request: pytest.FixtureRequest, dialbook: Dialbook) -> Any:
    """Give a client without a socket, and one over TCP, neither of which tries again."""
    if request.param == "near":
        return dialbook.client(config=ONCE)
    keys = {"aws_access_key_id": dialbook.account, "aws_secret_access_key": "test"}
    return boto3.client("chime-sdk-voice", endpoint_url=dialbook.url, region_name="us-east-1", config=ONCE, **keys)


def name(dialbook: Dialbook) -> str | None:
    """Return what the number is called by now."""
    found: str | None = dialbook.client().get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"].get("Name")
    return found


def test_an_error_a_number_of_times(dialbook: Dialbook, client: Any) -> None:
    """Then all is well, and the fault says how often it has struck."""
    fault = dialbook.fail("UpdatePhoneNumber", "ServiceUnavailable", times=2, message="Not now.")
    for _ in range(2):
        error = error_of(client.update_phone_number, PhoneNumberId=NUMBER, Name="Front desk")
        assert error == (503, "ServiceUnavailableException", "Not now.")
    assert name(dialbook) is None
    client.update_phone_number(PhoneNumberId=NUMBER, Name="Front desk")
    assert (fault.matched, fault.struck, name(dialbook)) == (2, 2, "Front desk")


def test_boto3_tries_again(dialbook: Dialbook) -> None:
    """As it does with AWS."""
    dialbook.fail("GetPhoneNumber", status=500, times=1)
    answer = dialbook.client().get_phone_number(PhoneNumberId=NUMBER)
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1


def test_a_connection_that_is_dropped(dialbook: Dialbook, client: Any) -> None:
    """It is botocore's own error, and the change may have happened."""
    dialbook.fail("UpdatePhoneNumber", drop=True, after=True)
    with pytest.raises(ConnectionClosedError) as caught:
        client.update_phone_number(PhoneNumberId=NUMBER, Name="Front desk")
    assert str(caught.value).startswith("Connection was closed before we received a valid response from endpoint URL")
    assert name(dialbook) == "Front desk"


@pytest.mark.parametrize("where", [10, 0.5, Truncation(bytes=0)])
def test_an_answer_that_breaks_off(dialbook: Dialbook, client: Any, where: Any) -> None:
    """botocore takes it for one without members: whether it came over TCP or not."""
    with dialbook.fail("GetPhoneNumber", truncate=where):
        assert set(client.get_phone_number(PhoneNumberId=NUMBER)) == {"ResponseMetadata"}
    assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["E164PhoneNumber"] == NUMBER


@pytest.mark.parametrize("delay", [30, timedelta(seconds=30), Uniform(least=30, most=40)])
def test_an_answer_that_is_held_back(dialbook: Dialbook, client: Any, delay: Any) -> None:
    """A client that does not wait as long gets its read timeout."""
    dialbook.fail("GetPhoneNumber", delay=delay, times=1)
    with pytest.raises(ReadTimeoutError, match="Read timeout on endpoint URL"):
        client.get_phone_number(PhoneNumberId=NUMBER)


def test_changes_that_fail_in_their_own_time(dialbook: Dialbook) -> None:
    """A calling name and an order: the calls go well."""
    dialbook.fail(number=NUMBER, calling_name="UpdateFailed")
    dialbook.fail(outcome="AcquireFailed", number="+12065550101")
    client = dialbook.client()
    client.update_phone_number(PhoneNumberId=NUMBER, CallingName="Example Corp")
    client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=["+12065550101"])
    dialbook.clock.advance(hours=72)
    assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["CallingNameStatus"] == "UpdateFailed"
    assert client.get_phone_number(PhoneNumberId="+12065550101")["PhoneNumber"]["Status"] == "AcquireFailed"


def test_sequences_and_windows(dialbook: Dialbook) -> None:
    """Fail, pass, fail, and only until the clock is beyond."""
    dialbook.fail(
        "GetPhoneNumber",
        "NotFound",
        sequence=["fail", "pass"],
        repeat=True,
        until=dialbook.clock.now() + timedelta(hours=1),
    )
    client = dialbook.client(config=ONCE)

    def statuses() -> list[int]:
        for _ in range(4):
            try:
                client.get_phone_number(PhoneNumberId=NUMBER)
            except ClientError:
                continue
        return [call.status for call in dialbook.calls[-4:]]

    assert statuses() == [404, 200, 404, 200]
    dialbook.clock.advance(hours=2)
    assert statuses() == [200] * 4


@pytest.mark.parametrize(
    ("arguments", "options", "error", "sentence"),
    [
        (["UpdatePhoneNumber", "Nonsense"], {}, ValueError, "Error must be one that UpdatePhoneNumber can answer: .*"),
        (["Nonsense"], {"drop": True}, ValueError, "Operation must be one of the API, such as UpdatePhoneNumber\\."),
        ([], {}, ValueError, "A fault must say what happens: .*"),
        ([], {"delay": -1}, ValueError, "A delay must be from 0 to 900 seconds\\."),
        ([], {"drop": "no"}, ValueError, "Drop must be a boolean, not a string\\."),
        (["GetPhoneNumber", KeyError], {}, ValueError, "Error must be a string, not an object\\."),
        ([], {"outcome": "Foo"}, ValueError, "Outcome must be one of AcquireFailed, DeleteFailed, ReleaseFailed, .*"),
        ([], {"delay": "1s"}, ValueError, "Delay must be a number or an object, not a string\\."),
        ([], {"drop": True, "sequence": "fail"}, ValueError, "Sequence must be a list, not a string\\."),
        ([], {"drop": True, "sequence": 1}, ValueError, "Sequence must be a list, not an integer\\."),
        ([], {"time": 1}, TypeError, "A fault has no option 'time'\\. Did you mean times\\?"),
        (
            [],
            {"outcome": "UpdateFailed", "calling_name": "UpdateFailed"},
            ValueError,
            "calling_name is an outcome: give one of them\\.",
        ),
    ],
)
def test_faults_that_can_never_be(
    dialbook: Dialbook, arguments: list[Any], options: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    """Each is refused with one sentence, and nothing is ordered."""
    with pytest.raises(error, match=f"^{sentence}$"):
        dialbook.fail(*arguments, **options)
    assert name(dialbook) is None


def test_a_fault_that_is_taken_back(dialbook: Dialbook) -> None:
    """It does not strike any more, and cannot be taken back twice."""
    with dialbook.fail(status=503) as fault:
        assert error_of(dialbook.client(config=ONCE).list_phone_numbers)[0] == 503
    assert dialbook.client().list_phone_numbers()["PhoneNumbers"]
    with pytest.raises(ValueError, match="The fault does not exist"):
        fault.remove()


def test_what_a_fault_has_struck_is_known_afterwards(dialbook: Dialbook) -> None:
    """An assertion stands behind the block, and a reset changes nothing of that."""
    client = dialbook.client(config=ONCE)
    with dialbook.fail("ListPhoneNumbers", status=503, sequence=["fail", "pass"]) as fault:
        error_of(client.list_phone_numbers)
        client.list_phone_numbers()
    client.list_phone_numbers()
    assert (fault.matched, fault.struck) == (2, 1)
    dialbook.reset()
    assert fault.struck == 1


def test_a_fault_that_a_reset_has_removed(dialbook: Dialbook) -> None:
    """Its block ends all the same, and its counts say why they are gone."""
    with dialbook.fail(status=503) as fault:
        dialbook.reset()
    with pytest.raises(ValueError, match=r"^The fault's counts are gone: a reset or the controls have removed it\.$"):
        _ = fault.struck


def test_limits(dialbook: Dialbook) -> None:
    """More requests than may come at once are throttled as AWS does it."""
    dialbook.throttle("GetPhoneNumber", rate=0.001, burst=1)
    client = dialbook.client(config=ONCE)
    client.get_phone_number(PhoneNumberId=NUMBER)
    assert error_of(client.get_phone_number, PhoneNumberId=NUMBER)[:2] == (429, "ThrottledClientException")
    assert client.list_phone_numbers()["PhoneNumbers"]
    dialbook.throttle("GetPhoneNumber", rate=None)
    client.get_phone_number(PhoneNumberId=NUMBER)
    with pytest.raises(ValueError, match="must"):
        dialbook.throttle("GetPhoneNumber", rate=-1)


def test_snapshots(dialbook: Dialbook) -> None:
    """The state and the clock come back, here and in another service; what is no snapshot changes nothing."""
    client = dialbook.client()
    frozen = dialbook.clock.freeze()
    snapshot = dialbook.snapshot()
    client.update_phone_number(PhoneNumberId=NUMBER, Name="Front desk")
    dialbook.add_number("+12065550101")
    dialbook.clock.advance(hours=1)
    dialbook.restore(snapshot)
    assert name(dialbook) is None
    assert len(client.list_phone_numbers()["PhoneNumbers"]) == 1
    assert dialbook.clock.now() == frozen
    with Dialbook() as other:
        other.restore(snapshot)
        assert name(other) is None
        with pytest.raises(ValueError, match="snapshot"):
            other.restore(b"no snapshot")
        with pytest.raises(ValueError, match="A snapshot must be bytes"):
            other.restore("no snapshot")  # type: ignore[arg-type]
        assert len(other.client().list_phone_numbers()["PhoneNumbers"]) == 1


def test_beginning_anew(dialbook: Dialbook) -> None:
    """One account, or everything: numbers, clock, faults and calls."""
    dialbook.add_number("+12065550101", account="222222222222")
    dialbook.reset("222222222222")
    assert name(dialbook) is None
    dialbook.clock.advance(hours=72)
    dialbook.fail(status=503)
    dialbook.reset()
    assert dialbook.calls == []
    assert dialbook.client().list_phone_numbers()["PhoneNumbers"] == []
    assert dialbook.clock.now() - datetime.now(UTC) < timedelta(hours=1)
    with pytest.raises(ValueError, match="An account is 12 digits"):
        dialbook.reset("1")
    with pytest.raises(ValueError, match="An account is 12 digits"):
        dialbook.reset(1)  # type: ignore[arg-type]
