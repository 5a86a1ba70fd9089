"""Classes under ``mock_chime``: of unittest, of pytest, and others."""

from __future__ import annotations

import unittest
from pathlib import Path
from typing import Any

import pytest

from dialbook.testing import current, mock_chime
from testing.mocked import NUMBER, numbers, order


@pytest.fixture(autouse=True)
def as_nobody(nobody: None) -> None:
    """Begin as nobody, before the set-up of a class does anything."""


@mock_chime
class TestUnittest(unittest.TestCase):
    """A class of unittest: set-up, test and tear-down have one service, each test its own."""

    def setUp(self) -> None:
        """Begin with a number."""
        assert numbers() == []
        order()

    def tearDown(self) -> None:
        """The mock still lasts."""
        assert NUMBER in numbers()

    def test_one(self) -> None:
        """What was set up is there."""
        assert numbers() == [NUMBER]
        order("+12065550199")

    def test_two(self) -> None:
        """What another test did is not."""
        assert numbers() == [NUMBER]


@mock_chime
class TestAsynchronous(unittest.IsolatedAsyncioTestCase):
    """A class of unittest with coroutines."""

    async def asyncSetUp(self) -> None:
        """Begin with a number."""
        order()

    async def test_one(self) -> None:
        """What was set up is there."""
        assert numbers() == [NUMBER]


@mock_chime(account="222222222222")
class TestPytest:
    """A class of pytest: set-up, test and tear-down have one service, each test its own."""

    def setup_method(self) -> None:
        """Begin with a number."""
        assert numbers() == []
        order()

    def teardown_method(self, method: Any) -> None:
        """The mock still lasts."""
        assert NUMBER in numbers()
        assert method.__name__.startswith("test_")

    def test_one(self) -> None:
        """What was set up is there."""
        assert numbers() == [NUMBER]
        assert current().account == "222222222222"
        order("+12065550199")

    @pytest.mark.parametrize("which", [1, 2])
    def test_two(self, which: int, tmp_path: Path) -> None:
        """What another test did is not; fixtures and parameters come as ever."""
        assert numbers() == [NUMBER]
        assert (which in {1, 2}, tmp_path.exists()) == (True, True)

    @mock_chime
    class TestNested:
        """A class within."""

        def test_one(self) -> None:
            """It has a service without anything in it."""
            assert numbers() == []


@mock_chime
class Program:
    """A class that is no test: each call of a method has a service of its own."""

    def __init__(self) -> None:
        self.seen: list[list[str]] = []

    def look(self) -> list[str]:
        """Return what is there, and leave a number behind."""
        self.seen.append(numbers())
        order()
        return self.seen[-1]

    @staticmethod
    def outside() -> bool:
        """Tell whether there is a mock."""
        try:
            current()
        except RuntimeError:
            return False
        return True


def test_a_class_that_is_no_test() -> None:
    """Its methods are decorated one by one; static ones are not, as with moto."""
    program = Program()
    assert (program.look(), program.look(), program.outside()) == ([], [], False)


def test_a_set_up_that_fails_leaves_nothing() -> None:
    """pytest calls no tear-down then."""

    @mock_chime
    class Failing:
        def setup_method(self) -> None:
            raise LookupError

        def test_nothing(self) -> None:
            """Never run."""

    with pytest.raises(LookupError):
        Failing().setup_method()
    with pytest.raises(RuntimeError):
        current()
