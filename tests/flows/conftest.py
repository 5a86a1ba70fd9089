"""The clients of the flows: each is a way to call one operation and get its answer or its error."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from clients import javascript
from clients.serving import Serving

Answer = dict[str, Any]
Call = Callable[..., Answer]
"""An operation's name and its members; an error is an answer too: ``{"error": (code, message)}``."""

CLI_ERROR = re.compile(r"An error occurred \((\w+)\) when calling the \w+ operation: (.*)")
HUMP = re.compile(r"(?<!^)(?=[A-Z])")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    """Run dialbook as ``make serve`` does, with everything at its default but the port."""
    with Serving(tmp_path, "--access-log") as serving:
        yield serving


@pytest.fixture(scope="session")
def javascript_sdk() -> None:
    """Install the JavaScript SDK; where that cannot be, skip, or fail in CI."""
    try:
        javascript.install()
    except javascript.Missing as missing:
        (pytest.fail if javascript.required() else pytest.skip)(f"JavaScript SDK: {missing}")


@pytest.fixture
def call(request: pytest.FixtureRequest, served: Serving, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Return the client that the test is parametrised with."""
    if request.param == "javascript":
        request.getfixturevalue("javascript_sdk")
        return javascript_caller(served)
    if request.param == "cli":
        return cli_caller(served)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in served.environment.items():
        monkeypatch.setenv(name, value)
    return boto3_caller(request.param, served)


def boto3_caller(service: str, served: Serving) -> Call:
    """Call with boto3, configured by the environment; the older API also needs to be told where it is."""
    client = boto3.client(service, endpoint_url=f"{served.url}/chime" if service == "chime" else None)

    def call(operation: str, **members: str) -> Answer:
        try:
            answer: Answer = getattr(client, HUMP.sub("_", operation).lower())(**members)
        except ClientError as error:
            details: dict[str, Any] = error.response
            return {"error": (details["Error"]["Code"], details["Error"]["Message"])}
        return answer

    return call


def cli_caller(served: Serving) -> Call:
    """Call with the AWS CLI, configured by the environment."""

    def call(operation: str, **members: str) -> Answer:
        options = [f"--{HUMP.sub('-', name).lower()}={value}" for name, value in members.items()]
        command = ["aws", "chime-sdk-voice", HUMP.sub("-", operation).lower(), *options]
        done = subprocess.run(command, env=served.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            found = CLI_ERROR.fullmatch(done.stderr.strip())
            assert found, done.stderr
            return {"error": found.groups()}
        answer: Answer = json.loads(done.stdout)
        return answer

    return call


def javascript_caller(served: Serving) -> Call:
    """Call with the JavaScript SDK, configured by the environment."""

    def call(operation: str, **members: str) -> Answer:
        command = ["node", str(javascript.FOLDER / "call.mjs"), operation, json.dumps(members)]
        done = subprocess.run(command, env=served.environment, capture_output=True, text=True, check=False)
        assert done.stdout, done.stderr
        answer: Answer = json.loads(done.stdout)
        return {"error": (answer["name"], answer["message"])} if done.returncode else answer

    return call
