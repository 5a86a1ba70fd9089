"""Finds the operations: the function ``update_phone_number`` in the file of that name is UpdatePhoneNumber."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import msgspec

from dialbook import operations
from dialbook.contract.model import Contract
from dialbook.operations.context import Context

READS = ("Get", "List", "Search", "Validate")
"""How the names of operations begin that change nothing (IAM's access levels Read and List)."""
LISTS = "List"
"""How the names of operations begin that look at many records at once, so that what is due is to be settled before."""
OLDER = "older"
"""The family of operations that mean something else in the older contract, and speak it."""


class Behaviour(msgspec.Struct, frozen=True):
    """What an operation does, and how it is called."""

    run: Callable[[Any, Context], Awaitable[msgspec.Struct | None]]
    reads: bool
    lists: bool
    lift_to: type[msgspec.Struct] | None
    """The newer contract's request, where this is the older contract's operation."""


Behaviours = dict[str, Behaviour]


def behaviours(contract: Contract, newer: Contract) -> Behaviours:
    """Return the behaviour of every operation of the contract that has a file."""
    names = {name.lower(): name for name in contract.operations}
    found: Behaviours = {}
    for module_name in sorted(
        operation_modules(), key=_is_older
    ):  # an operation of the older contract's own comes last, and stays
        function_name = module_name.rpartition(".")[2]
        name = names.get(function_name.replace("_", ""))
        if name is None or (_is_older(module_name) and contract is newer):
            continue
        twin = None if contract is newer or _is_older(module_name) else newer.operations.get(name)
        run = getattr(importlib.import_module(module_name), function_name)
        found[name] = Behaviour(run, name.startswith(READS), name.startswith(LISTS), twin.request if twin else None)
    return found


def operation_modules() -> Iterator[str]:
    """Name every module in the folders of operations."""
    for family in pkgutil.iter_modules(operations.__path__, operations.__name__ + "."):
        if family.ispkg:
            package = importlib.import_module(family.name)
            yield from (module.name for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."))


def _is_older(module_name: str) -> bool:
    return module_name.split(".")[-2] == OLDER
