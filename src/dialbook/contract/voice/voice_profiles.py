"""The voice profiles family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from msgspec import Struct

from dialbook.contract.model import Operation, QueryParameter, Timestamp
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    CONFLICT,
    GONE,
    NOT_FOUND,
    RESOURCE_LIMIT_EXCEEDED,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    Arn,
    NonEmptyString256,
    ResultMax,
)


class CreateVoiceProfileRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of CreateVoiceProfile."""

    speaker_search_task_id: NonEmptyString256


class CreateVoiceProfileResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of CreateVoiceProfile."""

    voice_profile: VoiceProfile | None = None


class DeleteVoiceProfileRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceProfile."""

    voice_profile_id: NonEmptyString256


class GetVoiceProfileRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceProfile."""

    voice_profile_id: NonEmptyString256


class GetVoiceProfileResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceProfile."""

    voice_profile: VoiceProfile | None = None


class ListVoiceProfilesRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListVoiceProfiles."""

    max_results: ResultMax | None = None
    next_token: str | None = None
    voice_profile_domain_id: NonEmptyString256


class ListVoiceProfilesResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListVoiceProfiles."""

    next_token: str | None = None
    voice_profiles: list[VoiceProfileSummary] | None = None


class UpdateVoiceProfileRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateVoiceProfile."""

    speaker_search_task_id: NonEmptyString256
    voice_profile_id: NonEmptyString256


class UpdateVoiceProfileResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of UpdateVoiceProfile."""

    voice_profile: VoiceProfile | None = None


class VoiceProfile(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The combination of a voice print and caller ID."""

    created_timestamp: Timestamp | None = None
    expiration_timestamp: Timestamp | None = None
    updated_timestamp: Timestamp | None = None
    voice_profile_arn: Arn | None = None
    voice_profile_domain_id: NonEmptyString256 | None = None
    voice_profile_id: NonEmptyString256 | None = None


class VoiceProfileSummary(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A high-level summary of a voice profile."""

    created_timestamp: Timestamp | None = None
    expiration_timestamp: Timestamp | None = None
    updated_timestamp: Timestamp | None = None
    voice_profile_arn: Arn | None = None
    voice_profile_domain_id: NonEmptyString256 | None = None
    voice_profile_id: NonEmptyString256 | None = None


OPERATIONS = (
    # Creates a voice profile, which consists of an enrolled user and their latest voice print.
    Operation(
        name="CreateVoiceProfile",
        method="POST",
        path=("voice-profiles",),
        literal_query=(),
        status=201,
        request=CreateVoiceProfileRequest,
        response=CreateVoiceProfileResponse,
        query=(),
        body=("SpeakerSearchTaskId",),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, GONE, NOT_FOUND, RESOURCE_LIMIT_EXCEEDED),
    ),
    # Deletes a voice profile, including its voice print and enrollment data.
    Operation(
        name="DeleteVoiceProfile",
        method="DELETE",
        path=("voice-profiles", "{VoiceProfileId}"),
        literal_query=(),
        status=204,
        request=DeleteVoiceProfileRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, NOT_FOUND),
    ),
    # Retrieves the details of the specified voice profile.
    Operation(
        name="GetVoiceProfile",
        method="GET",
        path=("voice-profiles", "{VoiceProfileId}"),
        literal_query=(),
        status=200,
        request=GetVoiceProfileRequest,
        response=GetVoiceProfileResponse,
        query=(),
        body=(),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
    # Lists the voice profiles in a voice profile domain.
    Operation(
        name="ListVoiceProfiles",
        method="GET",
        path=("voice-profiles",),
        literal_query=(),
        status=200,
        request=ListVoiceProfilesRequest,
        response=ListVoiceProfilesResponse,
        query=(
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
            QueryParameter("voice-profile-domain-id", "VoiceProfileDomainId", "string"),
        ),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Updates the specified voice profile’s voice print and refreshes its expiration timestamp.
    Operation(
        name="UpdateVoiceProfile",
        method="PUT",
        path=("voice-profiles", "{VoiceProfileId}"),
        literal_query=(),
        status=200,
        request=UpdateVoiceProfileRequest,
        response=UpdateVoiceProfileResponse,
        query=(),
        body=("SpeakerSearchTaskId",),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, GONE, NOT_FOUND),
    ),
)
