"""The sip media applications family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

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
    E164PhoneNumber,
    GuidString,
    NextTokenString,
    NonEmptyString,
    ResultMax,
    SensitiveString,
    TagList,
)

AlexaSkillId = Annotated[
    str,
    Meta(
        max_length=64, pattern=r"(?a)\A(?:amzn1\.application-oa2-client\.[0-9a-fA-F]{32})\Z", extra={"sensitive": True}
    ),
]
AlexaSkillStatus = Literal["ACTIVE", "INACTIVE"]
FunctionArn = Annotated[
    str,
    Meta(
        max_length=10000,
        pattern=r"(?a)\A(?:arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?)\Z",
        extra={"sensitive": True},
    ),
]
SipMediaApplicationName = Annotated[str, Meta(min_length=1, max_length=256, pattern=r"(?a)\A(?:[a-zA-Z0-9 _.-]+)\Z")]
AlexaSkillIdList = Annotated[list[AlexaSkillId], Meta(min_length=1, max_length=1)]
SMACreateCallArgumentsMap = Annotated[dict[SensitiveString, SensitiveString], Meta(min_length=0, max_length=20)]
SMAUpdateCallArgumentsMap = Annotated[dict[SensitiveString, SensitiveString], Meta(min_length=0, max_length=20)]
SipHeadersMap = Annotated[dict[SensitiveString, SensitiveString], Meta(min_length=0, max_length=20)]


class CreateSipMediaApplicationCallRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of CreateSipMediaApplicationCall."""

    arguments_map: SMACreateCallArgumentsMap | None = None
    from_phone_number: E164PhoneNumber
    sip_headers: SipHeadersMap | None = None
    sip_media_application_id: NonEmptyString
    to_phone_number: E164PhoneNumber


class CreateSipMediaApplicationCallResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of CreateSipMediaApplicationCall."""

    sip_media_application_call: SipMediaApplicationCall | None = None


class CreateSipMediaApplicationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of CreateSipMediaApplication."""

    aws_region: str
    endpoints: SipMediaApplicationEndpointList
    name: SipMediaApplicationName
    tags: TagList | None = None


class CreateSipMediaApplicationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of CreateSipMediaApplication."""

    sip_media_application: SipMediaApplication | None = None


class DeleteSipMediaApplicationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteSipMediaApplication."""

    sip_media_application_id: NonEmptyString


class GetSipMediaApplicationAlexaSkillConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetSipMediaApplicationAlexaSkillConfiguration."""

    sip_media_application_id: NonEmptyString


class GetSipMediaApplicationAlexaSkillConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetSipMediaApplicationAlexaSkillConfiguration."""

    sip_media_application_alexa_skill_configuration: SipMediaApplicationAlexaSkillConfiguration | None = None


class GetSipMediaApplicationLoggingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetSipMediaApplicationLoggingConfiguration."""

    sip_media_application_id: NonEmptyString


class GetSipMediaApplicationLoggingConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetSipMediaApplicationLoggingConfiguration."""

    sip_media_application_logging_configuration: SipMediaApplicationLoggingConfiguration | None = None


class GetSipMediaApplicationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetSipMediaApplication."""

    sip_media_application_id: NonEmptyString


class GetSipMediaApplicationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetSipMediaApplication."""

    sip_media_application: SipMediaApplication | None = None


class ListSipMediaApplicationsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListSipMediaApplications."""

    max_results: ResultMax | None = None
    next_token: NextTokenString | None = None


class ListSipMediaApplicationsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListSipMediaApplications."""

    next_token: NextTokenString | None = None
    sip_media_applications: list[SipMediaApplication] | None = None


class PutSipMediaApplicationAlexaSkillConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutSipMediaApplicationAlexaSkillConfiguration."""

    sip_media_application_alexa_skill_configuration: SipMediaApplicationAlexaSkillConfiguration | None = None
    sip_media_application_id: NonEmptyString


class PutSipMediaApplicationAlexaSkillConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of PutSipMediaApplicationAlexaSkillConfiguration."""

    sip_media_application_alexa_skill_configuration: SipMediaApplicationAlexaSkillConfiguration | None = None


class PutSipMediaApplicationLoggingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutSipMediaApplicationLoggingConfiguration."""

    sip_media_application_id: NonEmptyString
    sip_media_application_logging_configuration: SipMediaApplicationLoggingConfiguration | None = None


class PutSipMediaApplicationLoggingConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of PutSipMediaApplicationLoggingConfiguration."""

    sip_media_application_logging_configuration: SipMediaApplicationLoggingConfiguration | None = None


class SipMediaApplication(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The details of the SIP media application, including name and endpoints."""

    aws_region: str | None = None
    created_timestamp: Timestamp | None = None
    endpoints: SipMediaApplicationEndpointList | None = None
    name: SipMediaApplicationName | None = None
    sip_media_application_arn: NonEmptyString | None = None
    sip_media_application_id: NonEmptyString | None = None
    updated_timestamp: Timestamp | None = None


class SipMediaApplicationAlexaSkillConfiguration(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The Alexa Skill configuration of a SIP media application."""

    alexa_skill_ids: AlexaSkillIdList
    alexa_skill_status: AlexaSkillStatus


class SipMediaApplicationCall(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A Call instance for a SIP media application."""

    transaction_id: GuidString | None = None


class SipMediaApplicationEndpoint(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The endpoint assigned to a SIP media application."""

    lambda_arn: FunctionArn | None = None


class SipMediaApplicationLoggingConfiguration(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The logging configuration of a SIP media application."""

    enable_sip_media_application_message_logs: bool | None = None


class UpdateSipMediaApplicationCallRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateSipMediaApplicationCall."""

    arguments: SMAUpdateCallArgumentsMap
    sip_media_application_id: NonEmptyString
    transaction_id: NonEmptyString


class UpdateSipMediaApplicationCallResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of UpdateSipMediaApplicationCall."""

    sip_media_application_call: SipMediaApplicationCall | None = None


class UpdateSipMediaApplicationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateSipMediaApplication."""

    endpoints: SipMediaApplicationEndpointList | None = None
    name: SipMediaApplicationName | None = None
    sip_media_application_id: NonEmptyString


class UpdateSipMediaApplicationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of UpdateSipMediaApplication."""

    sip_media_application: SipMediaApplication | None = None


SipMediaApplicationEndpointList = Annotated[list[SipMediaApplicationEndpoint], Meta(min_length=1, max_length=1)]
OPERATIONS = (
    # Creates a SIP media application.
    Operation(
        name="CreateSipMediaApplication",
        method="POST",
        path=("sip-media-applications",),
        literal_query=(),
        status=201,
        request=CreateSipMediaApplicationRequest,
        response=CreateSipMediaApplicationResponse,
        query=(),
        body=("AwsRegion", "Endpoints", "Name", "Tags"),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, RESOURCE_LIMIT_EXCEEDED),
    ),
    # Creates an outbound call to a phone number from the phone number specified in the request, and it invokes the endpoint of the specified sipMediaApplicationId.
    Operation(
        name="CreateSipMediaApplicationCall",
        method="POST",
        path=("sip-media-applications", "{SipMediaApplicationId}", "calls"),
        literal_query=(),
        status=201,
        request=CreateSipMediaApplicationCallRequest,
        response=CreateSipMediaApplicationCallResponse,
        query=(),
        body=("ArgumentsMap", "FromPhoneNumber", "SipHeaders", "ToPhoneNumber"),
        errors=(*USUAL, ACCESS_DENIED, RESOURCE_LIMIT_EXCEEDED),
    ),
    # Deletes a SIP media application.
    Operation(
        name="DeleteSipMediaApplication",
        method="DELETE",
        path=("sip-media-applications", "{SipMediaApplicationId}"),
        literal_query=(),
        status=204,
        request=DeleteSipMediaApplicationRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, CONFLICT, NOT_FOUND),
    ),
    # Retrieves the information for a SIP media application, including name, AWS Region, and endpoints.
    Operation(
        name="GetSipMediaApplication",
        method="GET",
        path=("sip-media-applications", "{SipMediaApplicationId}"),
        literal_query=(),
        status=200,
        request=GetSipMediaApplicationRequest,
        response=GetSipMediaApplicationResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Gets the Alexa Skill configuration for the SIP media application.
    Operation(
        name="GetSipMediaApplicationAlexaSkillConfiguration",
        method="GET",
        path=("sip-media-applications", "{SipMediaApplicationId}", "alexa-skill-configuration"),
        literal_query=(),
        status=200,
        request=GetSipMediaApplicationAlexaSkillConfigurationRequest,
        response=GetSipMediaApplicationAlexaSkillConfigurationResponse,
        query=(),
        body=(),
        errors=(*USUAL, GONE, NOT_FOUND),
    ),
    # Retrieves the logging configuration for the specified SIP media application.
    Operation(
        name="GetSipMediaApplicationLoggingConfiguration",
        method="GET",
        path=("sip-media-applications", "{SipMediaApplicationId}", "logging-configuration"),
        literal_query=(),
        status=200,
        request=GetSipMediaApplicationLoggingConfigurationRequest,
        response=GetSipMediaApplicationLoggingConfigurationResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Lists the SIP media applications under the administrator's AWS account.
    Operation(
        name="ListSipMediaApplications",
        method="GET",
        path=("sip-media-applications",),
        literal_query=(),
        status=200,
        request=ListSipMediaApplicationsRequest,
        response=ListSipMediaApplicationsResponse,
        query=(
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
        ),
        body=(),
        errors=(*USUAL,),
    ),
    # Updates the Alexa Skill configuration for the SIP media application.
    Operation(
        name="PutSipMediaApplicationAlexaSkillConfiguration",
        method="PUT",
        path=("sip-media-applications", "{SipMediaApplicationId}", "alexa-skill-configuration"),
        literal_query=(),
        status=200,
        request=PutSipMediaApplicationAlexaSkillConfigurationRequest,
        response=PutSipMediaApplicationAlexaSkillConfigurationResponse,
        query=(),
        body=("SipMediaApplicationAlexaSkillConfiguration",),
        errors=(*USUAL, GONE, NOT_FOUND),
    ),
    # Updates the logging configuration for the specified SIP media application.
    Operation(
        name="PutSipMediaApplicationLoggingConfiguration",
        method="PUT",
        path=("sip-media-applications", "{SipMediaApplicationId}", "logging-configuration"),
        literal_query=(),
        status=200,
        request=PutSipMediaApplicationLoggingConfigurationRequest,
        response=PutSipMediaApplicationLoggingConfigurationResponse,
        query=(),
        body=("SipMediaApplicationLoggingConfiguration",),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Updates the details of the specified SIP media application.
    Operation(
        name="UpdateSipMediaApplication",
        method="PUT",
        path=("sip-media-applications", "{SipMediaApplicationId}"),
        literal_query=(),
        status=200,
        request=UpdateSipMediaApplicationRequest,
        response=UpdateSipMediaApplicationResponse,
        query=(),
        body=("Endpoints", "Name"),
        errors=(*USUAL, CONFLICT, NOT_FOUND),
    ),
    # Invokes the AWS Lambda function associated with the SIP media application and transaction ID in an update request.
    Operation(
        name="UpdateSipMediaApplicationCall",
        method="POST",
        path=("sip-media-applications", "{SipMediaApplicationId}", "calls", "{TransactionId}"),
        literal_query=(),
        status=202,
        request=UpdateSipMediaApplicationCallRequest,
        response=UpdateSipMediaApplicationCallResponse,
        query=(),
        body=("Arguments",),
        errors=(*USUAL, NOT_FOUND, RESOURCE_LIMIT_EXCEEDED),
    ),
)
