"""Who may use the controls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from controls.http.client import ask
from dialbook.access.keys import Secret
from running import RunningServer

TOKEN = "a-token-of-24-characters"
OTHER_HOST = (403, "Forbidden", "Without a token the controls answer only to a loopback name or address in Host.")
OTHER_SITE = (403, "Forbidden", "The controls do not answer to pages of other sites.")
NO_TOKEN = (401, "Unauthorized", "The controls need their token: Authorization: Bearer TOKEN.")
WRONG_TOKEN = (401, "Unauthorized", "The token in Authorization is not that of the controls.")
PATHS = ["/", "/openapi.json", "/clock", "/calls", "/there-is-no-such-control"]


@pytest.fixture(scope="module")
def locked() -> Iterator[RunningServer]:
    """Run a server whose controls have a token."""
    with RunningServer(controls=True, store_clock=True, controls_token=Secret(TOKEN)) as running:
        yield running


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_who_has_the_token_gets_in(locked: RunningServer, scheme: str) -> None:
    """Whatever the host is called: a server with a token may be reached from anywhere."""
    headers = {"Authorization": f"{scheme} {TOKEN}", "Host": "dialbook.example"}
    assert ask(locked, "GET", "/clock", headers=headers).status == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        ({}, NO_TOKEN),
        ({"Authorization": ""}, NO_TOKEN),
        ({"Authorization": "Bearer"}, NO_TOKEN),
        ({"Authorization": f"Bearer {TOKEN[:-1]}"}, WRONG_TOKEN),
        ({"Authorization": f"Bearer {TOKEN}x"}, WRONG_TOKEN),
        ({"Authorization": f"Basic {TOKEN}"}, NO_TOKEN),
        ({"Authorization": TOKEN}, NO_TOKEN),
        ({"Authorization": "Bearer t\xf6ken"}, WRONG_TOKEN),
        ({"X-Token": TOKEN}, NO_TOKEN),
    ],
    ids=str,
)
def test_who_has_not_the_token_learns_nothing(
    locked: RunningServer, path: str, headers: dict[str, str], refusal: tuple[int, str, str]
) -> None:
    """Not even which controls there are; what is missing is said as HTTP asks for."""
    answer = ask(locked, "GET", path, headers=headers)
    assert answer.refusal == refusal
    assert answer.headers["www-authenticate"] == 'Bearer realm="dialbook controls"'


def test_nothing_happens_without_the_token(locked: RunningServer) -> None:
    """The clock stays where it is, and health needs no token."""
    assert ask(locked, "POST", "/clock/freeze").status == 401
    assert ask(locked, "GET", "/health").status == 200
    assert ask(locked, "GET", "/clock", headers={"Authorization": f"Bearer {TOKEN}"}).json["Frozen"] is False


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3:80", "[::1]:8000", "LOCALHOST:8000"])
def test_without_a_token_a_loopback_host_gets_in(server: RunningServer, host: str) -> None:
    """Whatever the port: it may be forwarded."""
    assert ask(server, "GET", "/clock", headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1", "[", "localhost@evil.example"],
)
def test_a_name_that_was_made_to_lead_here_is_refused(server: RunningServer, host: str) -> None:
    """DNS rebinding: the browser believes that the server is the page's own."""
    assert ask(server, "GET", "/clock", headers={"Host": host}).refusal == OTHER_HOST


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "https://{host}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/clock/freeze"), ("GET", "/clock"), ("OPTIONS", "/clock/freeze")]
)
def test_a_page_of_another_site_is_refused(
    server: RunningServer, method: str, path: str, headers: dict[str, str]
) -> None:
    """And no answer says that it may come again (CORS)."""
    host = f"127.0.0.1:{server.port}"
    answer = ask(server, method, path, headers={name: value.format(host=host) for name, value in headers.items()})
    assert answer.refusal == OTHER_SITE
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert ask(server, "GET", "/clock").json["Frozen"] is False


def test_a_page_of_the_server_itself_gets_in(server: RunningServer) -> None:
    """A browser says so of it."""
    headers = {"Origin": f"http://127.0.0.1:{server.port}", "Sec-Fetch-Site": "same-origin"}
    assert ask(server, "POST", "/clock/run", headers=headers).status == 200


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_is_no_request(server: RunningServer, media: str) -> None:
    """What any page can send without asking is not JSON by its type."""
    answer = ask(server, "POST", "/clock/advance", content=b'{"Duration":"1s"}', headers={"Content-Type": media})
    assert answer.refusal == (415, "UnsupportedMediaType", "Content-Type must be application/json.")


def test_without_controls_there_are_none() -> None:
    """The paths are answered as any other that the API does not have."""
    with RunningServer() as plain:
        assert ask(plain, "GET", "/clock").status == 403
        assert ask(plain, "GET", "/health").status == 200
