"""The voice tone analysis tasks family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from dialbook.contract.model import Operation, QueryParameter, Timestamp
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

LanguageCode = Literal["en-US"]


class GetVoiceToneAnalysisTaskRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceToneAnalysisTask."""

    is_caller: bool
    voice_connector_id: VoiceConnectorId
    voice_tone_analysis_task_id: NonEmptyString256


class GetVoiceToneAnalysisTaskResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceToneAnalysisTask."""

    voice_tone_analysis_task: VoiceToneAnalysisTask | None = None


class StartVoiceToneAnalysisTaskRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of StartVoiceToneAnalysisTask."""

    client_request_token: ClientRequestId | None = None
    language_code: LanguageCode
    transaction_id: NonEmptyString256
    voice_connector_id: VoiceConnectorId


class StartVoiceToneAnalysisTaskResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of StartVoiceToneAnalysisTask."""

    voice_tone_analysis_task: VoiceToneAnalysisTask | None = None


class StopVoiceToneAnalysisTaskRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of StopVoiceToneAnalysisTask."""

    voice_connector_id: VoiceConnectorId
    voice_tone_analysis_task_id: NonEmptyString256


class VoiceToneAnalysisTask(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A representation of an asynchronous request to perform voice tone analysis on a Voice Connector call."""

    call_details: CallDetails | None = None
    created_timestamp: Timestamp | None = None
    started_timestamp: Timestamp | None = None
    status_message: str | None = None
    updated_timestamp: Timestamp | None = None
    voice_tone_analysis_task_id: NonEmptyString256 | None = None
    voice_tone_analysis_task_status: NonEmptyString | None = None


OPERATIONS = (
    # Retrieves the details of a voice tone analysis task.
    Operation(
        name="GetVoiceToneAnalysisTask",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "voice-tone-analysis-tasks", "{VoiceToneAnalysisTaskId}"),
        literal_query=(),
        status=200,
        request=GetVoiceToneAnalysisTaskRequest,
        response=GetVoiceToneAnalysisTaskResponse,
        query=(QueryParameter("isCaller", "IsCaller", "boolean"),),
        body=(),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, NOT_FOUND),
    ),
    # Starts a voice tone analysis task.
    Operation(
        name="StartVoiceToneAnalysisTask",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}", "voice-tone-analysis-tasks"),
        literal_query=(),
        status=201,
        request=StartVoiceToneAnalysisTaskRequest,
        response=StartVoiceToneAnalysisTaskResponse,
        query=(),
        body=("ClientRequestToken", "LanguageCode", "TransactionId"),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, GONE, NOT_FOUND, RESOURCE_LIMIT_EXCEEDED, UNPROCESSABLE_ENTITY),
    ),
    # Stops a voice tone analysis task.
    Operation(
        name="StopVoiceToneAnalysisTask",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}", "voice-tone-analysis-tasks", "{VoiceToneAnalysisTaskId}"),
        literal_query=(("operation", "stop"),),
        status=204,
        request=StopVoiceToneAnalysisTaskRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, NOT_FOUND, UNPROCESSABLE_ENTITY),
    ),
)
