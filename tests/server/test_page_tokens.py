"""The tokens of lists."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.secrets import ServiceKey
from dialbook.ports.store import Store
from dialbook.server.page_tokens import KEY_BYTES, SealedPageTokens, page_tokens
from dialbook.stores.sqlite import open_sqlite

PLACES = st.binary(max_size=100)
LISTS = st.text(max_size=50)
TOKENS = SealedPageTokens(bytes(KEY_BYTES))


def with_stores(scenario: Callable[[Store, Store], Awaitable[None]], first: Path | None, second: Path | None) -> None:
    """Run a scenario on two stores."""

    async def run() -> None:
        stores = open_sqlite(first), open_sqlite(second)
        await scenario(*stores)
        for store in stores:
            await store.close()

    asyncio.run(run())


@given(PLACES, LISTS)
def test_a_token_leads_back_to_its_place(place: bytes, of: str) -> None:
    """It is a text for addresses, and the same each time."""
    token = TOKENS.seal(place, of)

    assert TOKENS.open(token, of) == place
    assert token == TOKENS.seal(place, of)
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=")


@given(PLACES.filter(lambda place: len(place) > 3), LISTS)
def test_a_token_does_not_show_what_it_holds(place: bytes, of: str) -> None:
    """A place can be a number, and addresses end up in logs."""
    token = TOKENS.seal(place, of)

    assert place not in base64.urlsafe_b64decode(token)


@given(PLACES, LISTS, LISTS)
def test_a_token_is_of_one_list(place: bytes, of: str, other: str) -> None:
    """Any other refuses it."""
    if of != other:
        with pytest.raises(ValueError, match="was not made for this list"):
            TOKENS.open(TOKENS.seal(place, of), other)


@given(PLACES, LISTS, st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES).filter(any))
def test_a_token_is_of_one_key(place: bytes, of: str, key: bytes) -> None:
    """Nobody without it can make one."""
    with pytest.raises(ValueError, match="was not made for this list"):
        TOKENS.open(SealedPageTokens(key).seal(place, of), of)


@given(PLACES, LISTS, st.data())
def test_an_altered_token_is_refused(place: bytes, of: str, data: st.DataObject) -> None:
    """Whichever of its bits is another."""
    sealed = bytearray(base64.urlsafe_b64decode(TOKENS.seal(place, of)))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(ValueError, match="was not made for this list"):
        TOKENS.open(base64.urlsafe_b64encode(bytes(sealed)).decode(), of)


@given(st.text())
def test_what_is_no_token_is_refused(text: str) -> None:
    """In one way, whatever it is: too short, no base64, not even ASCII."""
    with pytest.raises(ValueError, match="was not made for this list"):
        TOKENS.open(text, "list")


def test_all_processes_on_a_store_share_a_key(tmp_path: Path) -> None:
    """Also those that begin at the same time, and after a restart."""

    async def scenario(first: Store, second: Store) -> None:
        made = await asyncio.gather(*(page_tokens(store) for store in (first, second, first, second)))
        tokens = {tokens.seal(b"place", "list") for tokens in made}
        assert len(tokens) == 1
        again = await page_tokens(second)
        assert again.open(tokens.pop(), "list") == b"place"
        keys = await first.read(lambda tx: tx.page(ServiceKey, {}, None, 10))
        assert [len(key.value) for key in keys] == [KEY_BYTES]

    with_stores(scenario, tmp_path / "dialbook.db", tmp_path / "dialbook.db")


def test_two_stores_have_two_keys() -> None:
    """What one made the other refuses."""

    async def scenario(first: Store, second: Store) -> None:
        here, there = await page_tokens(first), await page_tokens(second)
        with pytest.raises(ValueError, match="was not made for this list"):
            there.open(here.seal(b"place", "list"), "list")

    with_stores(scenario, None, None)
