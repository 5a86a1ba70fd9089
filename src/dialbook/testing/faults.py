"""Faults as a test orders them, in Python's words for the members of `FaultOrder`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, Self, TypedDict, TypeVar

from dialbook.contract.model import Namespace
from dialbook.controls import faults
from dialbook.controls.faults import OrderedFault
from dialbook.domain.delays import Distribution
from dialbook.domain.faults import FaultOrder, Outcome, Truncation
from dialbook.server.handle import Service
from dialbook.testing.options import meant

T = TypeVar("T")
RENAMED = {"number": "phone_number", "calling_name": "outcome"}
"""Where a fault's option is not called as the member of the order is."""


class FaultOptions(TypedDict, total=False):
    """Which calls a fault strikes, how often, and what happens then; what is not given does not restrict it."""

    account: str
    number: str
    """Only calls that name this number, in whatever spelling."""
    namespace: Namespace
    times: int
    """How many calls are struck at most."""
    sequence: Sequence[Literal["fail", "pass"]]
    """What becomes of the first call, the second, and so on."""
    repeat: bool
    """Whether the sequence begins again after its last call."""
    share: float
    """Only this share of the calls, more than 0 and at most 1; which of them is always the same."""
    share_by: Literal["Count", "Request"]
    seed: int
    since: datetime
    until: datetime
    """Only in this window of the service's clock."""
    status: int
    """A 5xx, instead of an error that the operation models."""
    message: str
    retry_after: int
    """In seconds."""
    delay: float | timedelta | Distribution
    """How long the answer is held back, in seconds of real time."""
    drop: bool
    """Whether the connection ends before the answer's first byte."""
    truncate: int | float | Truncation
    """Where the answer's body breaks off: after so many bytes, or after a part of it from 0 to 1."""
    after: bool
    """Whether the operation happens all the same."""
    outcome: Outcome
    """How a change ends that takes its time, where the call itself goes well."""
    calling_name: Literal["UpdateFailed"]
    """That outcome for a calling name."""


class Runs(Protocol):
    """Runs a control on a service and returns what it returns."""

    def __call__(self, control: Callable[[Service], Coroutine[Any, Any, T]], /) -> T: ...


class Fault:
    """A fault that was ordered; as a context, it is taken back in the end."""

    def __init__(self, run: Runs, fault_id: str) -> None:
        self._run = run
        self.fault_id = fault_id
        self._last: OrderedFault | None = None

    @property
    def matched(self) -> int:
        """How many calls it was for; of an outcome, how many numbers."""
        return self._now().matched

    @property
    def struck(self) -> int:
        """How many of these it has struck."""
        return self._now().struck

    def remove(self) -> None:
        """Take it back; its counts stay as they are then. Raises ValueError where that is done already."""
        self._last = self._run(lambda service: faults.remove(service, self.fault_id))

    def __enter__(self) -> Self:
        """Let it strike meanwhile."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take it back, if nobody has: a reset takes all of them."""
        with suppress(ValueError):
            self.remove()

    def _now(self) -> OrderedFault:
        if self._last is not None:
            return self._last
        try:
            return self._run(lambda service: faults.get(service, self.fault_id))
        except ValueError:
            raise ValueError("The fault's counts are gone: a reset or the controls have removed it.") from None


def order_of(operation: str | None, error: str | None, options: dict[str, Any]) -> FaultOrder:
    """Return the order that the options of a fault mean. Raises TypeError for one that there is not, ValueError for two of the same."""
    for name in options:
        if name not in FaultOptions.__annotations__:
            raise TypeError(f"A fault has no option {name!r}.{meant(name, FaultOptions.__annotations__)}")
    if "calling_name" in options and "outcome" in options:
        raise ValueError("calling_name is an outcome: give one of them.")
    members = {RENAMED.get(name, name): value for name, value in options.items()}
    if isinstance(members.get("delay"), timedelta):
        members["delay"] = members["delay"].total_seconds()
    if isinstance(members.get("truncate"), int):
        members["truncate"] = Truncation(bytes=members["truncate"])
    if isinstance(members.get("truncate"), float):
        members["truncate"] = Truncation(fraction=members["truncate"])
    return FaultOrder(operation=operation, error=error, **members)
