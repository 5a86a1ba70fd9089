"""The compose file keeps what it says in its comments, and agrees with the Dockerfile and the server."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from container.image import ROOT, Image
from dialbook.server.serve import GRACE_SECONDS


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    """Return the server's part of the file."""
    composition: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    found: dict[str, Any] = composition["services"]["dialbook"]
    return found


def test_everybodys_keys_are_published_on_loopback_only(service: dict[str, Any]) -> None:
    """Whoever has no more than this file opens nothing to the network."""
    from_the_shell = {"DIALBOOK_CONTROLS": None, "DIALBOOK_CONTROLS_TOKEN": None}
    assert service["environment"] == {"DIALBOOK_INSECURE_DEVELOPMENT_KEYS": "true"} | from_the_shell
    assert service["ports"] == ["127.0.0.1:8000:8000"]


def test_the_port_the_volume_and_the_check_are_those_of_the_image(service: dict[str, Any], image: Image) -> None:
    """What one of the two files changes, the other must follow."""
    assert service["ports"][0].endswith(f":{image.environment['DIALBOOK_PORT']}")
    assert image.settings["EXPOSE"] == image.environment["DIALBOOK_PORT"]
    assert service["volumes"] == [f"data:{image.settings['VOLUME']}"]
    assert service["healthcheck"]["test"] == ["CMD", *json.loads(image.settings["HEALTHCHECK"].partition(" CMD ")[2])]


def test_a_stop_leaves_time_for_what_has_begun(service: dict[str, Any]) -> None:
    """The engine waits longer than the server does."""
    assert int(service["stop_grace_period"].removesuffix("s")) > GRACE_SECONDS
