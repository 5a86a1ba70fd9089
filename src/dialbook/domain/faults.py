"""Faults that somebody has ordered: which calls they apply to, which of these they strike, and what happens then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from itertools import chain
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from dialbook.domain.delays import Delay, draw, refuse_unfit_delay
from dialbook.domain.refusal import Refusal

Outcome = Literal["AcquireFailed", "UpdateFailed", "ReleaseFailed", "DeleteFailed"]
"""How a change ends that the carrier makes in its own time: an order of a number, a calling name, its release, its final removal."""
MOST_FAULTS = 100
"""How many faults there may be at a time: each request looks at all of them."""
LONGEST_SEQUENCE = 1000
LONGEST_MESSAGE = 1000
WAITING = ("ThrottledClientException", "ServiceUnavailableException")
"""The errors that may say when to come again."""


class Truncation(
    msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True, forbid_unknown_fields=True
):
    """After how much of its body an answer breaks off. At least the last byte is always missing."""

    bytes: Annotated[int | None, Meta(description="After so many bytes.", extra_json_schema={"minimum": 0})] = None
    fraction: Annotated[
        float | None,
        Meta(description="After this part of the body.", extra_json_schema={"minimum": 0, "exclusiveMaximum": 1}),
    ] = None


class FaultOrder(
    msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True, forbid_unknown_fields=True
):
    """A fault as it is ordered: which calls, how often, and what happens. What is not given does not restrict it.

    It is written as it stands in the controls over HTTP and in the store.
    """

    operation: Annotated[str | None, Meta(description="Only calls of this operation, such as UpdatePhoneNumber.")] = (
        None
    )
    namespace: Annotated[
        Literal["chime-sdk-voice", "chime"] | None, Meta(description="Only calls in this namespace.")
    ] = None
    account: Annotated[str | None, Meta(description="Only calls of this account.")] = None
    phone_number: Annotated[
        str | None, Meta(description="Only calls that name this number, in whatever spelling: +1206…, %2B1206…, 1206….")
    ] = None
    share: Annotated[
        float | None,
        Meta(
            description="Only this share of the calls; which of them is always the same.",
            extra_json_schema={"exclusiveMinimum": 0, "maximum": 1},
        ),
    ] = None
    share_by: Annotated[
        Literal["Count", "Request"],
        Meta(
            description="Count: chosen by seed and count. Request: by the request, so that the same one has the same fate."
        ),
    ] = "Count"
    seed: Annotated[int, Meta(description="Another seed chooses other calls and other delays.")] = 0
    sequence: Annotated[
        tuple[Literal["fail", "pass"], ...] | None,
        Meta(
            description="What becomes of the first call, the second, and so on. Those after the last pass.",
            extra_json_schema={"minItems": 1, "maxItems": LONGEST_SEQUENCE},
        ),
    ] = None
    repeat: Annotated[bool, Meta(description="Whether the sequence begins again after its last call.")] = False
    times: Annotated[
        int | None, Meta(description="How many calls are struck at most.", extra_json_schema={"minimum": 1})
    ] = None
    since: Annotated[datetime | None, Meta(description="Only from this time of the lifecycle clock on.")] = None
    until: Annotated[datetime | None, Meta(description="Only before this time of the lifecycle clock.")] = None
    error: Annotated[
        str | None,
        Meta(
            description="An error that the operation models, by its exception or its code: Conflict, ConflictException."
        ),
    ] = None
    status: Annotated[
        int | None,
        Meta(
            description="A status instead: 500 and 503 are the service's own errors, any other 5xx what a load balancer answers.",
            extra_json_schema={"minimum": 500, "maximum": 599},
        ),
    ] = None
    message: Annotated[
        str | None,
        Meta(
            description="The sentence of the error, where it is not to be the usual one.",
            extra_json_schema={"minLength": 1, "maxLength": LONGEST_MESSAGE},
        ),
    ] = None
    retry_after: Annotated[
        int | None,
        Meta(
            description="After how many seconds the client is asked to come again; with a throttling or an unavailable service.",
            extra_json_schema={"minimum": 0, "maximum": 3600},
        ),
    ] = None
    delay: Annotated[Delay | None, Meta(description="How many seconds the answer is held back.")] = None
    drop: Annotated[bool, Meta(description="Whether the connection ends before the answer's first byte.")] = False
    truncate: Annotated[Truncation | None, Meta(description="Where the answer's body breaks off.")] = None
    after: Annotated[
        bool, Meta(description="Whether the operation happens all the same, before its answer is lost.")
    ] = False
    outcome: Annotated[
        Outcome | None, Meta(description="How a change ends that takes its time: the call itself goes well.")
    ] = None


class StandingFault(msgspec.Struct, frozen=True, kw_only=True):
    """A fault that was ordered, and what has come of it."""

    table: ClassVar[str] = "faults"
    key: ClassVar[tuple[str, ...]] = ("fault_id",)

    fault_id: str
    position: int
    """Faults are tried in the order in which they were ordered."""
    fault_order: FaultOrder
    matched: int = 0
    """How many calls it has applied to."""
    struck: int = 0
    """How many of these it has struck."""


class Occasion(msgspec.Struct, frozen=True):
    """Something that a fault may strike: a call, or a question to the carrier within one."""

    namespace: str
    operation: str
    account: str
    numbers: frozenset[str]
    """The numbers it is about, E.164."""
    fingerprint: str
    """What is the same for the same request, and only there."""
    errors: frozenset[str] = frozenset()
    """The exceptions that the operation models."""
    outcomes: frozenset[str] = frozenset()
    """The failures that the carrier may answer; none for a call."""


class Stroke(msgspec.Struct, frozen=True):
    """A fault that strikes a call."""

    fault_order: FaultOrder
    delay_seconds: float

    @property
    def replaces(self) -> bool:
        """Tell whether there is another answer than the operation's, or none."""
        order = self.fault_order
        return order.error is not None or order.status is not None or order.drop

    @property
    def happens(self) -> bool:
        """Tell whether the operation happens: there is nothing to cut off or to hold back if it does not."""
        return self.fault_order.after or not self.replaces


def exhausted(fault: StandingFault) -> bool:
    """Tell whether the fault will never strike again."""
    order = fault.fault_order
    if order.times is not None and fault.struck >= order.times:
        return True
    return order.sequence is not None and not order.repeat and fault.matched >= len(order.sequence)


def applies(fault: StandingFault, occasion: Occasion, now: datetime) -> bool:
    """Tell whether the fault looks at a call at all."""
    order = fault.fault_order
    return (
        order.operation in (None, occasion.operation)
        and order.account in (None, occasion.account)
        and order.namespace in (None, occasion.namespace)
        and (order.phone_number is None or order.phone_number in occasion.numbers)
        and (order.error is None or order.error in occasion.errors)
        and (order.outcome in occasion.outcomes if occasion.outcomes else order.outcome is None)
        and (order.since is None or order.since <= now)
        and (order.until is None or now < order.until)
        and not exhausted(fault)
    )


def meet(
    standing: Iterable[StandingFault], occasion: Occasion, now: datetime
) -> tuple[list[StandingFault], StandingFault | None]:
    """Return the faults that have seen a call, as they are then, and the one that strikes it.

    They are asked one after the other, and the first that strikes is the last that sees the call.
    """
    seen = []
    for fault in standing:
        if applies(fault, occasion, now):
            strikes = _strikes(fault.fault_order, fault.matched + 1, occasion)
            met = msgspec.structs.replace(fault, matched=fault.matched + 1, struck=fault.struck + strikes)
            seen.append(met)
            if strikes:
                return seen, met
    return seen, None


def stroke_of(fault: StandingFault) -> Stroke:
    """Return what the fault does to the call that it has struck last."""
    order = fault.fault_order
    seconds = 0.0 if order.delay is None else draw(order.delay, part_of(order.seed, "delay", fault.matched))
    return Stroke(order, seconds)


def part_of(seed: int, purpose: str, which: int | str) -> float:
    """Return a number from 0 to 1, without 1, that looks drawn at random and depends on the arguments alone."""
    digest = blake2b(f"{seed}/{purpose}/{which}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest) >> 11) / 2**53


def _strikes(order: FaultOrder, count: int, occasion: Occasion) -> bool:
    if order.sequence is not None:
        return order.sequence[(count - 1) % len(order.sequence)] == "fail"
    if order.share is None:
        return True
    which = count if order.share_by == "Count" else occasion.fingerprint
    return part_of(order.seed, "share", which) < order.share


def refuse_unfit_fault(order: FaultOrder) -> None:
    """Refuse an order that contradicts itself, says nothing, or goes beyond a limit. Raises Refusal BadRequest."""
    for holds, sentence in chain(_choice(order), _effect(order), _combination(order)):
        if not holds:
            raise Refusal("BadRequest", sentence)
    if order.delay is not None:
        refuse_unfit_delay(order.delay)


Demand = tuple[bool, str]
"""What must hold, and the sentence that says so. Each is looked at only where those before it hold."""


def _choice(order: FaultOrder) -> Iterator[Demand]:
    """Yield what is demanded of how calls are chosen."""
    account, share, sequence = order.account, order.share, order.sequence
    since, until = order.since, order.until
    yield account is None or re.fullmatch("[0-9]{12}", account) is not None, "Account must have 12 digits."
    yield share is None or 0 < share <= 1, "Share must be greater than 0 and at most 1."
    yield share is not None or order.share_by == "Count", "ShareBy needs a Share."
    yield abs(order.seed) < 2**63, "Seed must fit into 64 bits."
    yield order.times is None or 1 <= order.times < 2**63, "Times must be at least 1, and fit into 64 bits."
    if sequence is not None:
        yield 1 <= len(sequence) <= LONGEST_SEQUENCE, f"Sequence must have from 1 to {LONGEST_SEQUENCE} entries."
        yield "fail" in sequence, "Sequence must fail at least once."
        yield share is None, "Share and Sequence exclude each other."
    yield sequence is not None or not order.repeat, "Repeat needs a Sequence."
    for at in (since, until):
        yield at is None or at.utcoffset() is not None, "Since and Until must say their time zone."
    yield since is None or until is None or since < until, "Since must be before Until."


def _effect(order: FaultOrder) -> Iterator[Demand]:
    """Yield what is demanded of what happens."""
    message, retry_after, cut = order.message, order.retry_after, order.truncate
    effects = (order.error, order.status, order.delay, order.truncate, order.outcome)
    yield (
        order.drop or any(effect is not None for effect in effects),
        "A fault must say what happens: Error, Status, Delay, Drop, Truncate or Outcome.",
    )
    yield order.status is None or 500 <= order.status <= 599, "Status must be from 500 to 599."
    yield (
        message is None or 1 <= len(message) <= LONGEST_MESSAGE,
        f"Message must have from 1 to {LONGEST_MESSAGE} characters.",
    )
    yield retry_after is None or 0 <= retry_after <= 3600, "RetryAfter must be from 0 to 3600 seconds."
    if cut is not None:
        yield (cut.bytes is None) != (cut.fraction is None), "Truncate must have either Bytes or Fraction."
        yield cut.bytes is None or 0 <= cut.bytes < 2**63, "Bytes must be at least 0, and fit into 64 bits."
        yield cut.fraction is None or 0 <= cut.fraction < 1, "Fraction must be at least 0 and less than 1."


def _combination(order: FaultOrder) -> Iterator[Demand]:
    """Yield what is demanded of members together."""
    ends = (order.error is not None, order.status is not None, order.drop, order.outcome is not None)
    yield sum(ends) <= 1, "Error, Status, Drop and Outcome exclude each other."
    yield order.truncate is None or not order.drop, "Drop and Truncate exclude each other."
    alone = order.delay is None and order.truncate is None and not order.after
    yield order.outcome is None or alone, "Outcome excludes Delay, Truncate and After: order another fault for them."
    sentence = order.error is not None or order.status in {500, 503}
    yield order.message is None or sentence, "Message needs an Error, or the Status 500 or 503."
    waits = order.error in WAITING or order.status == 503
    yield order.retry_after is None or waits, "RetryAfter needs the Error Throttled or ServiceUnavailable."
