"""The server of a fixture, for other programs and other clients."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from clients import asynchronous
from dialbook.testing import Dialbook

NUMBER = "+12065550100"
PROGRAM = f'''
import asyncio, json, sys

from aiobotocore.session import get_session


async def main():
    session = get_session()
    keys = {{"aws_access_key_id": "123456789012", "aws_secret_access_key": "test", "region_name": "us-east-1"}}
    async with session.create_client("chime-sdk-voice", endpoint_url=sys.argv[1], **keys) as client:
        await client.update_phone_number(PhoneNumberId="{NUMBER}", Name="Front desk")
        answers = await asyncio.gather(*(client.get_phone_number(PhoneNumberId="{NUMBER}") for _ in range(8)))
        print(json.dumps([answer["PhoneNumber"]["Name"] for answer in answers]))
        try:
            await client.get_phone_number(PhoneNumberId="+12065550199")
        except client.exceptions.NotFoundException as error:
            print(json.dumps(error.response["Error"]["Message"]))


asyncio.run(main())
'''


@pytest.fixture(scope="module")
def aiobotocore() -> Path:
    """Give the Python that has aiobotocore. In CI it must be there."""
    try:
        asynchronous.install()
    except asynchronous.Missing as missing:
        if asynchronous.required():
            pytest.fail(f"aiobotocore: {missing}")
        pytest.skip(str(missing))
    return asynchronous.PYTHON


def test_aiobotocore(aiobotocore: Path, tmp_path: Path) -> None:
    """Its clients see what the test sees, many calls at a time, and their errors are the modelled ones."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    with Dialbook() as dialbook:
        dialbook.add_number(NUMBER)
        done = subprocess.run([aiobotocore, program, dialbook.url], capture_output=True, text=True, check=False)
        assert done.stderr == ""
        names, message = map(json.loads, done.stdout.splitlines())
        assert (names, message) == (["Front desk"] * 8, "The phone number does not exist.")
        assert len(dialbook.calls) == 10


def test_a_program_of_its_own(tmp_path: Path) -> None:
    """A process that knows nothing but the URL changes what the test sees."""
    code = (
        "import boto3, sys\n"
        "keys = {'aws_access_key_id': '123456789012', 'aws_secret_access_key': 'test', 'region_name': 'us-east-1'}\n"
        "boto3.client('chime-sdk-voice', endpoint_url=sys.argv[1], **keys)"
        f".update_phone_number(PhoneNumberId='{NUMBER}', Name='Front desk')"
    )
    with Dialbook() as dialbook:
        dialbook.add_number(NUMBER)
        subprocess.run([sys.executable, "-c", code, dialbook.url], check=True)
        assert dialbook.client().get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Name"] == "Front desk"


def test_the_controls_are_there() -> None:
    """A test in another language moves the same clock, and an open stream of events does not hold up the end."""
    with Dialbook() as dialbook:
        advance = urllib.request.Request(  # noqa: S310 - our own
            f"{dialbook.url}/_dialbook/clock/advance",
            b'{"Duration": "72h"}',
            {"content-type": "application/json"},
        )
        before = dialbook.clock.now()
        with urllib.request.urlopen(advance) as answer:  # noqa: S310 - our own
            assert json.load(answer)["AheadSeconds"] >= 72 * 3600
        assert (dialbook.clock.now() - before).days == 3
        stream = urllib.request.urlopen(f"{dialbook.url}/_dialbook/events")  # noqa: S310 - our own
        assert stream.status == 200
    stream.close()
