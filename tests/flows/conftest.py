"""The clients of the flows, and the servers that they talk to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from clients import javascript
from clients.calling import Call, Client, connected, environment_of
from clients.serving import Serving, shell_in
from fresh import ON_POSTGRESQL, fresh_store
from running import ACCOUNT, RunningServer

Connect = Callable[..., Call]
"""Makes a client of a region, which is us-east-1 where none is named."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    """Run dialbook as ``make serve`` does, with everything at its default but the port, and the store where another one is tested."""
    with fresh_store() as store:
        options = ("--store", store) if ON_POSTGRESQL else ()
        with Serving(tmp_path, "--access-log", *options) as serving:
            yield serving


@pytest.fixture(scope="session")
def javascript_sdk() -> None:
    """Install the JavaScript clients; where that cannot be, skip, or fail in CI."""
    try:
        javascript.install()
    except javascript.Missing as missing:
        (pytest.fail if javascript.required() else pytest.skip)(f"JavaScript clients: {missing}")


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a terminal with a home folder of its own."""
    return shell_in(tmp_path)


@pytest.fixture
def client(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Call]]:
    """Return how the client that the test is parametrised with is made in an environment, which is that of the test from then on."""
    name: Client = request.param
    if name == "javascript":
        request.getfixturevalue("javascript_sdk")
    for variable in [variable for variable in os.environ if variable.startswith("AWS_")]:
        monkeypatch.delenv(variable)
    with ExitStack() as connections:

        def made(environment: Mapping[str, str]) -> Call:
            for variable, value in environment.items():
                monkeypatch.setenv(variable, value)
            return connections.enter_context(connected(name, environment))

        yield made


@pytest.fixture
def connect(client: Callable[..., Call], server: RunningServer, shell: dict[str, str]) -> Connect:
    """Return how a client is made of the server with the clock that can be moved."""
    return lambda region="us-east-1": client(shell | environment_of(server.url, ACCOUNT, region))


@pytest.fixture
def call(client: Callable[..., Call], served: Serving) -> Call:
    """Return a client of the server as a user starts it."""
    return client(served.environment | {"AWS_ENDPOINT_URL_CHIME": f"{served.url}/chime"})
