"""The pytest plugin: a fixture ``dialbook``, and a marker of the same name for its options.

pytest imports it in every run, so it imports nothing but pytest until a test asks for the fixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from dialbook.testing.fixture import Dialbook

MARKER = "dialbook(**options): options of the fixture dialbook, such as rules='aws' or phone_number_quota=2"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)


@pytest.fixture
def dialbook_options() -> dict[str, Any]:
    """Options of the fixture dialbook for the tests of a module or folder: override it; a marker goes before it."""
    return {}


@pytest.fixture(scope="session")
def _dialbook_loop() -> Iterator[None]:
    """Keep one event loop for the services of all tests: to begin and end one takes longer than to set a service up."""
    from dialbook.testing.loop import SHARED  # noqa: PLC0415 - as below

    SHARED.enter()
    yield
    SHARED.leave()


@pytest.fixture
def dialbook(
    request: pytest.FixtureRequest,
    dialbook_options: dict[str, Any],
    _dialbook_loop: None,
) -> Iterator[Dialbook]:
    """A phone-number service of the test's own, with an empty inventory: clients by dialbook.client()."""
    if not isinstance(dialbook_options, dict):
        pytest.fail("The fixture dialbook_options must return a dict, as in {'rules': 'aws'}.", pytrace=False)
    service = _made(dialbook_options | _marked(request.node))
    with service:
        yield service


def _marked(node: pytest.Item) -> dict[str, Any]:
    """Return the options of the markers; the nearest to the test goes first."""
    marked: dict[str, Any] = {}
    for marker in node.iter_markers("dialbook"):
        if marker.args:
            pytest.fail("The options of the marker dialbook have names, as in dialbook(rules='aws').", pytrace=False)
        marked = {**marker.kwargs, **marked}
    return marked


def _made(options: dict[str, Any]) -> Dialbook:
    from dialbook.testing.fixture import Dialbook  # noqa: PLC0415 - costly to import, and few tests need it

    try:
        return Dialbook(**options)
    except (TypeError, ValueError) as error:
        reason = str(error)
    pytest.fail(reason, pytrace=False)
