"""Every constraint of every operation's contract, broken one by one against the running application.

The cases are made from the service model. Signed bytes are sent as they are, because an SDK refuses some of them by itself.
"""

from __future__ import annotations

import http.client
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from dialbook.contract import voice
from dialbook.contract.model import Operation
from dialbook.domain.history import Change
from dialbook.server.behaviours import behaviours
from dialbook.server.framing import Limits
from running import ACCOUNT, RunningServer
from server.raw import JSON, signature
from service_model import PACKAGES, Api, api_of

OTHER = "999999999999"
MISSING = object()
"""A member that is left out."""
UNKNOWN = {
    "AccountId": "12a3456b-7c89-012d-3456-78901e23fg45",
    "PhoneNumberId": "+12065559999",
    "PhoneNumberOrderId": "00000000-0000-4000-8000-000000000000",
    "SipMediaApplicationId": "00000000-0000-4000-8000-000000000001",
    "SipRuleId": "00000000-0000-4000-8000-000000000002",
    "UserId": "1ab2345c-67de-8901-f23g-45h678901j2k",
    "VoiceConnectorGroupId": "00000000-0000-4000-8000-000000000003",
    "VoiceConnectorId": "abcdefghijklmnopqrstu1",
}
"""Ids of the right form that nothing has."""
ANYBODYS = {"AssociatePhoneNumberWithUser"}
"""Operations whose path names a user: there are no users, so every id is one."""


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """Run one server for all cases: none of them may change anything."""
    with RunningServer() as running:
        running.add_number()
        yield running


@pytest.fixture(scope="module", params=PACKAGES)
def api(request: pytest.FixtureRequest) -> Api:
    """Give one namespace after the other."""
    return api_of(request.param)


def operations(api: Api) -> list[Operation]:
    """Return the operations of a namespace that this version has."""
    return [api.contract.operations[name] for name in behaviours(api.contract, voice.CONTRACT)]


def breakages(api: Api, shape_name: str) -> Iterator[tuple[str, Any]]:
    """Break each rule of a shape, at every depth: the rule and the value."""
    shape, valid = api.shape(shape_name), api.valid(shape_name, full=True)
    if shape["type"] == "list":
        inner = api.shape(shape["member"]["shape"])
        if inner["type"] == "structure":
            yield from ((rule, [value]) for rule, value in breakages(api, shape["member"]["shape"]))
    if shape["type"] == "structure":
        for member, part in shape["members"].items():
            yield from ((rule, valid | {member: value}) for rule, value in breakages(api, part["shape"]))
        for member in shape.get("required", ()):
            yield "missing", {name: value for name, value in valid.items() if name != member}
    yield from api.broken(shape_name)


def broken_requests(api: Api, operation: Operation) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Break each rule of each member of a request: the member, the rule, and all members."""
    shape = api.shape(api.model["operations"][operation.name]["input"]["shape"]) if _has_input(api, operation) else {}
    members = shape.get("members", {})
    valid = {name: api.valid(part["shape"]) for name, part in members.items() if name in shape.get("required", ())}
    elsewhere = {parameter.member for parameter in operation.query} | labels(operation).keys()
    for member, part in members.items():
        for rule, value in breakages(api, part["shape"]):
            if member not in elsewhere or _has_a_text(rule, value):
                yield member, rule, valid | {member: value}
        if member in shape.get("required", ()) and member not in labels(operation):
            yield member, "missing", valid | {member: MISSING}
            if member not in elsewhere:
                yield member, "null", valid | {member: None}


def _has_input(api: Api, operation: Operation) -> bool:
    return "input" in api.model["operations"][operation.name]


def _has_a_text(rule: str, value: Any) -> bool:
    """Tell whether a value stays broken as the text that a path or a query holds."""
    if isinstance(value, str):  # a number's text is a number there, and the edge refuses longer addresses
        return not value.isdecimal() and len(value) < Limits().target_bytes
    return isinstance(value, int) and rule in ("min", "max")


def labels(operation: Operation) -> dict[str, int]:
    """Return the members that the path holds, with their places in it."""
    return {segment[1:-1]: index for index, segment in enumerate(operation.path) if segment.startswith("{")}


def send(
    server: RunningServer, operation: Operation, values: dict[str, Any], prefix: str = "", account: str = ACCOUNT
) -> tuple[int, str, Any]:
    """Send a request with these members and return status, error type and body."""
    given = {name: value for name, value in values.items() if value is not MISSING}
    places = {index: name for name, index in labels(operation).items()}
    path = prefix + "".join(
        "/" + (quote(str(given[places[index]]), safe="") if index in places else segment)
        for index, segment in enumerate(operation.path)
    )
    texts = [
        (parameter.name, str(given[parameter.member])) for parameter in operation.query if parameter.member in given
    ]
    query = urlencode([*operation.literal_query, *texts], quote_via=quote)
    target = f"{path}?{query}" if query else path
    body = {name: given[name] for name in operation.body if name in given}
    data = json.dumps(body).encode() if operation.body else b""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = dict(signature(operation.method, target, data, JSON if data else {}, None, (account, "test")))
    connection.request(operation.method, target, data, {**headers, "Host": "dialbook.test"})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, answer.headers.get("x-amzn-errortype", ""), json.loads(text) if text else None


def changes(server: RunningServer) -> int:
    """Count what was ever changed, in any account."""
    return len(server.store(lambda tx: tx.page(Change, {}, None, 1_000_000)))


def test_what_breaks_a_constraint_is_refused_and_changes_nothing(server: RunningServer, api: Api) -> None:
    """Too long, too short, another pattern, another type, missing, null: 400 with a sentence, for each member at every depth."""
    before, wrong = changes(server), []
    tried: Counter[str] = Counter()
    prefix = "/chime" if api.namespace == "chime" else ""
    for operation in operations(api):
        for member, rule, values in broken_requests(api, operation):
            tried[rule] += 1
            status, kind, body = send(server, operation, values, prefix)
            if (status, kind) != (400, "BadRequestException") or not body["Message"]:
                wrong.append((operation.name, member, rule, str(values.get(member))[:60], status, kind))
    assert wrong == []
    assert changes(server) == before
    assert {"type", "min", "max", "enum", "pattern", "missing", "null", "item"} <= tried.keys()


def test_unknown_ids_and_those_of_other_accounts_are_not_found(server: RunningServer, api: Api) -> None:
    """404, with the same sentence for both: nothing tells that the other account has it."""
    prefix = "/chime" if api.namespace == "chime" else ""
    owned = resources(server)
    before, wrong = changes(server), []
    for operation in operations(api):
        names = labels(operation)
        if not names or operation.name in ANYBODYS:
            continue
        shape = api.model["operations"][operation.name]["input"]["shape"]
        valid = {name: value for name, value in api.valid(shape).items() if name not in names}
        unknown = send(server, operation, valid | {name: UNKNOWN[name] for name in names}, prefix)
        foreign = send(server, operation, valid | {name: owned[name] for name in names}, prefix, OTHER)
        if unknown[:2] != (404, "NotFoundException") or foreign != unknown:
            wrong.append((operation.name, unknown, foreign))
    assert wrong == []
    assert changes(server) == before


def resources(server: RunningServer) -> dict[str, str]:
    """Make one thing of each kind and return the ids by the members that hold them."""
    client = server.client()
    connector = client.create_voice_connector(Name="one", RequireEncryption=False)["VoiceConnector"]
    group = client.create_voice_connector_group(Name="one")["VoiceConnectorGroup"]
    endpoint = {"LambdaArn": "arn:aws:lambda:us-east-1:123456789012:function:answer"}
    application = client.create_sip_media_application(AwsRegion="us-east-1", Name="one", Endpoints=[endpoint])
    application_id = application["SipMediaApplication"]["SipMediaApplicationId"]
    rule = client.create_sip_rule(
        Name="one",
        TriggerType="RequestUriHostname",
        TriggerValue=connector["OutboundHostName"],
        TargetApplications=[{"SipMediaApplicationId": application_id, "Priority": 1, "AwsRegion": "us-east-1"}],
    )["SipRule"]
    found = client.search_available_phone_numbers(AreaCode="206", MaxResults=1)["E164PhoneNumbers"]
    order = client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=found)
    if server.number("+12065550122") is None:
        server.add_number("+12065550122", product_type="BusinessCalling")
    user = {"AccountId": "account", "UserId": "user"}
    server.client("chime").associate_phone_number_with_user(E164PhoneNumber="+12065550122", **user)
    return user | {
        "PhoneNumberId": "+12065550100",
        "PhoneNumberOrderId": order["PhoneNumberOrder"]["PhoneNumberOrderId"],
        "SipMediaApplicationId": application_id,
        "SipRuleId": rule["SipRuleId"],
        "VoiceConnectorGroupId": group["VoiceConnectorGroupId"],
        "VoiceConnectorId": connector["VoiceConnectorId"],
    }


LISTS = {
    "AssociatePhoneNumbersWithVoiceConnector": "E164PhoneNumbers",
    "AssociatePhoneNumbersWithVoiceConnectorGroup": "E164PhoneNumbers",
    "BatchDeletePhoneNumber": "PhoneNumberIds",
    "BatchUpdatePhoneNumber": "UpdatePhoneNumberRequestItems",
    "CreatePhoneNumberOrder": "E164PhoneNumbers",
    "DisassociatePhoneNumbersFromVoiceConnector": "E164PhoneNumbers",
    "DisassociatePhoneNumbersFromVoiceConnectorGroup": "E164PhoneNumbers",
}
"""The members that name many numbers."""


def test_every_list_of_numbers_has_a_limit(server: RunningServer, api: Api) -> None:
    """None and more than 500 are refused, though the model has no limit for most of them."""
    prefix = "/chime" if api.namespace == "chime" else ""
    before, tried = changes(server), set()
    for operation in operations(api):
        member = LISTS.get(operation.name)
        if member is None:
            continue
        valid = api.valid(api.model["operations"][operation.name]["input"]["shape"])
        crowds: list[list[Any]] = [[], valid[member] * 501]
        for items in crowds:
            status, kind, body = send(server, operation, valid | {member: items}, prefix)
            assert (status, kind) == (400, "BadRequestException"), operation.name
            assert member in body["Message"]
        tried.add(operation.name)
    assert tried == LISTS.keys() & api.contract.operations.keys()
    assert changes(server) == before
