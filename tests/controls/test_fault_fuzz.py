"""Orders of faults that nobody would think of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dialbook.controls.faults import checked
from dialbook.domain.delays import Exponential, Lognormal, Uniform
from dialbook.domain.faults import FaultOrder, Occasion, StandingFault, Truncation, meet, stroke_of
from dialbook.domain.refusal import Refusal

NUMBERS = st.one_of(st.floats(), st.floats(0, 5), st.just(1))
COUNTS = st.one_of(st.integers(), st.integers(0, 5))
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])
TIMES = st.one_of(st.datetimes(), st.datetimes(timezones=ZONES))
ORDERS = st.builds(
    FaultOrder,
    operation=st.sampled_from([None, "GetPhoneNumber", "CreatePhoneNumberOrder", "MakeCoffee"]),
    namespace=st.sampled_from([None, "chime", "chime-sdk-voice", "chrome"]),
    account=st.sampled_from([None, "123456789012", "12345678901a"]),
    phone_number=st.one_of(st.none(), st.text(), st.just("+12065550100")),
    share=st.none() | NUMBERS,
    share_by=st.sampled_from(["Count", "Request", "Chance"]),
    seed=st.just(0) | COUNTS,
    sequence=st.none() | st.lists(st.sampled_from(["fail", "pass", "perhaps"])).map(tuple),
    repeat=st.booleans(),
    times=st.none() | COUNTS,
    since=st.none() | TIMES,
    until=st.none() | TIMES,
    error=st.sampled_from([None, None, "NotFound", "ThrottledClientException", "Nonsense", ""]),
    status=st.none() | st.integers(490, 610),
    message=st.none() | st.text(max_size=5),
    retry_after=st.none() | COUNTS,
    delay=st.none()
    | NUMBERS
    | st.builds(Uniform, least=NUMBERS, most=NUMBERS)
    | st.builds(Exponential, mean=NUMBERS)
    | st.builds(Lognormal, median=NUMBERS, sigma=NUMBERS),
    drop=st.booleans(),
    truncate=st.none() | st.builds(Truncation, bytes=st.none() | COUNTS, fraction=st.none() | NUMBERS),
    after=st.booleans(),
    outcome=st.sampled_from([None, None, "AcquireFailed", "Exploded"]),
)
"""Members of any kind; most orders make no sense."""
SIMPLER = st.builds(
    FaultOrder,
    share=st.none() | st.floats(0, 1),
    seed=COUNTS,
    times=st.none() | st.integers(1),
    since=st.none() | TIMES,
    delay=st.none() | st.floats(0, 5) | st.builds(Exponential, mean=st.floats(0, 5)),
    drop=st.just(True),
    after=st.booleans(),
)
"""Most of these make sense."""


def tried(order: FaultOrder) -> FaultOrder | str:
    """Return the order as it is kept, or the sentence with which it is refused."""
    try:
        return checked(order)
    except Refusal as refusal:
        return refusal.message


@given(ORDERS | SIMPLER)
def test_an_order_is_refused_or_can_be_met(order: FaultOrder) -> None:
    """With one sentence; or it is kept as it is written, is the same when it is checked again, and strikes or does not."""
    kept = tried(order)
    if isinstance(kept, str):
        assert kept.endswith(".")
        assert "\n" not in kept
        return
    assert checked(kept) == kept
    assert msgspec.json.decode(msgspec.json.encode(kept), type=FaultOrder) == kept
    fault = StandingFault(fault_id="f", position=1, fault_order=kept)
    call = Occasion("chime-sdk-voice", "GetPhoneNumber", "123456789012", frozenset(), "call")
    seen, struck = meet([fault], call, datetime(2026, 3, 1, tzinfo=UTC))
    assert len(seen) <= 1
    assert struck is None or 0 <= stroke_of(struck).delay_seconds <= 900
