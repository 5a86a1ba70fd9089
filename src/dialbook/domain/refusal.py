"""What the domain says when the answer is no."""

from __future__ import annotations

from typing import Literal

Code = Literal[
    "BadRequest",
    "Conflict",
    "Forbidden",
    "NotFound",
    "PhoneNumberAssociationsExist",
    "ResourceLimitExceeded",
]
"""``PhoneNumberAssociationsExist`` is the code of one number among several: as the answer to a request it is BadRequest."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """A rule forbids the request: a code of the API's ErrorCode enum and one sentence.

    The sentence names the member and the rule and never holds a number or a name, which the model marks sensitive.
    """

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
