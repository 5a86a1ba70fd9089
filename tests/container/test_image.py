"""What the Dockerfile makes works, as the user that it names and with nothing but what it installs."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path
from typing import Any

import boto3
import pytest
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

from container.contained import Container, run
from container.image import ROOT, Image, context
from dialbook import __version__
from running import free_port

OPEN = {"DIALBOOK_INSECURE_DEVELOPMENT_KEYS": "true"}


def voice(url: str, key: str = "test", secret: str = "test") -> Any:  # noqa: S107 - what everybody knows
    """Return a client."""
    return boto3.client(
        "chime-sdk-voice",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(retries={"total_max_attempts": 1}),
    )


def test_the_context_has_nothing_but_what_is_copied() -> None:
    """No store, no key, no history of the project can get into an image: an engine is sent these, and its own two files."""
    top = {path.partition("/")[0] for path in context()} - {"Dockerfile", ".dockerignore"}
    assert top == {"pyproject.toml", "constraints.txt", "README.md", "LICENSE", "src", "scripts"}
    assert not any("__pycache__" in path for path in context())
    assert "src/dialbook/stores/migrations/0001_phone_numbers.sql" in context()


def test_the_wheel_is_installed_in_the_pinned_versions(image: Image) -> None:
    """The image has the program and what it needs, in the versions that the tests run with, and no installer."""
    packages = next(image.root.glob("opt/dialbook/lib/*/site-packages"))
    installed = {
        path.name.removesuffix(".dist-info").lower().replace("_", "-") for path in packages.glob("*.dist-info")
    }
    pinned = {
        line.lower().replace("_", "-").replace("==", "-")
        for line in (ROOT / "constraints.txt").read_text().splitlines()
    }
    assert f"dialbook-{__version__}" in installed
    assert installed - {f"dialbook-{__version__}"} <= pinned
    assert not any(name.startswith(("pip-", "hatchling-", "pytest-", "boto3-")) for name in installed)
    assert run(image, "--version").stdout == f"dialbook {__version__}\n"


def test_it_serves_as_an_unprivileged_first_process_and_stops_when_told(volume: Image, tmp_path: Path) -> None:
    """The health check passes, a signed request is answered, and SIGTERM ends it cleanly; what it has changed stays in the volume."""
    with Container(volume, tmp_path / "output", **OPEN) as container:
        number = voice(container.url).get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]
        assert number["Status"] == "Assigned"
        voice(container.url).update_phone_number(PhoneNumberId="+12065550100", Name="Front desk")
        status = Path(f"/proc/{container.server}/status").read_text("utf-8")
        users = {line.split()[1] for line in status.splitlines() if line.startswith("Uid:")}
        assert users == {str(volume.user if os.geteuid() == 0 else os.geteuid())}
        if container.is_process_1:
            assert [line.split()[-1] for line in status.splitlines() if line.startswith("NSpid:")] == ["1"]
        assert container.stop() == 0, container.output
        assert "no answer" in container.health()
    assert not (volume.data / "dialbook.db-wal").exists()
    assert "Front desk" in run(volume, "numbers", "show", "+12065550100").stdout


def test_it_does_not_start_with_everybodys_keys_unless_told(image: Image) -> None:
    """Who starts the image alone learns what to say."""
    refused = run(image, "serve", DIALBOOK_PORT=str(free_port()))
    assert refused.returncode == 1
    assert "not served beyond loopback" in refused.stderr
    assert "--insecure-development-keys" in refused.stderr
    assert list(image.data.iterdir()) == []


def test_controls_are_not_served_without_a_token(image: Image) -> None:
    """Everybody's keys let nobody move the clock: the server listens beyond loopback."""
    refused = run(image, "serve", DIALBOOK_CONTROLS="true", DIALBOOK_PORT=str(free_port()), **OPEN)
    assert refused.returncode == 1
    assert "give one in DIALBOOK_CONTROLS_TOKEN" in refused.stderr


def test_controls_answer_to_who_has_their_token(volume: Image, tmp_path: Path) -> None:
    """From outside the container, where everybody's keys get in, only the token moves the clock."""
    token = "not-known-to-everybody"
    settings = {"DIALBOOK_CONTROLS": "true", "DIALBOOK_CONTROLS_TOKEN": token}
    with Container(volume, tmp_path / "output", **OPEN, **settings) as container:
        clock = f"{container.url}/_dialbook/clock"
        assert urllib3.request("GET", clock).status == 401
        assert urllib3.request("GET", clock, headers={"Authorization": f"Bearer {token}"}).status == 200


def test_keys_made_in_the_volume_are_those_that_it_knows(volume: Image, tmp_path: Path) -> None:
    """With stored keys, one that was created in the same volume gets in, and the development key does not."""
    made = run(volume, "keys", "create", "--account", "123456789012")
    key, secret = (part.split("=", 1)[1].strip("\"'") for part in made.stdout.split() if "=" in part)
    with Container(volume, tmp_path / "output", DIALBOOK_KEYS="stored") as container:
        assert voice(container.url, key, secret).list_phone_numbers()["PhoneNumbers"] == []
        with pytest.raises(ClientError, match="UnrecognizedClientException"):
            voice(container.url).list_phone_numbers()


def test_the_health_check_says_what_is_wrong(image: Image) -> None:
    """Something else on the port is not taken for a healthy server."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        environment = image.environment | {"DIALBOOK_PORT": str(port)}
        with subprocess.Popen(image.health, env=environment, stderr=subprocess.PIPE, text=True) as check:
            connection, _ = other.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 503 Unavailable\r\ncontent-length: 0\r\n\r\n")
            assert check.communicate()[1] == "status 503\n"
        assert check.returncode == 1
