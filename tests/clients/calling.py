"""The three clients, each as a way to call one operation and get its answer or its error. The environment alone configures them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

import boto3
from botocore.exceptions import ClientError

from clients import javascript

Answer = dict[str, Any]
Call = Callable[..., Answer]
"""An operation's name and its members; an error is an answer too: ``{"error": (code, message)}``."""
Client = Literal["boto3", "boto3 chime", "cli", "cli chime", "javascript"]
NEWER: list[Client] = ["boto3", "cli", "javascript"]
OLDER: list[Client] = ["boto3 chime", "cli chime"]
"""The clients of the older API, which the JavaScript SDK no longer has."""

CLI_ERROR = re.compile(r"An error occurred \((\w+)\) when calling the \w+ operation: (.*)")
HUMP = re.compile(r"(?<!^)(?=[A-Z])")


def environment_of(url: str, account: str, region: str = "us-east-1") -> dict[str, str]:
    """Return what leads every client to the server at that URL, into an account and a region, and the older API to its own place."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ENDPOINT_URL_CHIME": f"{url}/chime",
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
    }


@contextmanager
def connected(client: Client, environment: Mapping[str, str]) -> Iterator[Call]:
    """Give one client's way to call. The environment is given to programs; the test process is in it already."""
    if client == "javascript":
        command = ["node", str(javascript.FOLDER / "call.mjs")]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, encoding="utf-8") as node:
            yield javascript_caller(node)
    else:
        service = "chime" if client.endswith("chime") else "chime-sdk-voice"
        yield cli_caller(service, environment) if client.startswith("cli") else boto3_caller(service)


def boto3_caller(service: str) -> Call:
    """Call with boto3."""
    client = boto3.Session().client(service)

    def call(operation: str, **members: Any) -> Answer:
        try:
            answer: Answer = getattr(client, HUMP.sub("_", operation).lower())(**members)
        except ClientError as error:
            details: dict[str, Any] = error.response
            return {"error": (details["Error"]["Code"], details["Error"]["Message"])}
        return answer

    return call


def cli_caller(service: str, environment: Mapping[str, str]) -> Call:
    """Call with the AWS CLI."""

    def call(operation: str, **members: Any) -> Answer:
        command = ["aws", service, HUMP.sub("-", operation).lower(), *map(option, members.keys(), members.values())]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            found = CLI_ERROR.fullmatch(done.stderr.strip())
            assert found, done.stderr
            return {"error": found.groups()}
        answer: Answer = json.loads(done.stdout or "{}")
        return answer

    return call


def option(member: str, value: Any) -> str:
    """Write a member as the CLI takes it: a flag, a string, or JSON."""
    name = HUMP.sub("-", member).lower()
    if isinstance(value, bool):
        return f"--{name}" if value else f"--no-{name}"
    return f"--{name}={value if isinstance(value, str) else json.dumps(value)}"


def javascript_caller(node: subprocess.Popen[str]) -> Call:
    """Call with the JavaScript SDK, in a program that runs call.mjs."""

    def call(operation: str, **members: Any) -> Answer:
        assert node.stdin
        assert node.stdout
        node.stdin.write(f"{json.dumps([operation, members])}\n")
        node.stdin.flush()
        line = node.stdout.readline()
        assert line, f"node ended with status {node.wait()}"
        answer: Answer = json.loads(line)
        return {"error": tuple(answer["error"])} if "error" in answer else answer

    return call
