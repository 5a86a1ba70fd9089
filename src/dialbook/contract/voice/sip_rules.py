"""The sip rules family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated, Literal

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
    NextTokenString,
    NonEmptyString,
    ResultMax,
)

SipApplicationPriority = Annotated[int, Meta(ge=1, le=2147483647)]
SipRuleName = Annotated[str, Meta(min_length=1, max_length=256, pattern=r"(?a)\A(?:[a-zA-Z0-9 _.-]+)\Z")]
SipRuleTriggerType = Literal["ToPhoneNumber", "RequestUriHostname"]


class CreateSipRuleRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of CreateSipRule."""

    disabled: bool | None = None
    name: SipRuleName
    target_applications: SipRuleTargetApplicationList
    trigger_type: SipRuleTriggerType
    trigger_value: NonEmptyString


class CreateSipRuleResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of CreateSipRule."""

    sip_rule: SipRule | None = None


class DeleteSipRuleRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteSipRule."""

    sip_rule_id: NonEmptyString


class GetSipRuleRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetSipRule."""

    sip_rule_id: NonEmptyString


class GetSipRuleResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetSipRule."""

    sip_rule: SipRule | None = None


class ListSipRulesRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListSipRules."""

    max_results: ResultMax | None = None
    next_token: NextTokenString | None = None
    sip_media_application_id: NonEmptyString | None = None


class ListSipRulesResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListSipRules."""

    next_token: NextTokenString | None = None
    sip_rules: list[SipRule] | None = None


class SipRule(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The details of a SIP rule, including name, triggers, and target applications."""

    created_timestamp: Timestamp | None = None
    disabled: bool | None = None
    name: SipRuleName | None = None
    sip_rule_id: NonEmptyString | None = None
    target_applications: SipRuleTargetApplicationList | None = None
    trigger_type: SipRuleTriggerType | None = None
    trigger_value: NonEmptyString | None = None
    updated_timestamp: Timestamp | None = None


class SipRuleTargetApplication(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A target SIP media application and other details, such as priority and AWS Region, to be specified in the SIP rule."""

    aws_region: str | None = None
    priority: SipApplicationPriority | None = None
    sip_media_application_id: NonEmptyString | None = None


class UpdateSipRuleRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateSipRule."""

    disabled: bool | None = None
    name: SipRuleName
    sip_rule_id: NonEmptyString
    target_applications: SipRuleTargetApplicationList | None = None


class UpdateSipRuleResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of UpdateSipRule."""

    sip_rule: SipRule | None = None


SipRuleTargetApplicationList = Annotated[list[SipRuleTargetApplication], Meta(min_length=1, max_length=25)]
OPERATIONS = (
    # Creates a SIP rule, which can be used to run a SIP media application as a target for a specific trigger type.
    Operation(
        name="CreateSipRule",
        method="POST",
        path=("sip-rules",),
        literal_query=(),
        status=201,
        request=CreateSipRuleRequest,
        response=CreateSipRuleResponse,
        query=(),
        body=("Disabled", "Name", "TargetApplications", "TriggerType", "TriggerValue"),
        errors=(*USUAL, ACCESS_DENIED, CONFLICT, RESOURCE_LIMIT_EXCEEDED),
    ),
    # Deletes a SIP rule.
    Operation(
        name="DeleteSipRule",
        method="DELETE",
        path=("sip-rules", "{SipRuleId}"),
        literal_query=(),
        status=204,
        request=DeleteSipRuleRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, CONFLICT, NOT_FOUND),
    ),
    # Retrieves the details of a SIP rule, such as the rule ID, name, triggers, and target endpoints.
    Operation(
        name="GetSipRule",
        method="GET",
        path=("sip-rules", "{SipRuleId}"),
        literal_query=(),
        status=200,
        request=GetSipRuleRequest,
        response=GetSipRuleResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Lists the SIP rules under the administrator's AWS account.
    Operation(
        name="ListSipRules",
        method="GET",
        path=("sip-rules",),
        literal_query=(),
        status=200,
        request=ListSipRulesRequest,
        response=ListSipRulesResponse,
        query=(
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
            QueryParameter("sip-media-application", "SipMediaApplicationId", "string"),
        ),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Updates the details of the specified SIP rule.
    Operation(
        name="UpdateSipRule",
        method="PUT",
        path=("sip-rules", "{SipRuleId}"),
        literal_query=(),
        status=202,
        request=UpdateSipRuleRequest,
        response=UpdateSipRuleResponse,
        query=(),
        body=("Disabled", "Name", "TargetApplications"),
        errors=(*USUAL, CONFLICT, NOT_FOUND, RESOURCE_LIMIT_EXCEEDED),
    ),
)
