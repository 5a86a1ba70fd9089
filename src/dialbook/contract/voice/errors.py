"""The errors of chime-sdk-voice with their status.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from dialbook.contract.model import ErrorShape

ACCESS_DENIED = ErrorShape("AccessDeniedException", 403)
BAD_REQUEST = ErrorShape("BadRequestException", 400)
CONFLICT = ErrorShape("ConflictException", 409)
FORBIDDEN = ErrorShape("ForbiddenException", 403)
GONE = ErrorShape("GoneException", 410)
NOT_FOUND = ErrorShape("NotFoundException", 404)
RESOURCE_LIMIT_EXCEEDED = ErrorShape("ResourceLimitExceededException", 400)
SERVICE_FAILURE = ErrorShape("ServiceFailureException", 500)
SERVICE_UNAVAILABLE = ErrorShape("ServiceUnavailableException", 503)
THROTTLED_CLIENT = ErrorShape("ThrottledClientException", 429)
UNAUTHORIZED_CLIENT = ErrorShape("UnauthorizedClientException", 401)
UNPROCESSABLE_ENTITY = ErrorShape("UnprocessableEntityException", 422)

USUAL = (BAD_REQUEST, FORBIDDEN, SERVICE_FAILURE, SERVICE_UNAVAILABLE, THROTTLED_CLIENT, UNAUTHORIZED_CLIENT)
"""What nearly every operation may answer."""
