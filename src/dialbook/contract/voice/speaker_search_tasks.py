"""The speaker search tasks family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from dialbook.contract.model import Operation, Timestamp
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    CONFLICT,
    GONE,
    NOT_FOUND,
    RESOURCE_LIMIT_EXCEEDED,
    UNPROCESSABLE_ENTITY,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    CallDetails,
    ClientRequestId,
    NonEmptyString,
    NonEmptyString256,
    VoiceConnectorId,
)

CallLegType = Literal["Caller", "Callee"]
ConfidenceScore = Annotated[float, Meta(ge=0, le=1)]


class GetSpeakerSearchTaskRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetSpeakerSearchTask."""

    speaker_search_task_id: NonEmptyString256
    voice_connector_id: VoiceConnectorId


class GetSpeakerSearchTaskResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetSpeakerSearchTask."""

    speaker_search_task: SpeakerSearchTask | None = None


class SpeakerSearchDetails(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The details of a speaker search task."""

    results: list[SpeakerSearchResult] | None = None
    voiceprint_generation_status: NonEmptyString256 | None = None


class SpeakerSearchResult(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The result of a speaker search analysis."""

    confidence_score: ConfidenceScore | None = None
    voice_profile_id: NonEmptyString256 | None = None


class SpeakerSearchTask(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A representation of an asynchronous request to perform speaker search analysis on a Voice Connector call."""

    call_details: CallDetails | None = None
    created_timestamp: Timestamp | None = None
    speaker_search_details: SpeakerSearchDetails | None = None
    speaker_search_task_id: NonEmptyString256 | None = None
    speaker_search_task_status: NonEmptyString | None = None
    started_timestamp: Timestamp | None = None
    status_message: str | None = None
    updated_timestamp: Timestamp | None = None


class StartSpeakerSearchTaskRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of StartSpeakerSearchTask."""

    call_leg: CallLegType | None = None
    client_request_token: ClientRequestId | None = None
    transaction_id: NonEmptyString256
    voice_connector_id: VoiceConnectorId
    voice_profile_domain_id: NonEmptyString256


class StartSpeakerSearchTaskResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of StartSpeakerSearchTask."""

    speaker_search_task: SpeakerSearchTask | None = None


class StopSpeakerSearchTaskRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of StopSpeakerSearchTask."""

    speaker_search_task_id: NonEmptyString256
    voice_connector_id: VoiceConnectorId


OPERATIONS = (
    # Retrieves the details of the specified speaker search task.
    Operation(
        name="GetSpeakerSearchTask",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "speaker-search-tasks", "{SpeakerSearchTaskId}"),
        literal_query=(),
        status=200,
        request=GetSpeakerSearchTaskRequest,
        response=GetSpeakerSearchTaskResponse,
        query=(),
        body=(),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, NOT_FOUND),
    ),
    # Starts a speaker search task.
    Operation(
        name="StartSpeakerSearchTask",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}", "speaker-search-tasks"),
        literal_query=(),
        status=201,
        request=StartSpeakerSearchTaskRequest,
        response=StartSpeakerSearchTaskResponse,
        query=(),
        body=("CallLeg", "ClientRequestToken", "TransactionId", "VoiceProfileDomainId"),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, GONE, NOT_FOUND, RESOURCE_LIMIT_EXCEEDED, UNPROCESSABLE_ENTITY),
    ),
    # Stops a speaker search task.
    Operation(
        name="StopSpeakerSearchTask",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}", "speaker-search-tasks", "{SpeakerSearchTaskId}"),
        literal_query=(("operation", "stop"),),
        status=204,
        request=StopSpeakerSearchTaskRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, NOT_FOUND, UNPROCESSABLE_ENTITY),
    ),
)
