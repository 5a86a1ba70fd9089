"""A running server, as the commands that use its controls reach it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec
import typer

from dialbook.cli.failure import Failure
from dialbook.server.config import TOKEN

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

DEFAULT_URL = "http://127.0.0.1:8000"
SECONDS = 60.0
"""How long an answer may take to begin."""
JSON = "application/json"
MISSING = "The controls of this server need their token: give it as DIALBOOK_CONTROLS_TOKEN or --token."
WRONG = "The token in DIALBOOK_CONTROLS_TOKEN or --token is not that of this server's controls."

UrlOption = Annotated[
    str, typer.Option(envvar="DIALBOOK_URL", metavar="URL", help="Where the server listens, which has --controls.")
]
TokenOption = Annotated[
    str | None,
    typer.Option(
        envvar="DIALBOOK_CONTROLS_TOKEN",
        metavar="TOKEN",
        help="The token of the server's controls, if it has one. Better in the environment than here.",
    ),
]


class Controls:
    """The controls of one server."""

    def __init__(self, url: str, token: str | None) -> None:
        """Take a server's URL and token as the options give them. Raises Failure."""
        self._url = root_of(url)
        self._headers = {} if token is None else {"Authorization": f"Bearer {checked(token)}"}

    def ask(self, method: str, *path: str, body: Any = None, query: Mapping[str, Any] | None = None) -> Any:
        """Use a control and return its JSON answer, None where it has none. Raises Failure with the server's own sentence."""
        content = None if body is None else msgspec.json.encode(body)
        answer = self.exchange(method, *path, content=content, media_type=JSON, query=query)
        return msgspec.json.decode(answer) if answer else None

    def exchange(
        self,
        method: str,
        *path: str,
        content: bytes | None = None,
        media_type: str = "",
        query: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Use a control and return its answer as it is. Raises Failure."""
        headers = {} if content is None else {"Content-Type": media_type}
        with self.open(method, *path, content=content, headers=headers, query=query) as response:
            return response.read()

    @contextlib.contextmanager
    def open(
        self,
        method: str,
        *path: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> Iterator[BaseHTTPResponse]:
        """Use a control and give its answer as it comes. Raises Failure."""
        import urllib3  # noqa: PLC0415 - only commands that talk to a server need it

        url = "/".join([self._url, *(quote(part, safe="") for part in path)])
        given = {name: value for name, value in (query or {}).items() if value is not None}
        try:
            with urllib3.PoolManager(timeout=urllib3.Timeout(SECONDS), retries=False) as pool:
                response = pool.request(
                    method,
                    f"{url}?{urlencode(given)}" if given else url,
                    body=content,
                    headers={**self._headers, **(headers or {})},
                    preload_content=False,
                    redirect=False,
                )
                refuse(response, shown=bool(self._headers))
                yield response
        except urllib3.exceptions.HTTPError as error:
            raise Failure(
                f"The server at {self._url.removesuffix('/_dialbook')} does not answer: {reason(error)}."
            ) from None


def root_of(url: str) -> str:
    """Return where a server's controls are. Raises Failure."""
    try:
        parts = urlsplit(url)
        rest = f"{parts.path}{parts.query}{parts.fragment}"
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and not rest.strip("/")
    except ValueError:
        good = False
    if not good:
        raise Failure("The URL of the server must be as http://127.0.0.1:8000 is, without a path.")
    return f"{url.rstrip('/')}/_dialbook"


def checked(token: str) -> str:
    """Refuse what no server has as its token, and no header can hold. Raises Failure."""
    if not TOKEN.fullmatch(token):
        raise Failure("The token of the controls must be 16 to 256 letters, digits and the signs -._~+/=.")
    return token


def refuse(response: BaseHTTPResponse, *, shown: bool) -> None:
    """Raise Failure with the sentence that the server answers, if it is not a success, or what to do about the token."""
    if response.status < 300:
        return
    try:
        message = msgspec.json.decode(response.read())["Message"]
    except (msgspec.DecodeError, KeyError, TypeError):
        raise Failure("The server has no controls: start it with --controls.") from None
    if response.status == 401:
        message = WRONG if shown else MISSING
    raise Failure(message)


def reason(error: Exception) -> str:
    """Say in a few words what is wrong with a connection."""
    import urllib3.exceptions as errors  # noqa: PLC0415

    if isinstance(error, errors.NameResolutionError):
        return "its name is not known here"
    if isinstance(error, errors.NewConnectionError):
        return "nobody listens there"
    if isinstance(error, errors.TimeoutError):
        return "it takes too long"
    return "the connection broke"
