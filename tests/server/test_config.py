"""What an installation chooses, and what is refused of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from dialbook.access.keys import Secret
from dialbook.domain.rules import PRESETS
from dialbook.server.build import webhook_of
from dialbook.server.config import (
    NO_STORE,
    Config,
    ConfigError,
    check,
    loopback,
)
from running import RunningServer
from server.configs import config

MEMORY = "A store in memory belongs to one process: use --workers 1, or a file."
NO_KEYS = "A store in memory can be given no keys: use a file."
KNOWN_TO_EVERYONE = (
    "The development keys are known to everyone, so they are not served beyond loopback. Create keys with "
    "'dialbook keys create' and use --keys stored, or say --insecure-development-keys."
)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0:0:0:0:0:0:0:1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("[::]", False),
        ("10.0.0.1", False),
        ("192.168.1.1", False),
        ("128.0.0.1", False),
        ("fe80::1", False),
        ("::2", False),
        ("127.0.0.1.example.org", False),
        ("localhost.example.org", False),
        ("127.1", False),
        ("2130706433", False),
        ("", False),
        (" 127.0.0.1", False),
        ("example.org", False),
    ],
)
def test_which_addresses_are_loopback(host: str, expected: bool) -> None:
    """Only what certainly cannot be reached from another machine is."""
    assert loopback(host) is expected


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"host": "::1"},
        {"host": "localhost", "keys": "development"},
        {"store": "dialbook.db", "host": "0.0.0.0", "keys": "stored"},
        {"host": "0.0.0.0", "insecure_development_keys": True},
        {"store": "dialbook.db", "host": "0.0.0.0", "keys": "stored", "insecure_development_keys": True},
        {"store": "dialbook.db", "workers": 4},
        {"store": "postgresql://a,b/name", "read_store": "postgresql://b,a/name"},
        {"store": "memory:", "workers": 1},
    ],
)
def test_what_may_be_served(members: dict[str, Any]) -> None:
    """The development keys on loopback, stored keys everywhere, and several workers on a file."""
    check(config(**members))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"workers": 2}, MEMORY),
        ({"workers": 2, "keys": "stored"}, MEMORY),
        ({"keys": "stored"}, NO_KEYS),
        ({"host": "0.0.0.0"}, KNOWN_TO_EVERYONE),
        ({"host": "::"}, KNOWN_TO_EVERYONE),
        ({"host": "10.0.0.1"}, KNOWN_TO_EVERYONE),
        ({"host": "dialbook.example.org"}, KNOWN_TO_EVERYONE),
        ({"host": ""}, KNOWN_TO_EVERYONE),
        ({"store": "mysql://localhost/dialbook"}, NO_STORE),
        ({"store": ""}, NO_STORE),
        ({"store": ":memory:"}, NO_STORE),
        ({"drain_delay": timedelta(hours=1, seconds=1)}, "The drain delay must be 1h at most."),
    ],
)
def test_what_must_not_be_served(members: dict[str, Any], message: str) -> None:
    """The message says what to change."""
    with pytest.raises(ConfigError) as refused:
        check(config(**members))
    assert str(refused.value) == message


BEYOND = {"store": "dialbook.db", "host": "0.0.0.0", "keys": "stored", "controls": True}
GOOD, TOKEN_NEEDED, BAD_TOKEN = (
    "0123456789abcdef",
    "Beyond loopback the controls are served only to who has their token: give one in DIALBOOK_CONTROLS_TOKEN.",
    "The token of the controls must be 16 to 256 letters, digits and the signs -._~+/=.",
)


@pytest.mark.parametrize(
    "members",
    [{"controls": True}, {"controls": True, "controls_token": Secret(GOOD)}, BEYOND | {"controls_token": Secret(GOOD)}],
)
def test_the_controls_are_served_on_loopback_or_with_a_token(members: dict[str, Any]) -> None:
    """Whoever reaches them can take all the state away."""
    check(config(**members))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (BEYOND, TOKEN_NEEDED),
        (BEYOND | {"controls_token": Secret("")}, BAD_TOKEN),
        ({"controls": True, "controls_token": Secret(GOOD[1:])}, BAD_TOKEN),
        ({"controls": True, "controls_token": Secret(GOOD + " ")}, BAD_TOKEN),
        ({"controls": True, "controls_token": Secret(GOOD * 17)}, BAD_TOKEN),
    ],
)
def test_controls_that_anybody_could_use_are_refused(members: dict[str, Any], message: str) -> None:
    """The message says what to give, and never what was given."""
    with pytest.raises(ConfigError) as refused:
        check(config(**members))
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("localhost", "http://localhost:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("[::1]", "http://[::1]:8000"),
        ("10.0.0.1", "http://10.0.0.1:8000"),
    ],
)
def test_the_url_is_one_that_this_machine_can_use(host: str, url: str) -> None:
    """An address that means all of them is no place to go to, and IPv6 stands in brackets."""
    assert config(host=host).url == url


def test_the_defaults_are_for_a_developers_machine() -> None:
    """Loopback, the development keys, one worker, the relaxed rules and a sample to look at."""
    assert config() == Config(
        host="127.0.0.1",
        port=8000,
        store="memory:",
        workers=1,
        rules="relaxed",
        switches={},
        keys="development",
        insecure_development_keys=False,
        master_key=None,
        master_key_file=Path("master.key"),
        sample=True,
        log_format="text",
        log_level="info",
        access_log=False,
    )


def test_a_server_has_the_rules_of_its_configuration() -> None:
    """The preset's, but for the switches."""
    with RunningServer(rules="relaxed", switches={"phone_number_quota": 2}) as server:
        assert server.service.rules == replace(PRESETS["relaxed"], phone_number_quota=2)


def test_the_master_key_is_not_shown() -> None:
    """A traceback or a log line that has the configuration does not give the key away."""
    assert "given" not in repr(config(master_key=Secret("given")))


SECRET = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


def test_a_webhook_needs_a_url_and_a_secret() -> None:
    """Each of which is what it should be; the sentences show nothing of either. A secret alone is for later."""
    check(config(webhook="https://example.com/hooks", webhook_secret=SECRET))
    check(config(webhook_secret=Secret("anything")))
    with pytest.raises(
        ConfigError, match=r"^What a webhook is sent is signed: give a secret in DIALBOOK_WEBHOOK_SECRET"
    ):
        check(config(webhook="https://example.com/hooks"))
    with pytest.raises(ConfigError, match=r"^The webhook must be an http or https URL without a user or a fragment"):
        check(config(webhook="example.com/hooks", webhook_secret=SECRET))
    with pytest.raises(ConfigError, match=r"^The secret of the webhook must be whsec_ and 24 to 64 bytes in base64\.$"):
        check(config(webhook="https://example.com/hooks", webhook_secret=Secret("swordfish")))


def test_a_webhooks_secret_is_not_shown() -> None:
    """Neither in the configuration nor in what is built of it."""
    chosen = config(webhook="https://example.com/hooks", webhook_secret=SECRET)
    assert SECRET.reveal() not in f"{chosen!r}{webhook_of(chosen)!r}"
