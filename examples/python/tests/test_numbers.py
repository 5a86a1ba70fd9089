"""The program against dialbook: a fresh service for each test, whose clock it moves where it would wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dialbook.testing import Dialbook
from newnumber import Numbers, Unwilling
from newnumber.__main__ import main


@pytest.fixture
def voice(dialbook: Dialbook) -> Any:
    """Return a client."""
    return dialbook.client("chime-sdk-voice", region="us-east-1")


@pytest.fixture
def numbers(dialbook: Dialbook, voice: Any) -> Numbers:
    """Return the program, for which hours pass in no time."""
    return Numbers(voice, wait=lambda seconds: dialbook.clock.advance(seconds=seconds))


def test_a_number_is_ordered_and_named(dialbook: Dialbook, voice: Any, numbers: Numbers) -> None:
    """After three days that nobody waits, the number has its name."""
    began = dialbook.clock.now()
    number = numbers.order("206")
    numbers.name(number, "Example Inc")
    seen = voice.get_phone_number(PhoneNumberId=number)["PhoneNumber"]
    assert (seen["E164PhoneNumber"], seen["CallingName"]) == (number, "Example Inc")
    assert dialbook.clock.now() - began > timedelta(hours=72)


def test_a_name_waits_for_the_one_before_it(dialbook: Dialbook, voice: Any, numbers: Numbers) -> None:
    """A pending name is a conflict, and passes."""
    dialbook.add_number("+12065550100")
    voice.update_phone_number(PhoneNumberId="+12065550100", CallingName="Example Ltd")
    numbers.name("+12065550100", "Example Inc")
    assert voice.get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]["CallingName"] == "Example Inc"
    assert [call.status for call in dialbook.calls if call.operation == "UpdatePhoneNumber"] == [200, 409, 200]


def test_a_throttled_call_is_made_again(dialbook: Dialbook, numbers: Numbers) -> None:
    """Two calls too many only make it later."""
    dialbook.fail("CreatePhoneNumberOrder", "ThrottledClientException", times=2)
    numbers.order("206")
    assert [call.status for call in dialbook.calls if call.operation == "CreatePhoneNumberOrder"] == [429, 429, 201]


def test_a_call_that_is_always_throttled_fails(dialbook: Dialbook, voice: Any, numbers: Numbers) -> None:
    """After half a minute nobody goes on asking."""
    dialbook.fail("SearchAvailablePhoneNumbers", "ThrottledClientException")
    with pytest.raises(voice.exceptions.ThrottledClientException):
        numbers.order("206")
    assert len(dialbook.calls) == 6


def test_an_order_that_fails_is_said_to(dialbook: Dialbook, numbers: Numbers) -> None:
    """The number turns out not to be had."""
    dialbook.fail(outcome="AcquireFailed")
    with pytest.raises(Unwilling, match="ended Failed"):
        numbers.order("206")


def test_a_name_that_fails_is_said_to(dialbook: Dialbook, numbers: Numbers) -> None:
    """The telephone network does not take every name."""
    dialbook.add_number("+12065550100")
    dialbook.fail(number="+12065550100", calling_name="UpdateFailed")
    with pytest.raises(Unwilling, match="did not take"):
        numbers.name("+12065550100", "Example Inc")


def test_without_arguments_it_says_which_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is ordered then."""
    monkeypatch.setattr("sys.argv", ["newnumber"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().err.startswith("usage: python -m newnumber [-h] AREA_CODE CALLING_NAME\n")
