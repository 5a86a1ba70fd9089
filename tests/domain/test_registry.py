"""One owner per number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.refusal import Refusal
from dialbook.domain.registry import Ownership, claim

NUMBER = "+12065550100"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
MINE, YOURS = "111111111111", "222222222222"


@pytest.mark.parametrize("current", [None, Ownership(e164=NUMBER, owner=None, claim_id="an earlier one")])
def test_a_free_number_is_taken(current: Ownership | None) -> None:
    """A number is free that nobody ever had, or that was given back."""
    assert claim(current, NUMBER, MINE, "a", NOW) == Ownership(e164=NUMBER, owner=MINE, claim_id="a")


def test_a_claim_may_be_repeated() -> None:
    """After a commit of unknown outcome the same claim says the same again."""
    first = claim(None, NUMBER, MINE, "a", NOW)
    assert claim(first, NUMBER, MINE, "a", NOW) == first


@pytest.mark.parametrize(("account", "claim_id"), [(YOURS, "b"), (MINE, "b"), (YOURS, "a")])
def test_an_owned_number_is_not_taken(account: str, claim_id: str) -> None:
    """Neither another account nor another claim of the owner gets it, nor another account with a claim of the same id."""
    owned = claim(None, NUMBER, MINE, "a", NOW)
    with pytest.raises(Refusal) as refused:
        claim(owned, NUMBER, account, claim_id, NOW)
    assert (refused.value.code, refused.value.message) == ("Conflict", "The phone number is already owned.")


@pytest.mark.parametrize("account", [MINE, YOURS])
def test_a_number_that_leaves_the_deletion_queue_is_free_from_that_moment(account: str) -> None:
    """Not before it, and for its old owner no sooner than for others."""
    leaving = Ownership(e164=NUMBER, owner=MINE, claim_id="a", free_at=NOW)
    assert claim(leaving, NUMBER, account, "b", NOW) == Ownership(e164=NUMBER, owner=account, claim_id="b")
    with pytest.raises(Refusal, match="already owned"):
        claim(leaving, NUMBER, account, "b", NOW - timedelta(milliseconds=1))


@given(st.lists(st.tuples(st.sampled_from([MINE, YOURS]), st.sampled_from("abc")), min_size=1))
def test_the_first_claim_stands(claims: list[tuple[str, str]]) -> None:
    """Whatever claims follow, in whatever order and however often, the first one's account stays the owner."""
    current: Ownership | None = None
    refused = set()
    for account, claim_id in claims:
        try:
            current = claim(current, NUMBER, account, claim_id, NOW)
        except Refusal as refusal:
            refused.add(refusal.code)
    assert refused <= {"Conflict"}
    assert current == Ownership(e164=NUMBER, owner=claims[0][0], claim_id=claims[0][1])
