"""Faults: order them, look at what has come of them, take them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial

import msgspec

from dialbook.contract import chime, voice
from dialbook.contract.model import Contract, Operation
from dialbook.domain.faults import MOST_FAULTS, FaultOrder, StandingFault, exhausted, refuse_unfit_fault
from dialbook.domain.numbering import e164_of
from dialbook.domain.refusal import Refusal
from dialbook.ports.store import Tx
from dialbook.protocol.explain import explain
from dialbook.protocol.spoiling import CODES
from dialbook.server.faults import standing_faults
from dialbook.server.handle import Service

NAMES = {code: name for name, code in CODES.items()}
ASKING: Mapping[str, tuple[str, ...]] = {
    "AcquireFailed": ("CreatePhoneNumberOrder",),
    "UpdateFailed": ("UpdatePhoneNumber", "BatchUpdatePhoneNumber", "UpdatePhoneNumberSettings"),
    "ReleaseFailed": ("DeletePhoneNumber", "BatchDeletePhoneNumber"),
    "DeleteFailed": ("DeletePhoneNumber", "BatchDeletePhoneNumber"),
}
"""The operations that begin what may end so."""


class OrderedFault(FaultOrder, frozen=True, kw_only=True, rename="pascal", forbid_unknown_fields=True):
    """A fault as it was ordered, and what has come of it."""

    fault_id: str
    matched: int
    """How many calls it has applied to; of an Outcome, how many numbers."""
    struck: int
    """How many of these it has struck."""
    exhausted: bool
    """Whether it will never strike again."""


async def add(service: Service, order: FaultOrder) -> OrderedFault:
    """Order a fault, behind those there are. Raises Refusal BadRequest for one that can never be, or is one too many."""
    order = checked(order)
    return _view(await service.store.write(partial(_put, order, service.ids.guid())))


async def standing(service: Service) -> list[OrderedFault]:
    """Return the faults that are ordered, in the order in which they are asked."""
    return [_view(fault) for fault in await service.store.read(standing_faults)]


async def get(service: Service, fault_id: str) -> OrderedFault:
    """Return one fault. Raises Refusal NotFound."""
    return _view(await service.store.read(partial(_get, fault_id)))


async def remove(service: Service, fault_id: str) -> OrderedFault:
    """Take one fault back; return what has come of it. Raises Refusal NotFound."""
    return _view(await service.store.write(partial(_remove, fault_id)))


async def remove_all(service: Service) -> int:
    """Take all faults back; return how many there were."""
    return await service.store.write(_remove_all)


async def _put(order: FaultOrder, fault_id: str, tx: Tx) -> StandingFault:
    others = await standing_faults(tx)
    if len(others) >= MOST_FAULTS:
        raise Refusal("BadRequest", f"There must be at most {MOST_FAULTS} faults: remove some first.")
    position = others[-1].position + 1 if others else 1
    fault = StandingFault(fault_id=fault_id, position=position, fault_order=order)
    await tx.put(fault)
    return fault


async def _get(fault_id: str, tx: Tx) -> StandingFault:
    fault = await tx.get(StandingFault, (fault_id,))
    if fault is None:
        raise Refusal("NotFound", "The fault does not exist.")
    return fault


async def _remove(fault_id: str, tx: Tx) -> StandingFault:
    fault = await _get(fault_id, tx)
    await tx.delete(fault)
    return fault


async def _remove_all(tx: Tx) -> int:
    faults = await standing_faults(tx)
    for fault in faults:
        await tx.delete(fault)
    return len(faults)


def _view(fault: StandingFault) -> OrderedFault:
    return OrderedFault(
        **msgspec.structs.asdict(fault.fault_order),
        fault_id=fault.fault_id,
        matched=fault.matched,
        struck=fault.struck,
        exhausted=exhausted(fault),
    )


def checked(order: FaultOrder) -> FaultOrder:
    """Return the order as it is kept: its error by its full name, its number as E.164, its times in UTC.

    Raises Refusal BadRequest for what no call can ever meet, and for what contradicts itself.
    """
    try:
        # Whoever made it in Python may have put anything in it.
        order = msgspec.convert(msgspec.to_builtins(order, enc_hook=lambda _: {}), FaultOrder)
    except msgspec.ValidationError as error:
        raise Refusal("BadRequest", explain(str(error), FaultOrder)) from None
    order = msgspec.structs.replace(
        order,
        error=NAMES.get(order.error, order.error) if order.error else order.error,
        phone_number=None if order.phone_number is None else _e164(order.phone_number),
    )
    refuse_unfit_fault(order)
    _refuse_impossible(order)
    return msgspec.structs.replace(order, since=_utc(order.since), until=_utc(order.until))


def _e164(phone_number: str) -> str:
    try:
        return e164_of(phone_number)
    except Refusal:
        raise Refusal("BadRequest", "PhoneNumber must be an E.164 number, in any spelling of its id.") from None


def _utc(moment: datetime | None) -> datetime | None:
    try:
        return None if moment is None else moment.astimezone(UTC)
    except OverflowError:
        raise Refusal("BadRequest", "Since and Until must be times of the years 1 to 9999 in UTC, too.") from None


def _refuse_impossible(order: FaultOrder) -> None:
    """Refuse an operation that there is not, and what it can never answer."""
    meant = list(_operations(order))
    if not meant:
        where = f"the namespace {order.namespace}" if order.namespace else "the API"
        raise Refusal("BadRequest", f"Operation must be one of {where}, such as UpdatePhoneNumber.")
    if order.outcome and order.operation and order.operation not in ASKING[order.outcome]:
        raise Refusal("BadRequest", f"{order.outcome} can come of {' and '.join(ASKING[order.outcome])} only.")
    if order.error is not None:
        possible = {CODES[error.name] for operation in meant for error in operation.errors}
        if CODES.get(order.error) not in possible:
            whose = f"{order.operation} can answer" if order.operation else "the API knows"
            raise Refusal("BadRequest", f"Error must be one that {whose}: {', '.join(sorted(possible))}.")


def _operations(order: FaultOrder) -> Iterator[Operation]:
    """Yield the operations that a fault applies to."""
    contracts: tuple[Contract, ...] = (voice.CONTRACT, chime.CONTRACT)
    for contract in contracts:
        if order.namespace in (None, contract.namespace):
            if order.operation is None:
                yield from contract.operations.values()
            elif order.operation in contract.operations:
                yield contract.operations[order.operation]
