"""One file per operation, named after it, and nothing else to register."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dialbook.contract import chime, voice
from dialbook.server.behaviours import behaviours, operation_modules

if TYPE_CHECKING:
    from shape.conftest import Source

MODULES = sorted(operation_modules())
NO_OPERATIONS = {
    "view": "how a record is shown, which several operations of a family share",
}
OPERATIONS = [name for name in MODULES if name.rpartition(".")[2] not in NO_OPERATIONS]
OLDER = [name for name in OPERATIONS if name.split(".")[-2] == "older"]
"""Operations that speak the older contract; some have a twin of the same name that speaks the newer one."""
TESTS = Path(__file__).parents[1] / "operations"


def snake(operation: str) -> str:
    """Write an operation's name as a file's: ``UpdatePhoneNumber`` as ``update_phone_number``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()


FILES = {snake(name): name for contract in (voice.CONTRACT, chime.CONTRACT) for name in contract.operations}


def test_there_are_operations() -> None:
    """GetPhoneNumber and UpdatePhoneNumber at the least."""
    names = {module.rpartition(".")[2] for module in OPERATIONS}
    assert names >= {"get_phone_number", "update_phone_number"}


@pytest.mark.parametrize("module", OPERATIONS)
def test_a_file_is_named_after_its_operation(module: str) -> None:
    """It holds the function of that name, a coroutine of a request and a context, and says in its first line which operation it is."""
    name = module.rpartition(".")[2]
    assert name in FILES
    function = getattr(import_module(module), name)
    assert inspect.iscoroutinefunction(function)
    assert list(inspect.signature(function).parameters) == ["request", "ctx"]
    assert (import_module(module).__doc__ or "").startswith(f"{FILES[name]}: ")


def test_every_operation_with_a_file_is_found() -> None:
    """The server has a behaviour for each file, in each contract that has the operation, and for no other."""
    written = {FILES[module.rpartition(".")[2]] for module in OPERATIONS}
    newer = {FILES[module.rpartition(".")[2]] for module in OPERATIONS if module not in OLDER}
    assert set(behaviours(voice.CONTRACT, voice.CONTRACT)) == newer & set(voice.CONTRACT.operations)
    assert set(behaviours(chime.CONTRACT, voice.CONTRACT)) == written & set(chime.CONTRACT.operations)


def test_an_operation_of_the_older_family_is_the_older_contracts() -> None:
    """It answers there, whatever the newer contract has of the same name, and there alone."""
    older = behaviours(chime.CONTRACT, voice.CONTRACT)
    answering = {behaviour.run.__module__ for behaviour in older.values()}
    assert OLDER
    assert set(OLDER) <= answering
    newer = behaviours(voice.CONTRACT, voice.CONTRACT)
    assert {behaviour.run.__module__ for behaviour in newer.values()}.isdisjoint(OLDER)


def test_only_operations_that_change_nothing_are_reads() -> None:
    """What is called with GET reads and nothing else does, but for one: an address is validated by POST."""
    for contract in (voice.CONTRACT, chime.CONTRACT):
        for name, behaviour in behaviours(contract, voice.CONTRACT).items():
            assert behaviour.reads == (contract.operations[name].method == "GET" or name == "ValidateE911Address")


def test_older_operations_are_lifted_and_newer_ones_are_not() -> None:
    """An operation speaks the newer contract wherever that has it, unless it is of the older family."""
    assert {behaviour.lift_to for behaviour in behaviours(voice.CONTRACT, voice.CONTRACT).values()} == {None}
    for name, behaviour in behaviours(chime.CONTRACT, voice.CONTRACT).items():
        newer = None if behaviour.run.__module__ in OLDER else voice.CONTRACT.operations.get(name)
        assert behaviour.lift_to is (newer.request if newer else None)


@pytest.mark.parametrize("module", OPERATIONS)
def test_every_operation_has_its_test_file(module: str) -> None:
    """It is where one looks for it."""
    assert (TESTS / f"test_{module.rpartition('.')[2]}.py").is_file()


def test_operation_files_are_short(sources: list[Source]) -> None:
    """Under 60 lines: an operation is read in one screen."""
    paths = {module.removeprefix("dialbook.").replace(".", "/") + ".py" for module in OPERATIONS}
    lengths = {source.name: len(source.text.splitlines()) for source in sources if source.name in paths}
    assert lengths.keys() == paths
    assert {name: length for name, length in lengths.items() if length >= 60} == {}


def test_every_exception_is_used() -> None:
    """A name is on the list of files that are no operations only while there is such a file, and no operation has it."""
    assert {module.rpartition(".")[2] for module in MODULES} & NO_OPERATIONS.keys() == NO_OPERATIONS.keys()
    assert FILES.keys() & NO_OPERATIONS.keys() == set()
