"""The fixture: a thousand tests that have one each, beside tests with moto and a thousand empty ones; and one alone."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from dialbook.testing import Dialbook

TESTS = 1000
TESTS_OF_MOTO = 100
"""A thousand would take minutes."""
TIMES = 200
NUMBER = "+12065550100"
FILES = {
    "dialbook: the fixture and GetPhoneNumber": f"""
import pytest

@pytest.mark.parametrize("which", range({TESTS}))
def test_get(dialbook, which):
    dialbook.add_number("{NUMBER}")
    answer = dialbook.client().get_phone_number(PhoneNumberId="{NUMBER}")
    assert answer["PhoneNumber"]["Status"] == "Unassigned"
""",
    f"moto: mock_aws and GetItem, {TESTS_OF_MOTO} tests": f"""
import boto3
import pytest
from moto import mock_aws

@pytest.mark.parametrize("which", range({TESTS_OF_MOTO}))
@mock_aws
def test_get(which):
    client = boto3.client("dynamodb", region_name="us-east-1")
    client.create_table(
        TableName="numbers",
        KeySchema=[{{"AttributeName": "number", "KeyType": "HASH"}}],
        AttributeDefinitions=[{{"AttributeName": "number", "AttributeType": "S"}}],
        BillingMode="PAY_PER_REQUEST",
    )
    client.put_item(TableName="numbers", Item={{"number": {{"S": "{NUMBER}"}}}})
    answer = client.get_item(TableName="numbers", Key={{"number": {{"S": "{NUMBER}"}}}})
    assert answer["Item"]["number"]["S"] == "{NUMBER}"
""",
    "empty": f"""
import pytest

@pytest.mark.parametrize("which", range({TESTS}))
def test_nothing(which):
    pass
""",
}


def thousand(folder: Path) -> list[list[str]]:
    """Return how long each file's tests take in pytest, in all and each."""
    rows = []
    for at, (name, text) in enumerate(FILES.items()):
        file = folder / f"test_fixtures_{at}.py"
        file.write_text(text, "utf-8")
        tests, seconds = run(file)
        rows.append([name, f"{seconds:.1f}", f"{seconds / tests * 1000:.2f}"])
    return rows


def run(file: Path) -> tuple[int, float]:
    """Run a file of tests in a pytest of its own; return how many they are and what it says that they took, in seconds."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(file.parent), str(file)]
    done = subprocess.run(command, cwd=file.parent, check=True, capture_output=True, text=True)
    found = re.search(r"(\d+) passed.* in ([\d.]+)s", done.stdout)
    assert found, done.stdout
    return int(found[1]), float(found[2])


def alone() -> list[list[str]]:
    """Return the milliseconds of one set-up and what is done first with it, by steps and in all."""
    took: dict[str, list[float]] = {}
    for _ in range(TIMES + 1):
        began = perf_counter()
        with Dialbook() as dialbook:
            step(took, "set-up", began)
            began_step = perf_counter()
            dialbook.add_number(NUMBER)
            step(took, "add_number", began_step)
            began_step = perf_counter()
            client = dialbook.client()
            step(took, "client", began_step)
            began_step = perf_counter()
            client.get_phone_number(PhoneNumberId=NUMBER)
            step(took, "GetPhoneNumber", began_step)
            step(took, "set-up to first answer", began)
        took.setdefault("set-up and GetPhoneNumber", []).append(took["set-up"][-1] + took["GetPhoneNumber"][-1])
    return [[name, *figures(times[1:])] for name, times in took.items()]  # the first one imports


def step(took: dict[str, list[float]], name: str, began: float) -> None:
    """Note how long a step took."""
    took.setdefault(name, []).append((perf_counter() - began) * 1000)


def figures(times: list[float]) -> list[str]:
    """Return the median and the best."""
    return [f"{statistics.median(times):.2f}", f"{min(times):.2f}"]
