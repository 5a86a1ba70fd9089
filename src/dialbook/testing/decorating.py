"""A context around every call of a function, and around every test of a class."""

from __future__ import annotations

import inspect
import unittest
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import AbstractContextManager, ExitStack, aclosing, nullcontext
from functools import wraps
from types import FunctionType
from typing import Any

Enter = Callable[[], AbstractContextManager[Any]]
SET_UP, TEAR_DOWN = "setup_method", "teardown_method"
"""What pytest calls before and after each test of a class."""
ENTERED = "_mock_chime"
"""Where an instance keeps what its set-up has entered: twice, where a class in a decorated class is decorated too."""


def decorated(target: Any, enter: Enter) -> Any:
    """Return a function that enters the context for each call, or the class with each of its tests in a context."""
    if isinstance(target, type):
        return _of_class(target, enter)
    if not callable(target):
        raise TypeError("mock_chime decorates functions and classes.")
    return _function(target, lambda *_: enter())


def _function(function: Any, enter: Callable[..., AbstractContextManager[Any]]) -> Any:
    """Wrap a function of its own kind, so that whoever looks what it is, such as pytest, sees no difference."""

    def call(*args: Any, **kwargs: Any) -> Any:
        with enter(*args):
            return function(*args, **kwargs)

    async def await_it(*args: Any, **kwargs: Any) -> Any:
        with enter(*args):
            return await function(*args, **kwargs)

    def generate(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        with enter(*args):
            return (yield from function(*args, **kwargs))

    async def generate_asynchronously(*args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        with enter(*args):
            async with aclosing(function(*args, **kwargs)) as values:
                async for value in values:
                    yield value

    wrapper: Callable[..., Any] = call
    if inspect.iscoroutinefunction(function):
        wrapper = await_it
    elif inspect.isgeneratorfunction(function):
        wrapper = generate
    elif inspect.isasyncgenfunction(function):
        wrapper = generate_asynchronously
    return wraps(function)(wrapper)


def _of_class(decorated_class: Any, enter: Enter) -> Any:
    if issubclass(decorated_class, unittest.TestCase):
        # It is what runs setUp, the test, tearDown and what cleans up, all in one.
        decorated_class.run = _function(decorated_class.run, lambda *_: enter())
        return decorated_class
    for name, member in list(vars(decorated_class).items()):
        if isinstance(member, type):
            setattr(decorated_class, name, _of_class(member, enter))
        elif isinstance(member, FunctionType) and not name.startswith("_") and name not in {SET_UP, TEAR_DOWN}:
            setattr(decorated_class, name, _function(member, lambda instance, *_: _unless_set_up(instance, enter)))
    if any(name.startswith("test") for name in dir(decorated_class)):
        _set_up_each(decorated_class, enter)
    return decorated_class


def _unless_set_up(instance: Any, enter: Enter) -> AbstractContextManager[Any]:
    return nullcontext() if vars(instance).get(ENTERED) else enter()


def _set_up_each(test_class: Any, enter: Enter) -> None:
    """Have pytest enter the context before a class's own set-up of each test, and leave it after its own tear-down."""
    own_set_up = getattr(test_class, SET_UP, None)
    own_tear_down = getattr(test_class, TEAR_DOWN, None)

    def setup_method(self: Any, method: Any = None) -> None:
        with ExitStack() as entering:
            entering.enter_context(enter())
            _call(own_set_up, self, method)
            vars(self).setdefault(ENTERED, []).append(entering.pop_all())

    def teardown_method(self: Any, method: Any = None) -> None:
        entered = vars(self).get(ENTERED)
        with entered.pop() if entered else nullcontext():
            _call(own_tear_down, self, method)

    setattr(test_class, SET_UP, setup_method)
    setattr(test_class, TEAR_DOWN, teardown_method)


def _call(own: Callable[..., None] | None, instance: Any, method: Any) -> None:
    """Call a class's own set-up or tear-down, which need not take the method."""
    if own is not None:
        own(*(instance, method)[: len(inspect.signature(own).parameters)])
