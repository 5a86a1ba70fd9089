"""The loop of a process, and the threads, coroutines and forks that call into it."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

from dialbook.testing import Dialbook
from dialbook.testing.loop import SHARED

NUMBER = "+12065550100"


def test_no_thread_without_need() -> None:
    """The caller's own does the work, until something is left for another one to do."""
    threads = threading.active_count()
    with Dialbook() as dialbook:
        assert dialbook.client().list_phone_numbers()["PhoneNumbers"] == []
        assert threading.active_count() == threads
        assert dialbook.url
        assert "dialbook-testing" in {thread.name for thread in threading.enumerate()}
    assert threading.active_count() == threads


def test_within_a_running_loop() -> None:
    """A coroutine may call, as it may with any boto3 client, and it may ask for a server."""

    async def program() -> int:
        with Dialbook() as dialbook:
            dialbook.add_number(NUMBER)
            assert dialbook.url
            return len(dialbook.client().list_phone_numbers()["PhoneNumbers"])

    assert asyncio.run(program()) == 1


def test_from_several_threads() -> None:
    """Whose writes do not get in each other's way."""
    with Dialbook() as dialbook:
        client = dialbook.client()
        numbers = [f"+1206555{line:04}" for line in range(100, 124)]

        def work(mine: list[str]) -> None:
            for number in mine:
                dialbook.add_number(number)
                client.update_phone_number(PhoneNumberId=number, Name="Front desk")

        threads = [threading.Thread(target=work, args=(numbers[at::6],)) for at in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = client.list_phone_numbers()["PhoneNumbers"]
        named = {number["E164PhoneNumber"]: number["Name"] for number in found}
        assert named == dict.fromkeys(numbers, "Front desk")


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("threaded", [False, True])
def test_after_a_fork(threaded: bool) -> None:
    """The child has the state of its parent, and a copy of its own from then on."""
    with Dialbook() as dialbook:
        if threaded:
            SHARED.thread()
        client = dialbook.client()
        for number in ("+12065550101", "+12065550102"):
            dialbook.add_number(number)
            client.update_phone_number(PhoneNumberId=number, Name="Front desk")
        child = os.fork()
        if child == 0:
            try:
                dialbook.add_number("+12065550103")
                client.update_phone_number(PhoneNumberId="+12065550101", Name="Reception")
                os._exit(len(client.list_phone_numbers()["PhoneNumbers"]))
            finally:
                os._exit(99)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
        assert [number["Name"] for number in client.list_phone_numbers()["PhoneNumbers"]] == ["Front desk"] * 2


def test_a_client_waits_only_as_long_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its read timeout is botocore's own error, and the service goes on."""
    with Dialbook() as dialbook:
        held = asyncio.Event()

        async def hold(*_: Any) -> None:
            await held.wait()

        monkeypatch.setattr("dialbook.testing.application.answer", hold)
        retries = {"total_max_attempts": 1}
        client = dialbook.client(config=Config(read_timeout=0.01, retries=retries))
        session = dialbook.session()
        for impatient in (client, session.client("chime-sdk-voice", config=Config(read_timeout=0.01, retries=retries))):
            with pytest.raises(ReadTimeoutError, match="Read timeout on endpoint URL"):
                impatient.list_phone_numbers()
        monkeypatch.undo()
        assert client.list_phone_numbers()["PhoneNumbers"] == []
