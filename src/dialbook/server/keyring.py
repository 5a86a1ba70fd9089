"""Whose key an id is: the development preset's, or one of the store's."""

from __future__ import annotations

import base64
import logging
import os
import stat
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import msgspec

from dialbook.access.denials import unrecognized
from dialbook.access.keys import AccessKey, Key, Secret, development_key
from dialbook.access.sealing import MasterKeyError, parse_master_key, unseal
from dialbook.ports.store import Store, StoreUnavailable
from dialbook.server.config import Config, ConfigError

UNOPENED = (ConfigError, MasterKeyError)
"""What comes of a master key that is not there, not one, or not the one that the stored keys were sealed under."""
UNSEALED_KEYS = 1024
"""How many unsealed keys a worker keeps at most."""

log = logging.getLogger("dialbook.server")


class Keyring:
    """Finds the key of a request. A revoked key is refused from the next request on: the stored record is read every time."""

    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._development = config.keys == "development"
        self._unseal = unsealing(config)

    async def get(self, access_key_id: str) -> Key:
        """Return the key, usable or not. Raises Denial for an unknown id, and ``UNOPENED`` for one that this server cannot open."""
        key = development_key(access_key_id) if self._development else None
        if key is not None:
            return key
        stored = await self._store.read(lambda tx: tx.get(AccessKey, (access_key_id,)))
        if stored is None:
            raise unrecognized()
        return self._unseal(stored)

    async def check(self) -> None:
        """Open one of the stored keys that are not revoked, if there are any. Raises ConfigError, MasterKeyError."""
        for stored in await self._store.read(lambda tx: tx.find(AccessKey, {"revoked_at": None}, 1)):
            self._unseal(stored)

    async def warn(self) -> None:
        """Log it where stored keys cannot be opened, and are not what the server was started for."""
        try:
            await self.check()
        except (*UNOPENED, StoreUnavailable) as error:
            log.warning("the stored keys cannot be used now: %s", error)


def unsealing(config: Config) -> Callable[[AccessKey], Key]:
    """Return a function that makes stored keys ready, reading the master key when the first one is met."""
    master = lru_cache(maxsize=1)(lambda: configured_master_key(config))
    return lru_cache(maxsize=UNSEALED_KEYS)(lambda stored: unseal(stored, master()))


def configured_master_key(config: Config) -> bytes:
    """Return the master key of a configuration. Raises ConfigError, MasterKeyError."""
    given = None if config.master_key is None else config.master_key.reveal()
    return master_key(given, config.master_key_file)


def with_master_key(config: Config) -> Config:
    """Return a configuration that has its master key in it. Raises what `configured_master_key` does."""
    return msgspec.structs.replace(config, master_key=Secret(base64.b64encode(configured_master_key(config)).decode()))


def master_key(given: str | None, file: Path) -> bytes:
    """Return the master key, given or from its file. Raises ConfigError, MasterKeyError."""
    if given is not None:
        return parse_master_key(given)
    file = file.expanduser()
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="ascii")
    except FileNotFoundError:
        raise ConfigError(
            f"There is no master key file {file}: name it, or give the key in DIALBOOK_MASTER_KEY. Where no key is stored "
            "yet, 'dialbook keys create' makes one."
        ) from None
    except UnicodeDecodeError:
        raise ConfigError(f"The master key file {file} does not hold a key in base64.") from None
    except OSError as error:
        raise ConfigError(f"The master key file {file} cannot be read: {error.strerror}.") from None
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigError(f"The master key file {file} must be readable by its owner alone: chmod 600 {file}")
    return parse_master_key(text)


def make_master_key(file: Path, text: str) -> bool:
    """Write a new master key to a file of mode 600, unless it is there; tell whether it was written. Raises ConfigError."""
    file = file.expanduser()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(text + "\n")
            handle.flush()
            os.fsync(descriptor)
    except FileExistsError:
        return False
    except OSError as error:
        raise ConfigError(f"The master key file {file} cannot be made: {error.strerror}.") from None
    return True
