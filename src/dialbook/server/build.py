"""The assembly: the one place that names a concrete store, carrier and clock."""

from __future__ import annotations

from functools import cache

from dialbook.access.signature import Verifier
from dialbook.carriers.simulated import SimulatedCarrier
from dialbook.contract import chime, voice
from dialbook.contract.model import Namespace
from dialbook.domain.rules import in_force
from dialbook.ports.store import Store
from dialbook.protocol.route import Router
from dialbook.server.behaviours import Behaviours, behaviours
from dialbook.server.calls import CallLog
from dialbook.server.clock import Clock, StoredClock, SystemClock
from dialbook.server.config import Config, sqlite_path
from dialbook.server.copying import refuse_unfinished
from dialbook.server.faults import Faults
from dialbook.server.handle import Service
from dialbook.server.ids import RandomIds
from dialbook.server.inventory import fill_when_empty
from dialbook.server.keyring import Keyring
from dialbook.server.page_tokens import own_page_tokens, page_tokens
from dialbook.server.throttling.throttle import Throttle
from dialbook.server.webhooks.webhook import Webhook, begin
from dialbook.stores.sqlite import open_sqlite

CONTRACTS = (voice.CONTRACT, chime.CONTRACT)


def open_store(location: str) -> Store:
    """Open a store by its name, upgraded to this version's schema. Raises ConfigError, SchemaMismatch, StoreUnavailable."""
    return open_sqlite(sqlite_path(location))


async def build(config: Config, clock: Clock | None = None, store: Store | None = None) -> Service:
    """Assemble the application in the running event loop."""
    store = store or open_store(config.store)
    await refuse_unfinished(store)
    clock = clock or (StoredClock(store) if config.controls else SystemClock())
    sample = config.sample and config.keys == "development"
    if sample:
        await fill_when_empty(store, await clock.read())
    webhook = webhook_of(config)
    if webhook is not None:
        await begin(store, webhook)
    rules = in_force(config.rules, config.switches)
    throttle = Throttle(store, clock, rules, shared=config.path is not None)
    await throttle.reload()
    return Service(
        routers=_routers(),
        behaviours=_behaviours(),
        store=store,
        verifier=Verifier(),
        keyring=Keyring(store, config),
        clock=clock,
        rules=rules,
        carrier=SimulatedCarrier(rules.carrier_seed, rules.carrier_pool_size),
        ids=RandomIds(),
        tokens=own_page_tokens() if config.path is None else await page_tokens(store),
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
