"""What is for sale, and from whom."""

from __future__ import annotations

import pytest

from dialbook.carriers.simulated import SimulatedCarrier
from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import Acquisition
from dialbook.domain.pool import PoolNumber
from dialbook.domain.registry import Ownership
from dialbook.operations.numbers_on_offer import on_offer
from dialbook.ports.store import Store
from operations.contexts import OTHER, context, fill, with_store

Offer = tuple[NumberFacts, Acquisition] | None


def offered(e164: str, *records: PoolNumber | Ownership) -> Offer:
    """Return what is known of a number in a store with these records, and what the carrier makes of it."""

    async def scenario(store: Store) -> Offer:
        await fill(store, *records)
        offer = await store.read(lambda tx: on_offer(context(tx), e164))
        return None if offer is None else (offer[0], SimulatedCarrier().acquisition_outcome(e164, offer[1]))

    return with_store(scenario)


@pytest.mark.parametrize(
    ("e164", "offer"),
    [
        ("+12062345678", (NumberFacts("+12062345678", "US", "Local"), "Acquired")),
        ("+12065550404", (NumberFacts("+12065550404", "US", "Local"), "AcquireFailed")),
        ("+18005550199", (NumberFacts("+18005550199", "US", "TollFree"), "Acquired")),
        ("+442079460100", (NumberFacts("+442079460100", "GB", "Local"), "Acquired")),
        ("+81312345678", None),
        ("+390612345678", None),
        ("+12069", None),
    ],
)
def test_the_carrier_sells_without_a_pool(e164: str, offer: Offer) -> None:
    """Every valid number of its countries and types, not only what a search shows."""
    assert offered(e164) == offer


def test_a_pool_is_all_there_is() -> None:
    """Its numbers end as they are said to, in any country; no other is for sale."""
    pool = [
        PoolNumber(e164="+12062000001", country="US", type="Local", area_code="206", outcome="AcquireFailed"),
        PoolNumber(e164="+12065550404", country="US", type="Local", area_code="206"),
        PoolNumber(e164="+81312345678", country="JP", type="Local"),
    ]
    assert offered("+12062000001", *pool) == (NumberFacts("+12062000001", "US", "Local"), "AcquireFailed")
    assert offered("+12065550404", *pool) == (NumberFacts("+12065550404", "US", "Local"), "Acquired")
    assert offered("+81312345678", *pool) == (NumberFacts("+81312345678", "JP", "Local"), "Acquired")
    assert offered("+12062345678", *pool) is None


def test_who_owns_a_number_is_not_asked() -> None:
    """That is for the order to find out, when it claims the number."""
    owned = Ownership(e164="+12062345678", owner=OTHER, claim_id="test")
    assert offered("+12062345678", owned) == (NumberFacts("+12062345678", "US", "Local"), "Acquired")
