"""A server with a webhook, as its users run it."""

from __future__ import annotations

from pathlib import Path

from server import raw
from server.process import SAMPLE, Dialbook, rename
from server.receiver import SECRET, Receiver

PENDING = "+12065550104"
"""The number of the sample whose calling name is on its way."""


def test_every_change_comes_once_over_workers_and_restarts(tmp_path: Path) -> None:
    """Whichever worker is asked; what is changed while nobody delivers comes later. The sample is not told: it was there first."""
    with Receiver("503") as receiver:
        dialbook = Dialbook(tmp_path, "--workers", "2", "--webhook", receiver.url, "--webhook-secret", SECRET)
        with dialbook.serving():
            for number in SAMPLE:
                assert raw.status_of(dialbook.port, rename(number, "Example")) == 200
            receiver.await_taken(4)
            dialbook.signal()
            assert dialbook.exit_status() == 0
        complaints = dialbook.complaints()
        dialbook.command("numbers", "calling-name", PENDING, "--succeed")
        with dialbook.serving():
            names = receiver.await_taken(5)

    assert names == ["UpdatePhoneNumber"] * 4 + ["NumbersCallingName"]
    arns = [received.event["resources"][0]["ARN"] for received in receiver.taken()]
    assert [arn.rpartition("/")[2] for arn in arns] == [number[1:] for number in (*SAMPLE, PENDING)]
    assert complaints == []
    assert not any(word in dialbook.errors() for word in ("tenant=7", SECRET[6:]))


def test_a_stop_waits_for_the_event_that_is_on_its_way(tmp_path: Path) -> None:
    """It comes once, and the next server goes on behind it."""
    with Receiver("late") as receiver:
        dialbook = Dialbook(tmp_path, "--webhook", receiver.url, "--webhook-secret", SECRET)
        with dialbook.serving():
            assert raw.status_of(dialbook.port, rename(SAMPLE[0], "First")) == 200
            receiver.await_count(1)
            dialbook.signal()
            assert dialbook.exit_status() == 0
        with dialbook.serving():
            assert raw.status_of(dialbook.port, rename(SAMPLE[1], "Second")) == 200
            receiver.await_count(2)

    arns = [received.event["resources"][0]["ARN"] for received in receiver.received]
    assert [arn.rpartition("/")[2] for arn in arns] == [number[1:] for number in SAMPLE[:2]]


def test_a_webhook_without_a_secret_is_not_served(tmp_path: Path) -> None:
    """One sentence says what to do."""
    dialbook = Dialbook(tmp_path, "--webhook", "http://127.0.0.1:9/")
    with dialbook.starting():
        assert dialbook.exit_status() == 1
    assert dialbook.errors().startswith("dialbook: What a webhook is sent is signed: give a secret in")
    assert dialbook.errors().count("\n") == 1
