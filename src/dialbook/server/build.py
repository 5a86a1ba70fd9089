"""The assembly: the one place that names a concrete store, carrier and clock."""

from __future__ import annotations

import asyncio
from functools import cache

from dialbook.access.signature import Verifier
from dialbook.carriers.simulated import SimulatedCarrier
from dialbook.contract import chime, voice
from dialbook.contract.model import Namespace
from dialbook.domain.rules import in_force
from dialbook.ports.store import Reads, SchemaState, Store
from dialbook.protocol.route import Router
from dialbook.server.behaviours import Behaviours, behaviours
from dialbook.server.calls import CallLog
from dialbook.server.clock import Clock, StoredClock, SystemClock, compare_clocks
from dialbook.server.config import Config, ConfigError, check_store, is_postgres, sqlite_path
from dialbook.server.copying import KINDS, refuse_unfinished
from dialbook.server.faults import Faults
from dialbook.server.handle import Service
from dialbook.server.ids import RandomIds, fraction
from dialbook.server.inventory import fill_when_empty
from dialbook.server.keyring import Keyring
from dialbook.server.page_tokens import own_page_tokens, page_tokens
from dialbook.server.throttling.throttle import Throttle
from dialbook.server.webhooks.webhook import Webhook, begin
from dialbook.stores.file_place import FilePlace
from dialbook.stores.sharding import Distributed, placements
from dialbook.stores.sqlite import open_sqlite, schema_of_file

CONTRACTS = (voice.CONTRACT, chime.CONTRACT)


def open_store(location: str, place: FilePlace | None = None) -> Store:
    """Open a store by its name, a SQLite file upgraded to this version's schema, and made unless a ``place`` says which it must be.

    Raises ConfigError, SchemaMismatch, StoreUnavailable.

    What is wrong with a PostgreSQL database is told when it is first used.
    """
    check_store(location)
    if is_postgres(location):
        from dialbook.stores.postgres.store import open_postgres  # noqa: PLC0415 - its client is only for those who use it

        return open_postgres(location, fraction)
    return open_sqlite(sqlite_path(location), place=place)


def open_reads(config: Config, store: Store) -> Reads:
    """Open what operations that only read do so on: the replicas of a configuration that was checked, or the store itself."""
    if config.read_store is None:
        return store
    from dialbook.stores.postgres.replicas import open_replicas  # noqa: PLC0415
    from dialbook.stores.postgres.store import PostgresStore  # noqa: PLC0415

    assert isinstance(store, PostgresStore)  # noqa: S101 - for type checkers: nothing else has replicas
    return open_replicas(config.read_store, store, fraction)


async def schema_of(location: str) -> SchemaState:
    """Return which schema a store has, and do nothing to it. Raises ConfigError, SchemaMismatch, StoreUnavailable."""
    check_store(location)
    if is_postgres(location):
        from dialbook.stores.postgres.upgrades import state  # noqa: PLC0415

        return await state(location)
    return schema_of_file(sqlite_path(location))


async def upgrade_store(location: str) -> SchemaState:
    """Bring a store to this version's schema; return which one it had. Raises ConfigError, SchemaMismatch, StoreUnavailable."""
    check_store(location)
    if is_postgres(location):
        from dialbook.stores.postgres.upgrades import upgrade  # noqa: PLC0415

        return await upgrade(location)
    path = sqlite_path(location)
    before = schema_of_file(path)
    await open_sqlite(path).close()
    return before


async def distribute_store(location: str) -> Distributed:
    """Have the nodes of a store's database share its tables. Raises ConfigError, SchemaMismatch, StoreUnavailable."""
    check_store(location)
    if not is_postgres(location):
        raise ConfigError("Only a store in a PostgreSQL database can be distributed.")
    from dialbook.stores.postgres.upgrades import distribute  # noqa: PLC0415

    return await distribute(location, placements(KINDS))


async def build(config: Config, clock: Clock | None = None, store: Store | None = None) -> Service:
    """Assemble the application in the running event loop. Raises StoreUnavailable, SchemaMismatch, CopyRefused, ConfigError."""
    if store is not None:
        return await assembled(config, clock, store)
    return await build_over(open_store(config.store), config, clock)


def place_of(config: Config) -> FilePlace | None:
    """Return which file a configuration's store is now; None where it is none. Raises StoreUnavailable."""
    path = None if is_postgres(config.store) else sqlite_path(config.store)
    return None if path is None else FilePlace(path.absolute())


async def build_again(config: Config, place: FilePlace | None) -> Service:
    """Do the same in a process that is to serve a store which is there: another one in its place would look as if all were lost.

    Raises what `build` does. The event loop goes on while another program keeps the store locked.
    """
    return await build_over(await asyncio.to_thread(open_store, config.store, place), config, None)


async def build_over(store: Store, config: Config, clock: Clock | None) -> Service:
    """Assemble the application over a store that is closed if that fails."""
    try:
        return await assembled(config, clock, store)
    except BaseException:
        await store.close()
        raise


async def assembled(config: Config, clock: Clock | None, store: Store) -> Service:
    """Assemble the application over an open store, and see to it that the store has what requests need."""
    await refuse_unfinished(store)
    clock = clock or (StoredClock(store) if config.controls else SystemClock())
    rules = in_force(config.rules, config.switches)
    sample = config.sample and config.keys == "development"
    if sample:
        await fill_when_empty(store, await clock.read(), rules.phone_number_quota)
    webhook = webhook_of(config)
    if webhook is not None:
        await begin(store, webhook)
    throttle = Throttle(store, clock, rules, shared=not config.in_memory)
    await throttle.reload()
    astray = asyncio.Event()
    await compare_clocks(store, astray)
    tokens = own_page_tokens() if config.in_memory else await page_tokens(store)
    return Service(
        astray=astray,
        routers=_routers(),
        behaviours=_behaviours(),
        store=store,
        reads=open_reads(config, store),
        verifier=Verifier(),
        keyring=Keyring(store, config),
        clock=clock,
        rules=rules,
        carrier=SimulatedCarrier(rules.carrier_seed, rules.carrier_pool_size),
        ids=RandomIds(),
        tokens=tokens,
        throttle=throttle,
        calls=CallLog(store) if config.controls else None,
        webhook=webhook,
        sample=sample,
        faults=Faults(store) if config.controls else None,
    )


def webhook_of(config: Config) -> Webhook | None:
    """Return the webhook of a configuration that was checked, if it has one."""
    if config.webhook is None or config.webhook_secret is None:
        return None
    return Webhook(config.webhook, config.webhook_secret)


@cache
def _routers() -> dict[Namespace, Router]:
    """Return what leads to the operations, the same for every service of a process: tests make thousands."""
    return {contract.namespace: Router(contract) for contract in CONTRACTS}


@cache
def _behaviours() -> dict[Namespace, Behaviours]:
    """Return what the operations do, the same for every service of a process."""
    return {contract.namespace: behaviours(contract, voice.CONTRACT) for contract in CONTRACTS}
