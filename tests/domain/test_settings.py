"""What an account has set for all its numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules
from dialbook.domain.settings import AccountSettings, set_default_calling_name, settle

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENT = timedelta(milliseconds=1)
RULES = Rules(calling_name_delay=3 * DAY, default_calling_name_interval=7 * DAY)
FRESH = AccountSettings(account="123456789012")
OLD = AccountSettings(
    account="123456789012",
    calling_name="Old Name",
    calling_name_in_force="Old Name",
    calling_name_updated_at=NOW - 7 * DAY,
    voice_connector_cdr_bucket="connectors",
)


@pytest.mark.parametrize("before", [FRESH, OLD])
@pytest.mark.parametrize(("given_name", "name"), [("Head Office", "Head Office"), ("", None)])
def test_a_default_name_is_set_at_once_and_in_force_later(
    before: AccountSettings, given_name: str, name: str | None
) -> None:
    """Whoever reads the settings sees it, whoever looks at a number sees the one before until it arrives."""
    pending = set_default_calling_name(before, given_name, "UpdateSucceeded", NOW, RULES)

    assert pending == msgspec.structs.replace(
        before,
        calling_name=name,
        calling_name_updated_at=NOW,
        calling_name_outcome="UpdateSucceeded",
        settles_at=NOW + 3 * DAY,
    )
    assert settle(pending, NOW + 3 * DAY - MOMENT) is pending
    assert settle(pending, NOW + 3 * DAY) == msgspec.structs.replace(
        pending, calling_name_in_force=name, calling_name_outcome=None, settles_at=None
    )


def test_a_refused_name_leaves_the_old_one_in_force() -> None:
    """The settings keep what was asked for."""
    settled = settle(set_default_calling_name(OLD, "Head Office", "UpdateFailed", NOW, RULES), NOW + 3 * DAY)

    assert (settled.calling_name, settled.calling_name_in_force) == ("Head Office", "Old Name")
    assert (settled.calling_name_outcome, settled.settles_at) == (None, None)


def test_a_name_may_follow_after_seven_days() -> None:
    """Not a moment earlier; a cleared name counts as one."""
    for name in ("Head Office", ""):
        settings = set_default_calling_name(OLD, name, "UpdateSucceeded", NOW, RULES)
        with pytest.raises(Refusal) as caught:
            set_default_calling_name(settings, "Next Name", "UpdateSucceeded", NOW + 7 * DAY - MOMENT, RULES)
        assert caught.value.code == "BadRequest"
        following = set_default_calling_name(settings, "Next Name", "UpdateSucceeded", NOW + 7 * DAY, RULES)
        assert following.calling_name == "Next Name"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.sampled_from(["", "First Name", "Second Name"]),
            st.sampled_from(["UpdateSucceeded", "UpdateFailed"]),
        ),
        max_size=6,
    ),
    st.integers(0, 5),
)
def test_it_does_not_matter_when_one_looks(requests: list[tuple[int, str, str]], wait: int) -> None:
    """Looked at every day or only when something is set, the settings are the same, and looked at twice nothing happens."""
    rules = Rules(calling_name_delay=3 * DAY)
    looked_at = left_alone = FRESH
    now = NOW
    for days, name, outcome in requests:
        for _ in range(days):
            now += DAY
            looked_at = settle(looked_at, now)
        looked_at = set_default_calling_name(settle(looked_at, now), name, outcome, now, rules)  # type: ignore[arg-type]
        left_alone = set_default_calling_name(settle(left_alone, now), name, outcome, now, rules)  # type: ignore[arg-type]
    for _ in range(wait):
        now += DAY
        looked_at = settle(looked_at, now)

    assert settle(looked_at, now) == settle(left_alone, now)
    assert settle(settle(left_alone, now), now) == settle(left_alone, now)
