"""Everything but a success, as the wire has it: a status, a type in a header, a code and a sentence in the body.

BEHAVIOUR.md 2.3: modelled errors carry ``{"Code": <ErrorCode>, "Message": …}``; 2.4: what is refused before an operation is reached
carries ``{"message": …}``. Both name their type in ``x-amzn-ErrorType``, without a suffix.
"""

from __future__ import annotations

import msgspec

from dialbook.contract.model import ErrorShape, Operation
from dialbook.protocol.messages import Headers

# A member of the ErrorCode enum, and the exception that the models have for it.
MODELLED: dict[str, ErrorShape] = {
    "AccessDenied": ErrorShape("AccessDeniedException", 403),
    "BadRequest": ErrorShape("BadRequestException", 400),
    "Conflict": ErrorShape("ConflictException", 409),
    "Forbidden": ErrorShape("ForbiddenException", 403),
    "Gone": ErrorShape("GoneException", 410),
    "NotFound": ErrorShape("NotFoundException", 404),
    "ResourceLimitExceeded": ErrorShape("ResourceLimitExceededException", 400),
    "ServiceFailure": ErrorShape("ServiceFailureException", 500),
    "ServiceUnavailable": ErrorShape("ServiceUnavailableException", 503),
    "Throttled": ErrorShape("ThrottledClientException", 429),
    "Unauthorized": ErrorShape("UnauthorizedClientException", 401),
    "Unprocessable": ErrorShape("UnprocessableEntityException", 422),
}
# A code of one number among several, and what it is where the request is about that number alone: its operation has no exception of the
# code's own (BEHAVIOUR.md 5, row 9).
OF_AN_ITEM: dict[str, str] = {"PhoneNumberAssociationsExist": "BadRequest"}
RATE_EXCEEDED = "Rate exceeded"
"""BEHAVIOUR.md 4."""


class ModelledBody(msgspec.Struct, frozen=True):
    """The body of an error that the model knows."""

    code: str = msgspec.field(name="Code")
    message: str = msgspec.field(name="Message")


class FrontBody(msgspec.Struct, frozen=True):
    """The body of an error from before the operation is reached."""

    message: str


class Fault(Exception):  # noqa: N818 - a fault is an answer of the protocol
    """An answer other than a success. ``type`` is what clients raise; ``code`` is None for errors the models do not have."""

    def __init__(
        self,
        type_name: str,
        status: int,
        message: str,
        *,
        code: str | None = None,
        close: bool = False,
        headers: Headers | None = None,
    ) -> None:
        super().__init__(message)
        self.type_name = type_name
        self.status = status
        self.message = message
        self.code = code
        self.close = close
        """Whether the connection cannot be used any more, because the request was not read to its end."""
        self.headers = headers or []
        """What this answer says besides what every answer does."""

    def body(self) -> bytes:
        """Return the JSON body."""
        if self.code is None:
            return msgspec.json.encode(FrontBody(self.message))
        return msgspec.json.encode(ModelledBody(self.code, self.message))


RETRY_AFTER: dict[str, Headers] = {"ServiceUnavailable": [(b"retry-after", b"1")]}
"""Where AWS sends Retry-After: of the whole Chime family only ServiceUnavailableException is modelled with it, by chime-sdk-meetings
("the number of seconds the caller should wait before retrying"), and no throttling error is. That chime-sdk-voice, whose errors are
modelled without any member, sends it there too is inferred.
"""


def modelled(code: str, message: str) -> Fault:
    """Return the fault of an ErrorCode."""
    code = OF_AN_ITEM.get(code, code)
    shape = MODELLED[code]
    return Fault(shape.name, shape.status, message, code=code, headers=RETRY_AFTER.get(code))


def bad_request(message: str) -> Fault:
    """Return 400 BadRequestException: "The input parameters don't match the service's restrictions"."""
    return modelled("BadRequest", message)


def unknown_operation() -> Fault:
    """Return 404 for a path or a selector that no operation of the contract has."""
    return Fault("UnknownOperationException", 404, "The requested operation is not recognized by the service.")


def moved(account: str) -> Fault:
    """Return 403 for an operation that only the newer API has (BEHAVIOUR.md 4): our choice for the few that the older one never had."""
    return modelled(
        "Forbidden",
        f'Account Id {account} is not authorized to call deprecated Amazon Chime SDK API on the "chime" endpoint, '
        'use one of the "*-chime*" endpoints instead.',
    )


def method_not_allowed() -> Fault:
    """Return 405 for a path that operations have, but not with this method."""
    return Fault("UnknownOperationException", 405, "The requested operation does not exist with this HTTP method.")


def not_implemented(operation: str) -> Fault:
    """Return 501 for an operation of the contract that this version does not have yet."""
    return Fault("NotImplemented", 501, f"{operation} is not implemented.", code="NotImplemented")


def unsupported_media_type() -> Fault:
    """Return 415 for a body that does not say it is JSON."""
    return Fault("UnsupportedMediaTypeException", 415, "Content-Type must be application/json.")


def body_too_large(limit_bytes: int) -> Fault:
    """Return 413 for a body over the limit; the rest of it is not read, so the connection ends."""
    message = f"The request body must not be larger than {limit_bytes} bytes."
    return Fault("RequestEntityTooLargeException", 413, message, close=True)


def body_timed_out() -> Fault:
    """Return 408 for a body that does not arrive."""
    return Fault("RequestTimeoutException", 408, "The request body did not arrive in time.", close=True)


def body_broken() -> Fault:
    """Return 400 for a body that ends before its declared length, or whose chunks are malformed."""
    return Fault("MalformedHttpRequestException", 400, "The request body is incomplete or malformed.", close=True)


def throttled(operation: Operation) -> Fault:
    """Return 429, or what the references' "Common errors" have, 400, for an operation whose model does not know the former (our choice).

    Nothing says that AWS sends Retry-After: the models have neither a member for it nor the trait ``retryable``.
    """
    if MODELLED["Throttled"] in operation.errors:
        return modelled("Throttled", RATE_EXCEEDED)
    return Fault("ThrottlingException", 400, RATE_EXCEEDED)


def service_unavailable() -> Fault:
    """Return 503: the store cannot be reached."""
    return modelled("ServiceUnavailable", "The service is currently unavailable.")


def service_failure() -> Fault:
    """Return 500: something is wrong that is not the client's doing."""
    return modelled("ServiceFailure", "The service encountered an unexpected error.")
