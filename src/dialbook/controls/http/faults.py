"""The endpoints of the faults that are ordered."""

from __future__ import annotations

import msgspec

from dialbook.controls import faults
from dialbook.controls.faults import OrderedFault
from dialbook.controls.http.endpoint import Call, Endpoint
from dialbook.domain.faults import FaultOrder
from dialbook.server.handle import Service


class FaultList(msgspec.Struct, frozen=True, rename="pascal"):
    """The faults that are ordered, in the order in which they are asked."""

    faults: list[OrderedFault]


async def standing(service: Service, _call: Call) -> FaultList:
    """Return the faults that are ordered."""
    return FaultList(await faults.standing(service))


async def add(service: Service, call: Call) -> OrderedFault:
    """Order a fault."""
    return await faults.add(service, call.body)


async def get(service: Service, call: Call) -> OrderedFault:
    """Return one fault."""
    return await faults.get(service, call.labels["id"])


async def remove(service: Service, call: Call) -> None:
    """Take one fault back."""
    await faults.remove(service, call.labels["id"])


async def remove_all(service: Service, _call: Call) -> None:
    """Take all faults back."""
    await faults.remove_all(service)


ENDPOINTS = (
    Endpoint(
        name="ListFaults",
        summary="List the faults that are ordered, and what has come of them.",
        method="GET",
        path="/faults",
        handler=standing,
        answer=FaultList,
    ),
    Endpoint(
        name="AddFault",
        summary="Order a fault, behind those that there are.",
        method="POST",
        path="/faults",
        handler=add,
        body=FaultOrder,
        answer=OrderedFault,
        status=201,
    ),
    Endpoint(
        name="DeleteFaults",
        summary="Take all faults back.",
        method="DELETE",
        path="/faults",
        handler=remove_all,
        status=204,
    ),
    Endpoint(
        name="GetFault",
        summary="Show one fault, and what has come of it.",
        method="GET",
        path="/faults/{id}",
        handler=get,
        answer=OrderedFault,
        errors=(404,),
    ),
    Endpoint(
        name="DeleteFault",
        summary="Take one fault back.",
        method="DELETE",
        path="/faults/{id}",
        handler=remove,
        status=204,
        errors=(404,),
    ),
)
