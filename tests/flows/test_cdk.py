"""The Lambda handlers of the npm package cdk-amazon-chime-resources, unchanged, create a stack of telephone resources and delete it.

The package's constructs write the template, CloudFormation's part is ours, and the handlers find dialbook through the environment. What
they remember in SSM and tell CloudWatch Logs goes to moto.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clients.calling import Call
from clients.cloudformation import Event, Stack
from clients.javascript import FOLDER
from clients.moto import Moto
from clients.serving import Serving
from flows.numbers import assignment, failure, number

KIND = "Custom::PSTNResources"


@pytest.fixture
def moto(tmp_path: Path) -> Iterator[Moto]:
    """Run the rest of AWS."""
    with Moto(tmp_path) as running:
        yield running


@pytest.fixture
def office(javascript_sdk: None, served: Serving, moto: Moto, tmp_path: Path) -> Stack:
    """Return the stack of stack.mjs, to be created in dialbook."""
    lambda_environment = served.environment | {
        "AWS_ENDPOINT_URL": moto.url,
        "AWS_ENDPOINT_URL_CHIME_SDK_VOICE": served.url,
    }

    def handler(event: Event) -> dict[str, Any]:
        printed = node(lambda_environment, "--import", "./hasten.mjs", "lambda.mjs", json.dumps(event))
        response: dict[str, Any] = json.loads(printed.splitlines()[-1])
        return response

    return Stack(json.loads(node(served.shell, "stack.mjs", str(tmp_path / "assets"))), KIND, handler)


def node(environment: dict[str, str], *arguments: str) -> str:
    """Run a program beside the package, and return what it prints."""
    done = subprocess.run(
        ["node", *arguments], cwd=FOLDER, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("client", ["boto3"], indirect=True)
def test_a_stack_is_created_and_deleted(office: Stack, call: Call) -> None:
    """Numbers are searched, ordered and assigned, and in the end they are in the deletion queue and everything else is gone."""
    made = office.create()
    trunk, menu, rule = made["TrunkId"], made["MenuId"], made["HotlineRuleId"]
    desk, hotline = number(call, made["DeskNumber"]), number(call, made["HotlineNumber"])

    assert desk["E164PhoneNumber"].startswith("+1206")
    assert (desk["ProductType"], hotline["ProductType"]) == ("VoiceConnector", "SipMediaApplicationDialIn")
    assert assignment(desk) == ("Assigned", [("VoiceConnectorId", trunk)])
    assert assignment(hotline) == ("Assigned", [("SipRuleId", rule)])
    assert call("GetVoiceConnector", VoiceConnectorId=trunk)["VoiceConnector"]["RequireEncryption"] is False
    origination = call("GetVoiceConnectorOrigination", VoiceConnectorId=trunk)["Origination"]
    assert [(route["Host"], route["Port"]) for route in origination["Routes"]] == [("198.51.100.9", 5061)]
    termination = call("GetVoiceConnectorTermination", VoiceConnectorId=trunk)["Termination"]
    assert termination["CidrAllowedList"] == ["198.51.100.0/27"]
    logging = call("GetVoiceConnectorLoggingConfiguration", VoiceConnectorId=trunk)["LoggingConfiguration"]
    assert logging["EnableSIPLogs"] is True
    application = call("GetSipMediaApplication", SipMediaApplicationId=menu)["SipMediaApplication"]
    assert application["Endpoints"][0]["LambdaArn"].endswith(":function:menu")
    assert call("GetSipRule", SipRuleId=rule)["SipRule"]["TriggerValue"] == made["HotlineNumber"]

    office.delete()

    assert assignment(number(call, made["DeskNumber"])) == ("ReleaseInProgress", [])
    assert assignment(number(call, made["HotlineNumber"])) == ("ReleaseInProgress", [])
    assert failure(call("GetVoiceConnector", VoiceConnectorId=trunk)) == "NotFoundException"
    assert failure(call("GetSipMediaApplication", SipMediaApplicationId=menu)) == "NotFoundException"
    assert failure(call("GetSipRule", SipRuleId=rule)) == "NotFoundException"
