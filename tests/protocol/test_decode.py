"""From path, query and body to the typed request."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from dialbook.contract import chime, voice
from dialbook.contract.model import Contract
from dialbook.contract.voice.phone_number_orders import CreatePhoneNumberOrderRequest
from dialbook.contract.voice.phone_numbers import (
    BatchUpdatePhoneNumberRequest,
    DeletePhoneNumberRequest,
    ListPhoneNumbersRequest,
    RestorePhoneNumberRequest,
    UpdatePhoneNumberRequest,
    UpdatePhoneNumberRequestItem,
)
from dialbook.contract.voice.voice_connectors import CreateVoiceConnectorRequest
from dialbook.contract.voice.voice_tone_analysis_tasks import GetVoiceToneAnalysisTaskRequest
from dialbook.protocol.decode import decode, gather
from dialbook.protocol.faults import Fault
from dialbook.protocol.route import Match

ID = {"PhoneNumberId": "+12065550100"}
GUID = "12345678-abcd-4abc-8abc-1234567890ab"


def decoded(
    operation: str,
    labels: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    body: Any = b"",
    *,
    content_type: bytes | None = b"application/json",
    contract: Contract = voice.CONTRACT,
) -> msgspec.Struct:
    """Decode a request of an operation; a body that is no bytes is written as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    match = Match(contract.operations[operation], labels or {})
    return decode(gather(match, query or {}, content_type, raw), match.operation.request)


def refusal_of(*arguments: Any, **options: Any) -> tuple[int, str]:
    """Decode what is refused, and give the status and the sentence."""
    with pytest.raises(Fault) as fault:
        decoded(*arguments, **options)
    return fault.value.status, fault.value.message


@pytest.mark.parametrize(
    ("operation", "labels", "query", "body", "request_"),
    [
        (
            "UpdatePhoneNumber",
            ID,
            {},
            {"Name": "Front desk"},
            UpdatePhoneNumberRequest(phone_number_id="+12065550100", name="Front desk"),
        ),
        (
            "UpdatePhoneNumber",
            ID,
            {},
            {"ProductType": "VoiceConnector", "CallingName": "", "Name": None},
            UpdatePhoneNumberRequest(phone_number_id="+12065550100", product_type="VoiceConnector", calling_name=""),
        ),
        ("UpdatePhoneNumber", ID, {}, {}, UpdatePhoneNumberRequest(phone_number_id="+12065550100")),
        ("UpdatePhoneNumber", ID, {}, b"", UpdatePhoneNumberRequest(phone_number_id="+12065550100")),
        (
            "BatchUpdatePhoneNumber",
            {},
            {"operation": "batch-update"},
            {"UpdatePhoneNumberRequestItems": [{"PhoneNumberId": "x", "Name": "Desk"}, {"PhoneNumberId": "y"}]},
            BatchUpdatePhoneNumberRequest(
                update_phone_number_request_items=[
                    UpdatePhoneNumberRequestItem(phone_number_id="x", name="Desk"),
                    UpdatePhoneNumberRequestItem(phone_number_id="y"),
                ]
            ),
        ),
        (
            "ListPhoneNumbers",
            {},
            {"max-results": "100", "filter-name": "SipRuleId", "filter-value": "x", "next-token": ""},
            b"",
            ListPhoneNumbersRequest(max_results=100, filter_name="SipRuleId", filter_value="x", next_token=""),
        ),
        ("ListPhoneNumbers", {}, {}, b"", ListPhoneNumbersRequest()),
        (
            "GetVoiceToneAnalysisTask",
            {"VoiceConnectorId": "a" * 21, "VoiceToneAnalysisTaskId": GUID},
            {"isCaller": "false"},
            b"",
            GetVoiceToneAnalysisTaskRequest(
                voice_connector_id="a" * 21, voice_tone_analysis_task_id=GUID, is_caller=False
            ),
        ),
        (
            "CreatePhoneNumberOrder",
            {},
            {},
            {"ProductType": "VoiceConnector", "E164PhoneNumbers": []},
            CreatePhoneNumberOrderRequest(product_type="VoiceConnector", e164_phone_numbers=[]),
        ),
        (
            "RestorePhoneNumber",
            ID,
            {"operation": "restore"},
            b"",
            RestorePhoneNumberRequest(phone_number_id="+12065550100"),
        ),
    ],
)
def test_a_request_is_decoded(
    operation: str, labels: dict[str, str], query: dict[str, str], body: Any, request_: msgspec.Struct
) -> None:
    """Each member comes from where the contract has it, of its type; what is left out or null is None."""
    assert decoded(operation, labels, query, body) == request_


def test_each_member_has_one_place(contract: Contract) -> None:
    """Path, query and body of an operation share no member, and every member of its request is in one of them."""
    for operation in contract.operations.values():
        places = [
            *(part[1:-1] for part in operation.path if part.startswith("{")),
            *(parameter.member for parameter in operation.query),
            *operation.body,
        ]
        assert sorted(places) == sorted(operation.request.__struct_encode_fields__)


def test_the_body_cannot_say_what_the_path_says() -> None:
    """A PhoneNumberId in the body is an unknown member like any other."""
    request = decoded("UpdatePhoneNumber", ID, body={"PhoneNumberId": "+12065550199", "Name": "Desk"})
    assert request == UpdatePhoneNumberRequest(phone_number_id="+12065550100", name="Desk")


def test_the_query_cannot_say_what_path_or_body_say() -> None:
    """Only the parameters of the operation are read, by their names on the wire."""
    query = {"PhoneNumberId": "x", "Name": "x", "name": "x", "CallingName": "x"}
    assert decoded("UpdatePhoneNumber", ID, query, {"Name": "Desk"}) == UpdatePhoneNumberRequest(
        phone_number_id="+12065550100", name="Desk"
    )
    assert decoded("ListPhoneNumbers", query={"MaxResults": "7", "max_results": "7"}) == ListPhoneNumbersRequest()


def test_the_body_cannot_say_what_the_query_says() -> None:
    """An operation without a body does not even read it."""
    assert decoded("ListPhoneNumbers", body={"MaxResults": 7}) == ListPhoneNumbersRequest()


def test_unknown_members_are_ignored() -> None:
    """At every depth, whatever they hold (BEHAVIOUR.md, R13)."""
    unknown: dict[str, Any] = {"Nope": [{"x": 10**400}], "name": 5, "Name ": 5, "": 5}
    assert decoded("UpdatePhoneNumber", ID, body=unknown) == UpdatePhoneNumberRequest(phone_number_id="+12065550100")
    assert decoded(
        "BatchUpdatePhoneNumber", body={"UpdatePhoneNumberRequestItems": [{"PhoneNumberId": "x"} | unknown]} | unknown
    ) == BatchUpdatePhoneNumberRequest(
        update_phone_number_request_items=[UpdatePhoneNumberRequestItem(phone_number_id="x")]
    )


@pytest.mark.parametrize("body", [b"\xff", b"{", b"null", b'{"a":1,"a":1}', b"[" * 100_000])
@pytest.mark.parametrize("content_type", [None, b"text/plain", b"\xff"])
def test_a_body_that_no_member_travels_in_is_not_read(body: bytes, content_type: bytes | None) -> None:
    """Whatever it is: HTTP gives a body no meaning there."""
    request = decoded("DeletePhoneNumber", ID, body=body, content_type=content_type)
    assert request == DeletePhoneNumberRequest(phone_number_id="+12065550100")


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        b"application/json",
        b"Application/JSON",
        b"application/json; charset=utf-8",
        b" application/json ;charset=UTF-8",
    ],
)
def test_a_json_body_says_so_or_nothing(content_type: bytes | None) -> None:
    """Without a Content-Type a body is taken for JSON: our choice, for people with curl."""
    request = decoded("UpdatePhoneNumber", ID, body={"Name": "Desk"}, content_type=content_type)
    assert request == UpdatePhoneNumberRequest(phone_number_id="+12065550100", name="Desk")


@pytest.mark.parametrize(
    "content_type",
    [
        b"",
        b"text/plain",
        b"application/x-www-form-urlencoded",
        b"application/x-amz-json-1.1",
        b"application/jsonp",
        b"text/plain; application/json",
        b"application/xml, application/json",
        b"\xff",
    ],
)
@pytest.mark.parametrize("body", [b"{}", b"\xff"])
def test_another_content_type_is_not_supported(content_type: bytes, body: bytes) -> None:
    """It is refused before the body is looked at."""
    assert refusal_of("UpdatePhoneNumber", ID, body=body, content_type=content_type) == (
        415,
        "Content-Type must be application/json.",
    )


def test_numbers_and_booleans_may_be_given_as_texts() -> None:
    """CloudFormation makes texts of them on their way to a custom resource, at any depth; other texts stay what they are."""
    body = {"Name": "null", "RequireEncryption": "false"}
    assert decoded("CreateVoiceConnector", body=body) == CreateVoiceConnectorRequest(
        name="null", require_encryption=False
    )
    routes = [{"Host": "198.51.100.9", "Port": "5061", "Priority": "1"}]
    origination = decoded(
        "PutVoiceConnectorOrigination", {"VoiceConnectorId": "a" * 22}, body={"Origination": {"Routes": routes}}
    )
    assert msgspec.to_builtins(origination)["Origination"]["Routes"][0]["Port"] == 5061


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"Name": "x", "RequireEncryption": "no"}, "RequireEncryption must be a boolean, not a string."),
        ({"Name": 5, "RequireEncryption": "true"}, "Name must be a string, not an integer."),
    ],
)
def test_other_texts_are_no_numbers_and_no_numbers_are_texts(body: dict[str, Any], sentence: str) -> None:
    """The sentence is the one about what was wrong in the first place."""
    assert refusal_of("CreateVoiceConnector", body=body) == (400, sentence)


def test_an_empty_body_has_no_content_type() -> None:
    """RestorePhoneNumber and curl send none or any with nothing behind it."""
    request = decoded("UpdatePhoneNumber", ID, content_type=b"text/plain")
    assert request == UpdatePhoneNumberRequest(phone_number_id="+12065550100")


@pytest.mark.parametrize(
    "text", ["", " ", "x", "1.0", "1e2", "+1", "1 ", " 1", "0x1", "1_0", "١", "--1", "1" * 19, "1" * 100_000]
)
def test_an_integer_of_the_query_is_digits(text: str) -> None:
    """ASCII ones, and no more than any 64-bit integer has."""
    assert refusal_of("ListPhoneNumbers", query={"max-results": text}) == (400, "MaxResults must be an integer.")


@pytest.mark.parametrize(
    ("text", "rule"), [("0", "at least 1"), ("-1", "at least 1"), ("101", "at most 100"), ("9" * 18, "at most 100")]
)
def test_an_integer_of_the_query_keeps_its_limits(text: str, rule: str) -> None:
    """Those of the contract."""
    assert refusal_of("ListPhoneNumbers", query={"max-results": text}) == (400, f"MaxResults must be {rule}.")


def test_the_older_contract_has_its_own_limits() -> None:
    """99 results where the newer one has 100."""
    assert refusal_of("ListPhoneNumbers", query={"max-results": "100"}, contract=chime.CONTRACT) == (
        400,
        "MaxResults must be at most 99.",
    )


@pytest.mark.parametrize("text", ["", "1", "0", "True", "FALSE", "yes", " true"])
def test_a_boolean_of_the_query_is_true_or_false(text: str) -> None:
    """In lower case, as the SDKs send it."""
    labels = {"VoiceConnectorId": "a" * 21, "VoiceToneAnalysisTaskId": GUID}
    assert refusal_of("GetVoiceToneAnalysisTask", labels, {"isCaller": text}) == (
        400,
        "IsCaller must be true or false.",
    )


@pytest.mark.parametrize(
    ("operation", "labels", "query", "body", "message"),
    [
        ("ListSupportedPhoneNumberCountries", {}, {}, b"", "ProductType is required."),
        ("ListSupportedPhoneNumberCountries", {}, {}, {"ProductType": "VoiceConnector"}, "ProductType is required."),
        ("CreatePhoneNumberOrder", {}, {}, b"", "E164PhoneNumbers is required."),
        ("CreatePhoneNumberOrder", {}, {}, {"E164PhoneNumbers": []}, "ProductType is required."),
        (
            "CreatePhoneNumberOrder",
            {},
            {},
            {"ProductType": None, "E164PhoneNumbers": []},
            "ProductType must be a string, not null.",
        ),
        ("UpdatePhoneNumber", {"PhoneNumberId": " "}, {}, {}, r"PhoneNumberId must match the pattern .*\S.*."),
    ],
)
def test_what_is_required_must_be_there(
    operation: str, labels: dict[str, str], query: dict[str, str], body: Any, message: str
) -> None:
    """In its own place, and not null."""
    assert refusal_of(operation, labels, query, body) == (400, message)


@pytest.mark.parametrize(
    "name",
    ["a" * 257, "a" * 1_000_000, "a\0", "a\x01b", "a\x7fb", "é", "😀", " a", "a ", "a\n", "a/b", "\u200b", "\u202ea"],
)
def test_a_name_keeps_to_its_alphabet_and_its_length(name: str) -> None:
    """Control characters, other scripts and a megabyte are refused without being repeated."""
    status, message = refusal_of("UpdatePhoneNumber", ID, body={"Name": name})
    assert status == 400
    assert message.startswith(("Name must ", "The request body must not hold NUL"))
    assert name not in message


@pytest.mark.parametrize("name", ["", "a", "a" * 256, "Front desk, 2nd-floor_x.", "a\tb", "a\n b"])
def test_a_name_may_be_what_the_model_allows(name: str) -> None:
    """Also whitespace between words, which the pattern's ``\\s`` means."""
    request = decoded("UpdatePhoneNumber", ID, body={"Name": name})
    assert request == UpdatePhoneNumberRequest(phone_number_id="+12065550100", name=name)
