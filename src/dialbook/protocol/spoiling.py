"""Answers that somebody has ordered instead of the service's: its own errors, a load balancer's, and what breaks off."""

from __future__ import annotations

from http import HTTPStatus

import msgspec

from dialbook.contract.model import Namespace
from dialbook.protocol import encode
from dialbook.protocol.faults import MODELLED, Fault, modelled
from dialbook.protocol.messages import BEFORE_HEAD, Response

CODES = {shape.name: code for code, shape in MODELLED.items()}
OWN_STATUSES = {500: "ServiceFailure", 503: "ServiceUnavailable"}
"""What the service answers itself; the other 5xx come from what stands before it."""
DROPPED = Response(0, [], b"", cut=BEFORE_HEAD)
"""No answer at all, which has no status either."""

# What the models say of each error, but for the throttled one: there it is what the service was seen to say (BEHAVIOUR.md 4).
SENTENCES: dict[str, str] = {
    "AccessDenied": "You don't have the permissions needed to run this action.",
    "BadRequest": "The input parameters don't match the service's restrictions.",
    "Conflict": "Multiple instances of the same request were made simultaneously.",
    "Forbidden": "The client is permanently forbidden from making the request.",
    "Gone": "Access to the target resource is no longer available at the origin server. This condition is likely to be permanent.",
    "NotFound": "The requested resource couldn't be found.",
    "ResourceLimitExceeded": "The request exceeds the resource limit.",
    "ServiceFailure": "The service encountered an unexpected error.",
    "ServiceUnavailable": "The service is currently unavailable.",
    "Throttled": "Rate exceeded",
    "Unauthorized": "The client isn't authorized to request a resource.",
    "Unprocessable": "A well-formed request couldn't be followed due to semantic errors.",
}
OLDER_SENTENCES = SENTENCES | {
    "AccessDenied": "You don't have permissions to perform the requested operation.",
    "Conflict": "The request could not be processed because of conflict in the current state of the resource.",
    "NotFound": "One or more of the resources in the request does not exist in the system.",
    "Unauthorized": "The client is not currently authorized to make the request.",
    "Unprocessable": "The request was well-formed but was unable to be followed due to semantic errors.",
}


def own_error(code: str, namespace: Namespace, message: str | None, retry_after: int | None) -> Fault:
    """Return an error of the service, with its usual sentence unless there is another.

    Where it is said when to come again, it is said twice: ``x-amz-retry-after``, in milliseconds, is what AWS's own SDKs read.
    """
    usual = OLDER_SENTENCES if namespace == "chime" else SENTENCES
    fault = modelled(code, message or usual[code])
    if retry_after is not None:
        fault.headers = [
            (b"retry-after", str(retry_after).encode()),
            (b"x-amz-retry-after", str(retry_after * 1000).encode()),
        ]
    return fault


def status_answer(
    status: int, namespace: Namespace, message: str | None, retry_after: int | None, request_id: str
) -> Response:
    """Return the answer with a 5xx status: the service's own, or the page of AWS's load balancer, which knows no request id."""
    if status in OWN_STATUSES:
        return encode.failure(own_error(OWN_STATUSES[status], namespace, message, retry_after), request_id)
    known = status in HTTPStatus._value2member_map_
    title = f"{status} {HTTPStatus(status).phrase}" if known else str(status)
    page = f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"
    return Response(status, [(b"server", b"awselb/2.0"), (b"content-type", b"text/html")], page.encode())


def cut_off(answer: Response, after_bytes: int) -> Response:
    """Return the answer without its end, at least without its last byte; one that has no body is dropped instead."""
    if not answer.body:
        return DROPPED
    return msgspec.structs.replace(answer, cut=min(after_bytes, len(answer.body) - 1))
