"""The voice profile domains family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from dialbook.contract.model import Operation, QueryParameter, Timestamp
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    CONFLICT,
    NOT_FOUND,
    RESOURCE_LIMIT_EXCEEDED,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    Arn,
    ClientRequestId,
    NonEmptyString256,
    ResultMax,
    TagList,
)

VoiceProfileDomainDescription = Annotated[str, Meta(min_length=0, max_length=1024)]
VoiceProfileDomainName = Annotated[str, Meta(min_length=1, max_length=256, pattern=r"(?a)\A(?:[a-zA-Z0-9 _.-]+)\Z")]


class CreateVoiceProfileDomainRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of CreateVoiceProfileDomain."""

    client_request_token: ClientRequestId | None = None
    description: VoiceProfileDomainDescription | None = None
    name: VoiceProfileDomainName
    server_side_encryption_configuration: ServerSideEncryptionConfiguration
    tags: TagList | None = None


class CreateVoiceProfileDomainResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of CreateVoiceProfileDomain."""

    voice_profile_domain: VoiceProfileDomain | None = None


class DeleteVoiceProfileDomainRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceProfileDomain."""

    voice_profile_domain_id: NonEmptyString256


class GetVoiceProfileDomainRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceProfileDomain."""

    voice_profile_domain_id: NonEmptyString256


class GetVoiceProfileDomainResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceProfileDomain."""

    voice_profile_domain: VoiceProfileDomain | None = None


class ListVoiceProfileDomainsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListVoiceProfileDomains."""

    max_results: ResultMax | None = None
    next_token: str | None = None


class ListVoiceProfileDomainsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListVoiceProfileDomains."""

    next_token: str | None = None
    voice_profile_domains: list[VoiceProfileDomainSummary] | None = None


class ServerSideEncryptionConfiguration(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A structure that contains the configuration settings for server-side encryption."""

    kms_key_arn: Arn


class UpdateVoiceProfileDomainRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateVoiceProfileDomain."""

    description: VoiceProfileDomainDescription | None = None
    name: VoiceProfileDomainName | None = None
    voice_profile_domain_id: NonEmptyString256


class UpdateVoiceProfileDomainResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of UpdateVoiceProfileDomain."""

    voice_profile_domain: VoiceProfileDomain | None = None


class VoiceProfileDomain(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A collection of voice profiles."""

    created_timestamp: Timestamp | None = None
    description: VoiceProfileDomainDescription | None = None
    name: VoiceProfileDomainName | None = None
    server_side_encryption_configuration: ServerSideEncryptionConfiguration | None = None
    updated_timestamp: Timestamp | None = None
    voice_profile_domain_arn: Arn | None = None
    voice_profile_domain_id: NonEmptyString256 | None = None


class VoiceProfileDomainSummary(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A high-level overview of a voice profile domain."""

    created_timestamp: Timestamp | None = None
    description: VoiceProfileDomainDescription | None = None
    name: VoiceProfileDomainName | None = None
    updated_timestamp: Timestamp | None = None
    voice_profile_domain_arn: Arn | None = None
    voice_profile_domain_id: NonEmptyString256 | None = None


OPERATIONS = (
    # Creates a voice profile domain, a collection of voice profiles, their voice prints, and encrypted enrollment audio.
    Operation(
        name="CreateVoiceProfileDomain",
        method="POST",
        path=("voice-profile-domains",),
        literal_query=(),
        status=201,
        request=CreateVoiceProfileDomainRequest,
        response=CreateVoiceProfileDomainResponse,
        query=(),
        body=("ClientRequestToken", "Description", "Name", "ServerSideEncryptionConfiguration", "Tags"),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, RESOURCE_LIMIT_EXCEEDED),
    ),
    # Deletes all voice profiles in the domain.
    Operation(
        name="DeleteVoiceProfileDomain",
        method="DELETE",
        path=("voice-profile-domains", "{VoiceProfileDomainId}"),
        literal_query=(),
        status=204,
        request=DeleteVoiceProfileDomainRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, NOT_FOUND),
    ),
    # Retrieves the details of the specified voice profile domain.
    Operation(
        name="GetVoiceProfileDomain",
        method="GET",
        path=("voice-profile-domains", "{VoiceProfileDomainId}"),
        literal_query=(),
        status=200,
        request=GetVoiceProfileDomainRequest,
        response=GetVoiceProfileDomainResponse,
        query=(),
        body=(),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
    # Lists the specified voice profile domains in the administrator's AWS account.
    Operation(
        name="ListVoiceProfileDomains",
        method="GET",
        path=("voice-profile-domains",),
        literal_query=(),
        status=200,
        request=ListVoiceProfileDomainsRequest,
        response=ListVoiceProfileDomainsResponse,
        query=(
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
        ),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Updates the settings for the specified voice profile domain.
    Operation(
        name="UpdateVoiceProfileDomain",
        method="PUT",
        path=("voice-profile-domains", "{VoiceProfileDomainId}"),
        literal_query=(),
        status=200,
        request=UpdateVoiceProfileDomainRequest,
        response=UpdateVoiceProfileDomainResponse,
        query=(),
        body=("Description", "Name"),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
)
