"""Answers as bytes: successes and faults."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from dialbook.contract import voice
from dialbook.contract.model import Contract
from dialbook.contract.voice import shapes
from dialbook.contract.voice.phone_number_orders import CreatePhoneNumberOrderResponse
from dialbook.contract.voice.phone_numbers import (
    BatchDeletePhoneNumberResponse,
    GetPhoneNumberResponse,
    PhoneNumber,
    PhoneNumberAssociation,
    PhoneNumberCapabilities,
)
from dialbook.contract.voice.search import SearchAvailablePhoneNumbersResponse
from dialbook.domain.refusal import Code
from dialbook.protocol import encode, faults
from dialbook.protocol.faults import Fault
from dialbook.protocol.messages import Response

REQUEST_ID = "11111111-2222-4333-8444-555555555555"
HEADERS = [(b"x-amzn-requestid", REQUEST_ID.encode()), (b"content-type", b"application/json")]


def success(operation: str, response: Any) -> Response:
    """Answer an operation of the newer contract."""
    return encode.success(voice.CONTRACT.operations[operation], response, REQUEST_ID)


def test_a_success_is_compact_in_order_and_says_what_is_absent() -> None:
    """No spaces, keys in alphabetical order, explicit nulls and empty lists (BEHAVIOUR.md 2.2)."""
    number = PhoneNumber(
        type="Local",
        status="Assigned",
        e164_phone_number="+12065550100",
        phone_number_id="%2B12065550100",
        capabilities=PhoneNumberCapabilities(inbound_call=True, outbound_mms=False),
        associations=[PhoneNumberAssociation(value="abcdef1ghij2klmno3pqr4", name="VoiceConnectorId")],
    )
    body = (
        b'{"PhoneNumber":{"Associations":[{"AssociatedTimestamp":null,"Name":"VoiceConnectorId",'
        b'"Value":"abcdef1ghij2klmno3pqr4"}],"CallingName":null,"CallingNameStatus":null,"Capabilities":'
        b'{"InboundCall":true,"InboundMMS":null,"InboundSMS":null,"OutboundCall":null,"OutboundMMS":false,'
        b'"OutboundSMS":null},"Country":null,"CreatedTimestamp":null,"DeletionTimestamp":null,'
        b'"E164PhoneNumber":"+12065550100","Name":null,"OrderId":null,"PhoneNumberArn":null,'
        b'"PhoneNumberId":"%2B12065550100","ProductType":null,"Status":"Assigned","Type":"Local",'
        b'"UpdatedTimestamp":null}}'
    )
    assert success("GetPhoneNumber", GetPhoneNumberResponse(phone_number=number)) == Response(200, HEADERS, body)


@pytest.mark.parametrize(
    ("operation", "response", "status", "body"),
    [
        ("CreatePhoneNumberOrder", CreatePhoneNumberOrderResponse(), 201, b'{"PhoneNumberOrder":null}'),
        (
            "BatchDeletePhoneNumber",
            BatchDeletePhoneNumberResponse(phone_number_errors=[]),
            200,
            b'{"PhoneNumberErrors":[]}',
        ),
        (
            "SearchAvailablePhoneNumbers",
            SearchAvailablePhoneNumbersResponse(e164_phone_numbers=["+12065550100"]),
            200,
            b'{"E164PhoneNumbers":["+12065550100"]}',
        ),
        ("DeletePhoneNumber", None, 204, b""),
    ],
)
def test_each_operation_has_its_status(operation: str, response: Any, status: int, body: bytes) -> None:
    """Where there is no body there still is its type, as the captures show; the last page of a search has no token."""
    assert success(operation, response) == Response(status, HEADERS, body)


def test_text_is_written_as_utf_8() -> None:
    """Not as escapes."""
    answer = success("GetPhoneNumber", GetPhoneNumberResponse(phone_number=PhoneNumber(name="é😀")))
    assert '"Name":"é😀"'.encode() in answer.body


def test_answers_share_no_headers() -> None:
    """What is added to one does not appear on the next."""
    success("DeletePhoneNumber", None).headers.append((b"x", b"y"))
    assert success("DeletePhoneNumber", None).headers == HEADERS


@pytest.mark.parametrize(
    ("code", "type_name", "status"),
    [
        ("AccessDenied", "AccessDeniedException", 403),
        ("BadRequest", "BadRequestException", 400),
        ("Conflict", "ConflictException", 409),
        ("Forbidden", "ForbiddenException", 403),
        ("Gone", "GoneException", 410),
        ("NotFound", "NotFoundException", 404),
        ("ResourceLimitExceeded", "ResourceLimitExceededException", 400),
        ("ServiceFailure", "ServiceFailureException", 500),
        ("ServiceUnavailable", "ServiceUnavailableException", 503),
        ("Throttled", "ThrottledClientException", 429),
        ("Unauthorized", "UnauthorizedClientException", 401),
        ("Unprocessable", "UnprocessableEntityException", 422),
    ],
)
def test_a_modelled_fault(code: str, type_name: str, status: int) -> None:
    """Its type is in a header without a suffix, its code and a sentence are in the body (BEHAVIOUR.md 2.3).

    Whoever meets an unavailable service is told when to come again.
    """
    answer = encode.failure(faults.modelled(code, "A sentence."), REQUEST_ID)
    again = [(b"retry-after", b"1")] if code == "ServiceUnavailable" else []
    assert answer == Response(
        status,
        [*HEADERS, (b"x-amzn-errortype", type_name.encode()), *again],
        b'{"Code":"' + code.encode() + b'","Message":"A sentence."}',
    )


@pytest.mark.parametrize(
    ("fault", "status", "type_name", "message", "close"),
    [
        (
            faults.unknown_operation(),
            404,
            "UnknownOperationException",
            "The requested operation is not recognized by the service.",
            False,
        ),
        (
            faults.method_not_allowed(),
            405,
            "UnknownOperationException",
            "The requested operation does not exist with this HTTP method.",
            False,
        ),
        (
            faults.unsupported_media_type(),
            415,
            "UnsupportedMediaTypeException",
            "Content-Type must be application/json.",
            False,
        ),
        (
            faults.body_too_large(1024),
            413,
            "RequestEntityTooLargeException",
            "The request body must not be larger than 1024 bytes.",
            True,
        ),
        (
            faults.body_timed_out(),
            408,
            "RequestTimeoutException",
            "The request body did not arrive in time.",
            True,
        ),
        (
            faults.body_broken(),
            400,
            "MalformedHttpRequestException",
            "The request body is incomplete or malformed.",
            True,
        ),
    ],
)
def test_a_fault_before_the_operation_is_reached(
    fault: Fault, status: int, type_name: str, message: str, close: bool
) -> None:
    """It has a message in lower case and no code (BEHAVIOUR.md 2.4); the connection ends where the request was not read to its end."""
    headers = [*HEADERS, (b"x-amzn-errortype", type_name.encode())]
    closed = [(b"connection", b"close")] if close else []
    assert encode.failure(fault, REQUEST_ID) == Response(
        status, headers + closed, json.dumps({"message": message}, separators=(",", ":")).encode()
    )


def test_an_operation_that_is_not_written_yet() -> None:
    """It is named, and its code tells it from an unknown one."""
    assert encode.failure(faults.not_implemented("DeletePhoneNumber"), REQUEST_ID) == Response(
        501,
        [*HEADERS, (b"x-amzn-errortype", b"NotImplemented")],
        b'{"Code":"NotImplemented","Message":"DeletePhoneNumber is not implemented."}',
    )


@pytest.mark.parametrize(
    ("fault", "code", "message"),
    [
        (faults.bad_request("Name is required."), "BadRequest", "Name is required."),
        (faults.service_unavailable(), "ServiceUnavailable", "The service is currently unavailable."),
        (faults.service_failure(), "ServiceFailure", "The service encountered an unexpected error."),
    ],
)
def test_faults_with_a_name_of_their_own(fault: Fault, code: str, message: str) -> None:
    """They are the modelled ones of their code, and as an exception they say the same sentence."""
    assert encode.failure(fault, REQUEST_ID) == encode.failure(faults.modelled(code, message), REQUEST_ID)
    assert str(fault) == message


def test_the_modelled_faults_are_the_contracts(contract: Contract) -> None:
    """Every error that an operation of either contract may answer has its code here, with the contract's status."""
    errors = {error for operation in contract.operations.values() for error in operation.errors}
    assert errors <= set(faults.MODELLED.values())


def test_every_modelled_fault_is_in_a_contract() -> None:
    """None is made up: each is an error of some operation, and its code is a member of the ErrorCode enum."""
    errors = {error for operation in voice.CONTRACT.operations.values() for error in operation.errors}
    assert set(faults.MODELLED.values()) == errors
    assert set(faults.MODELLED) <= set(get_args(shapes.ErrorCode))
    assert len({shape.name for shape in faults.MODELLED.values()}) == len(faults.MODELLED)


def test_every_refusal_of_the_domain_is_modelled() -> None:
    """What a rule may say, the wire can say: of one number among several, or of a request."""
    assert set(get_args(Code)) <= faults.MODELLED.keys() | faults.OF_AN_ITEM.keys()
    assert set(faults.OF_AN_ITEM.values()) <= faults.MODELLED.keys()


def test_a_code_of_an_item_is_not_an_exceptions() -> None:
    """Where the request is about that number alone, it has the code and the exception of a request (BEHAVIOUR.md 5, row 9)."""
    fault = faults.modelled("PhoneNumberAssociationsExist", "It is assigned.")
    assert (fault.type_name, fault.status, fault.code) == ("BadRequestException", 400, "BadRequest")
