"""Everything that an installation chooses, as one value."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import msgspec

from dialbook.access.keys import Secret
from dialbook.access.webhooks import check_url, webhook_key
from dialbook.domain.rules import PresetName, Switch
from dialbook.server.logs import LogFormat, LogLevel

KeysMode = Literal["development", "stored"]
MEMORY = "memory:"
LONGEST_DRAIN = timedelta(hours=1)
POSTGRES = ("postgresql://", "postgres://")
POSTGRES_PARAMETERS = frozenset(
    {"passfile", "prepared_statements", "sslcert", "sslkey", "sslmode", "sslrootcert", "target_session_attrs"}
)
"""What can stand behind the question mark of a PostgreSQL URL. No password, for nobody expects one there."""
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]|%2[Ff][A-Za-z0-9._/%-]+|)(?::(?P<port>[0-9]{1,5}))?")
WRONG_NAME = re.compile("[/@]")
"""What the name of a database has only where a password was not percent-encoded, and is cut in two by its own slash."""
MALFORMED_URL = (
    "The URL of the store must be postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with commas between several hosts."
)
NO_STORE = "The store must be memory:, the path of a SQLite file, or the URL of a PostgreSQL database, postgresql://USER@HOST/DATABASE."
NO_FILE = re.compile(
    r"\s*postgres\w*:|.*://|\s*(host|hostaddr|dbname|user|port|service)\s*=|.*password\s*=|\s*:?memory:?\s*$|\s*$",
    re.IGNORECASE | re.DOTALL,
)
"""What is meant for PostgreSQL, though it is no URL of it: a file of that name would have a password in it. Or for memory, misspelt."""
TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{16,256}")
"""What can stand in a header behind Bearer (RFC 6750, 2.1), and is long enough not to be guessed."""


class ConfigError(Exception):
    """The configuration cannot be served; the message says what to change."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How a server runs. Every field is an option of ``dialbook serve``, and so is every switch."""

    host: str = "127.0.0.1"
    port: int = 8000
    store: str
    """``memory:``, the path of a SQLite file, or the URL of a PostgreSQL database."""
    read_store: str | None = None
    """The URL of the replicas of a store in PostgreSQL, which operations that only read are sent to."""
    workers: int = 1
    rules: PresetName = "relaxed"
    switches: Mapping[str, Switch] = {}
    """The switches that are not as ``rules`` has them, by the names of the fields of `Rules`."""
    keys: KeysMode = "development"
    insecure_development_keys: bool = False
    """Whether the development keys may be known beyond loopback."""
    master_key: Secret | None = None
    """32 bytes in base64; where it is None, ``master_key_file`` has it."""
    master_key_file: Path
    sample: bool = True
    """Whether an empty store with development keys is given a sample inventory."""
    log_format: LogFormat = "text"
    log_level: LogLevel = "info"
    access_log: bool = False
    controls: bool = False
    """Whether ``/_dialbook/`` lets clients move the clock, order faults, and take the state away and bring it back."""
    controls_token: Secret | None = None
    """What a client of the controls must show; beyond loopback there must be one."""
    webhook: str | None = None
    """The URL that events are sent to."""
    webhook_secret: Secret | None = None
    """What they are signed with."""
    drain_delay: timedelta = timedelta(0)
    """How long a server that is told to stop says that it is not ready, and goes on answering, before it stops."""

    @property
    def in_memory(self) -> bool:
        """Tell whether the store lives in one process's memory, and as long as that."""
        return self.store == MEMORY

    @property
    def url(self) -> str:
        """Return the endpoint URL that a client on this machine uses."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{self.port}"


def is_postgres(store: str) -> bool:
    """Tell whether a store's name is the URL of a PostgreSQL database."""
    return store.startswith(POSTGRES)


def sqlite_path(store: str) -> Path | None:
    """Return the file that a store's name means, None for ``memory:``. Raises ConfigError."""
    if store == MEMORY:
        return None
    if NO_FILE.match(store):
        raise ConfigError(NO_STORE)
    return Path(store.removeprefix("sqlite:")).expanduser()


def check_store(store: str) -> None:
    """Refuse a name that means no store. Raises ConfigError, whose message has no part of the name: it may hold a password."""
    if is_postgres(store):
        check_postgres(store)
    else:
        sqlite_path(store)


def check_postgres(url: str, what: str = "store") -> None:
    """Refuse a URL that no database can have. Raises ConfigError."""
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
    except ValueError:
        raise ConfigError(MALFORMED_URL.replace("the store", f"the {what}")) from None
    misplaced = parts.netloc.count("@") > 1 or parts.fragment or WRONG_NAME.search(parts.path[1:])
    if misplaced or not url.isprintable() or " " in url or not are_hosts(parts.netloc.rpartition("@")[2]):
        raise ConfigError(MALFORMED_URL.replace("the store", f"the {what}"))
    check_parameters(query, what)


def are_hosts(text: str) -> bool:
    """Tell whether a text is what a URL may have as its hosts: one, none, or several with commas between them."""
    hosts = [HOST.fullmatch(host) for host in text.split(",")]
    return all(
        host is not None and 0 < int(host["port"] or 1) < 65536 and (host["name"] or len(hosts) == 1) for host in hosts
    )


def check_parameters(query: Mapping[str, list[str]], what: str) -> None:
    """Refuse what cannot stand behind the question mark of a PostgreSQL URL. Raises ConfigError."""
    if query.keys() - POSTGRES_PARAMETERS:
        raise ConfigError(
            f"The URL of the {what} must have no other parameters than {', '.join(sorted(POSTGRES_PARAMETERS))}."
        )
    if query.get("target_session_attrs", ["read-write"]) not in (["read-write"], ["primary"], ["any"]):
        raise ConfigError("The parameter target_session_attrs of the store's URL must be read-write, primary or any.")
    if query.get("sslmode", ["prefer"]) not in [[mode] for mode in SSL_MODES]:
        raise ConfigError(f"The parameter sslmode of the {what}'s URL must be one of {', '.join(SSL_MODES)}.")
    if query.get("prepared_statements", ["on"]) not in (["on"], ["off"]):
        raise ConfigError("The parameter prepared_statements of the store's URL must be on or off.")
    for name in sorted(query.keys() & {"passfile", "sslcert", "sslkey", "sslrootcert"}):
        if not os.access(query[name][0], os.R_OK):
            raise ConfigError(f"The file that the parameter {name} of the store's URL names cannot be read.")


def check_read_store(config: Config) -> None:
    """Refuse replicas that cannot be any. Raises ConfigError."""
    if config.read_store is None:
        return
    if not is_postgres(config.store) or not is_postgres(config.read_store):
        raise ConfigError(
            "Only a store in PostgreSQL has replicas: --store and --read-store must both be postgresql:// URLs."
        )
    check_postgres(config.read_store, "read store")
    if "target_session_attrs=" in config.read_store:
        raise ConfigError(
            "The URL of the read store must not have target_session_attrs: reads are sent to standbys only."
        )


def shown(store: str) -> str:
    """Return a store's name as everybody may see it, without a password, and as it is good in every directory."""
    if not is_postgres(store):
        path = sqlite_path(store)
        return MEMORY if path is None else str(path.absolute())
    parts = urlsplit(store)
    who, at, where = parts.netloc.rpartition("@")
    return f"postgresql://{who.partition(':')[0]}{at}{where}{parts.path}"


def check(config: Config) -> None:
    """Refuse what must not be served. Raises ConfigError."""
    check_store(config.store)
    check_read_store(config)
    if config.in_memory and config.workers > 1:
        raise ConfigError("A store in memory belongs to one process: use --workers 1, or a file.")
    if config.in_memory and config.keys == "stored":
        raise ConfigError("A store in memory can be given no keys: use a file.")
    if config.keys == "development" and not config.insecure_development_keys and not loopback(config.host):
        raise ConfigError(
            "The development keys are known to everyone, so they are not served beyond loopback. Create keys with "
            "'dialbook keys create' and use --keys stored, or say --insecure-development-keys."
        )
    if config.drain_delay > LONGEST_DRAIN:
        raise ConfigError("The drain delay must be 1h at most.")
    check_controls(config)
    check_webhook(config)


def check_controls(config: Config) -> None:
    """Refuse controls that anybody could use. Raises ConfigError."""
    token = config.controls_token
    if token is not None and not TOKEN.fullmatch(token.reveal()):
        raise ConfigError("The token of the controls must be 16 to 256 letters, digits and the signs -._~+/=.")
    if config.controls and token is None and not loopback(config.host):
        raise ConfigError(
            "Beyond loopback the controls are served only to who has their token: give one in DIALBOOK_CONTROLS_TOKEN."
        )


def check_webhook(config: Config) -> None:
    """Refuse a webhook that cannot be delivered to or signed for. Raises ConfigError."""
    if config.webhook is None:
        return
    if config.webhook_secret is None:
        raise ConfigError(
            "What a webhook is sent is signed: give a secret in DIALBOOK_WEBHOOK_SECRET, such as what "
            "'echo whsec_$(head -c 32 /dev/urandom | base64)' prints."
        )
    try:
        check_url(config.webhook)
        webhook_key(config.webhook_secret)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def loopback(host: str) -> bool:
    """Tell whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
