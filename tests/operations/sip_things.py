"""SIP media applications, SIP rules, and what they are for."""

from __future__ import annotations

from typing import Any

from dialbook.domain.sip import SipRule, SipRuleTarget
from dialbook.domain.voice_connectors import VoiceConnector
from running import ACCOUNT, RunningServer

NUMBER = "+12065550100"
CONNECTOR = "abcdef1ghij2klmno3pqr4"
HOST = f"{CONNECTOR}.voiceconnector.chime.aws"
UNKNOWN = "00000000-0000-4000-8000-000000000001"
OTHER = "999999999999"


def endpoint(region: str = "us-east-1", function: str = "answer") -> dict[str, str]:
    """Return an endpoint of an application in this region."""
    return {"LambdaArn": f"arn:aws:lambda:{region}:123456789012:function:{function}"}


def new_application(client: Any, region: str = "us-east-1", name: str = "Menu", **parameters: Any) -> dict[str, Any]:
    """Create a SIP media application and return it."""
    created: dict[str, Any] = client.create_sip_media_application(
        AwsRegion=region, Name=name, Endpoints=[endpoint(region)], **parameters
    )["SipMediaApplication"]
    return created


def target(application: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return an application as the target of a rule."""
    given = {"SipMediaApplicationId": application["SipMediaApplicationId"], "Priority": 1}
    return given | {"AwsRegion": application["AwsRegion"]} | members


def trigger(value: str = HOST) -> dict[str, str]:
    """Return what a rule is for: a host, or a number."""
    return {"TriggerType": "RequestUriHostname" if value.endswith("aws") else "ToPhoneNumber", "TriggerValue": value}


def new_rule(client: Any, *applications: dict[str, Any], value: str = HOST, **parameters: Any) -> dict[str, Any]:
    """Create a SIP rule and return it."""
    given = {"Name": "Rule", "TargetApplications": [target(application) for application in applications]}
    created: dict[str, Any] = client.create_sip_rule(**(given | trigger(value) | parameters))["SipRule"]
    return created


def add_connector(server: RunningServer, account: str = ACCOUNT, connector_id: str = CONNECTOR) -> VoiceConnector:
    """Put a voice connector into the store."""
    now = server.clock.now()
    connector = VoiceConnector(
        account=account,
        voice_connector_id=connector_id,
        name="Trunk",
        aws_region="us-east-1",
        require_encryption=True,
        created_at=now,
        updated_at=now,
    )
    server.store(lambda tx: tx.put(connector))
    return connector


def add_dial_in_number(server: RunningServer, e164: str = NUMBER, **members: Any) -> None:
    """Put a number into the inventory that a rule can be for."""
    server.add_number(e164, product_type="SipMediaApplicationDialIn", **members)


def links(server: RunningServer) -> set[tuple[str, str, bool]]:
    """Return by which records applications find their rules: application, rule, whether it is disabled."""
    found = server.store(lambda tx: tx.page(SipRuleTarget, {}, None, 1000))
    return {(link.sip_media_application_id, link.sip_rule_id, link.disabled) for link in found}


def links_expected(server: RunningServer) -> set[tuple[str, str, bool]]:
    """Return the same as it follows from the rules themselves."""
    rules = server.store(lambda tx: tx.page(SipRule, {}, None, 1000))
    return {
        (target.sip_media_application_id, rule.sip_rule_id, rule.disabled) for rule in rules for target in rule.targets
    }
