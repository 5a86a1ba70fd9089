"""Every way in which a caller is turned away: the error's name, its status and the sentence that says why."""

from __future__ import annotations

from typing import Final

# "Common errors" of the Chime references contradict each other on statuses; 403 throughout is what AWS's rest-json
# front ends answer, and what our behaviour notes settle on.
_FORBIDDEN: Final = 403

# The wordings are AWS's where AWS has one for the case, without the values that AWS repeats at their end: a message
# names the member and the rule.
NO_CREDENTIAL: Final = "Missing Authentication Token"
BOTH_FORMS: Final = (
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization header "
    "should be specified"
)
UNSUPPORTED_ALGORITHM: Final = "The signing algorithm must be AWS4-HMAC-SHA256."
MALFORMED_HEADER: Final = (
    "Authorization header must be 'AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...' with each "
    "parameter once."
)
NO_DATE: Final = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
MALFORMED_DATE: Final = "Date must be in ISO-8601 'basic format', such as 20150830T123600Z."
MALFORMED_CREDENTIAL: Final = (
    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, and a well-formed "
    "key id and region."
)
REPEATED_PARAMETER: Final = "AWS query-string parameters must each be given once."
WRONG_TERMINATOR: Final = "Credential should be scoped with a valid terminator: 'aws4_request'."
WRONG_DAY: Final = "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP."
HOST_NOT_SIGNED: Final = "'Host' must be a 'SignedHeader' in the AWS Authorization."
DATE_NOT_SIGNED: Final = (
    "'Date' must be a 'SignedHeader' in the AWS Authorization when there is no 'X-Amz-Date' header."
)
HEADERS_NOT_SIGNED: Final = "There were headers present in the request which were not signed"
SIGNED_HEADER_MISSING: Final = "A header named in 'SignedHeaders' is missing from the request."
WRONG_BODY_HASH: Final = "The provided 'x-amz-content-sha256' header does not match what was computed."
WRONG_SIGNATURE: Final = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)


class Denial(Exception):  # noqa: N818 - it is an answer to the caller, not a fault of ours
    """Turn a caller away before any operation is reached.

    ``type`` is the error's name on the wire, ``status`` the HTTP status, ``message`` a sentence for the caller.
    """

    def __init__(self, kind: str, message: str, status: int = _FORBIDDEN) -> None:
        """Keep the three parts of the answer."""
        super().__init__(message)
        self.type: Final = kind
        self.status: Final = status
        self.message: Final = message


def missing_token() -> Denial:
    """Say that the request carries no signature at all."""
    return Denial("MissingAuthenticationTokenException", NO_CREDENTIAL)


def incomplete(message: str) -> Denial:
    """Say that the signature cannot be read."""
    return Denial("IncompleteSignatureException", message)


def invalid(message: str = WRONG_SIGNATURE) -> Denial:
    """Say that the signature can be read and does not hold."""
    return Denial("InvalidSignatureException", message)


def unrecognized() -> Denial:
    """Say that the key is not one of ours, is revoked, or that its session token does not fit."""
    return Denial("UnrecognizedClientException", "The security token included in the request is invalid.")


def expired_token() -> Denial:
    """Say that a temporary key has had its time."""
    return Denial("ExpiredTokenException", "The security token included in the request is expired")
