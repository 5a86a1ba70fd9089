"""A client of the controls that sends what it is told to, and shows the answer as it is."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from running import RunningServer
from server.process import Dialbook

JSON = "application/json"


class Answer(NamedTuple):
    """An answer to a request."""

    status: int
    headers: dict[str, str]
    """By their names in lower case."""
    content: bytes

    @property
    def json(self) -> Any:
        """Return the body, which must be JSON."""
        assert self.headers["content-type"] == JSON
        return json.loads(self.content)

    @property
    def refusal(self) -> tuple[int, str, str]:
        """Return the status, the code and the sentence of a refusal, which has nothing else."""
        assert self.json.keys() == {"Code", "Message"}
        return self.status, self.json["Code"], self.json["Message"]


def ask(
    server: RunningServer | Dialbook,
    method: str,
    path: str,
    body: Any = None,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
) -> Answer:
    """Use the control of a path below ``/_dialbook``, with a body of JSON or with content as it is."""
    given = {} if body is None else {"Content-Type": JSON}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)
    try:
        connection.request(
            method,
            f"/_dialbook{path}",
            json.dumps(body).encode() if body is not None else content,
            {**given, **(headers or {})},
        )
        response = connection.getresponse()
        fields = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, fields, response.read())
    finally:
        connection.close()
