"""The older contract beside the newer one."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dialbook.contract import chime, voice
from dialbook.contract.chime import phone_number_orders as older_orders
from dialbook.contract.chime import phone_numbers as older
from dialbook.contract.chime import search as older_search
from dialbook.contract.voice import phone_number_orders as newer_orders
from dialbook.contract.voice import phone_numbers as newer
from dialbook.contract.voice import search as newer_search
from dialbook.contract.voice import shapes as newer_shapes
from dialbook.protocol.older import lift, project

TWINS = [
    (operation, voice.CONTRACT.operations[name])
    for name, operation in chime.CONTRACT.operations.items()
    if name in voice.CONTRACT.operations
]
# It sets what the newer contract does not know, so that it has an operation of its own.
OLDER_ALONE = {"UpdateGlobalSettings"}


def test_an_older_request_becomes_the_newer_one() -> None:
    """What it says is the same; what it cannot say is absent."""
    request = older.UpdatePhoneNumberRequest(phone_number_id="x", calling_name="Example Corp")
    assert lift(request, newer.UpdatePhoneNumberRequest) == newer.UpdatePhoneNumberRequest(
        phone_number_id="x", calling_name="Example Corp", name=None, product_type=None
    )


def test_a_value_that_only_the_older_contract_has_is_kept() -> None:
    """BusinessCalling is none of the newer enum: the older contract has judged it already."""
    request = older.UpdatePhoneNumberRequest(phone_number_id="x", product_type="BusinessCalling")
    lifted: Any = lift(request, newer.UpdatePhoneNumberRequest)
    assert lifted.product_type == "BusinessCalling"


@pytest.mark.parametrize(
    ("operation", "twin"),
    [
        pytest.param(*twins, id=twins[0].name)
        for twins in TWINS
        if twins[0].name not in OLDER_ALONE | {"BatchUpdatePhoneNumber"}
    ],
)
def test_every_flat_request_can_be_lifted(operation: Any, twin: Any) -> None:
    """Each of its members has its place in the newer one."""
    values = {name: f"the value of {name}" for name in operation.request.__struct_fields__}
    lifted = lift(operation.request(**values), twin.request)

    assert type(lifted) is twin.request
    assert {name: value for name, value in msgspec.structs.asdict(lifted).items() if value is not None} == values


def test_a_request_is_lifted_at_every_depth() -> None:
    """The items of a batch are the newer contract's too, with the members that the older one lacks."""
    request = older.BatchUpdatePhoneNumberRequest(
        update_phone_number_request_items=[
            older.UpdatePhoneNumberRequestItem(phone_number_id="x", product_type="BusinessCalling"),
            older.UpdatePhoneNumberRequestItem(phone_number_id="y", calling_name=""),
        ]
    )
    product: Any = "BusinessCalling"
    assert lift(request, newer.BatchUpdatePhoneNumberRequest) == newer.BatchUpdatePhoneNumberRequest(
        update_phone_number_request_items=[
            newer.UpdatePhoneNumberRequestItem(phone_number_id="x", product_type=product, name=None),
            newer.UpdatePhoneNumberRequestItem(phone_number_id="y", calling_name="", name=None),
        ]
    )


NUMBER = newer.PhoneNumber(
    associations=[
        newer.PhoneNumberAssociation(
            associated_timestamp="2019-10-28T18:40:37.453Z", name="VoiceConnectorId", value="abcdef1ghij2klmno3pqr4"
        )
    ],
    calling_name="Example Corp",
    calling_name_status="UpdateSucceeded",
    capabilities=newer.PhoneNumberCapabilities(inbound_call=True),
    country="US",
    created_timestamp="2019-08-12T22:10:20.521Z",
    e164_phone_number="+12065550100",
    name="Front desk",
    order_id="12345678-abcd-4abc-8abc-1234567890ab",
    phone_number_arn="arn:aws:chime:us-east-1:123456789012:phone-number/12065550100",
    phone_number_id="%2B12065550100",
    product_type="VoiceConnector",
    status="Assigned",
    type="Local",
    updated_timestamp="2019-10-28T18:42:07.964Z",
)
OLDER_NUMBER = older.PhoneNumber(
    associations=[
        older.PhoneNumberAssociation(
            associated_timestamp="2019-10-28T18:40:37.453Z", name="VoiceConnectorId", value="abcdef1ghij2klmno3pqr4"
        )
    ],
    calling_name="Example Corp",
    calling_name_status="UpdateSucceeded",
    capabilities=older.PhoneNumberCapabilities(inbound_call=True),
    country="US",
    created_timestamp="2019-08-12T22:10:20.521Z",
    deletion_timestamp=None,
    e164_phone_number="+12065550100",
    phone_number_id="%2B12065550100",
    product_type="VoiceConnector",
    status="Assigned",
    type="Local",
    updated_timestamp="2019-10-28T18:42:07.964Z",
)


@pytest.mark.parametrize(
    ("response", "projected"),
    [
        (newer.GetPhoneNumberResponse(phone_number=NUMBER), older.GetPhoneNumberResponse(phone_number=OLDER_NUMBER)),
        (
            newer.UpdatePhoneNumberResponse(phone_number=NUMBER),
            older.UpdatePhoneNumberResponse(phone_number=OLDER_NUMBER),
        ),
        (
            newer.ListPhoneNumbersResponse(phone_numbers=[NUMBER, NUMBER], next_token="x"),
            older.ListPhoneNumbersResponse(phone_numbers=[OLDER_NUMBER, OLDER_NUMBER], next_token="x"),
        ),
        (newer.ListPhoneNumbersResponse(phone_numbers=[]), older.ListPhoneNumbersResponse(phone_numbers=[])),
        (
            newer.BatchDeletePhoneNumberResponse(
                phone_number_errors=[
                    newer_shapes.PhoneNumberError(error_code="NotFound", error_message="A.", phone_number_id="x")
                ]
            ),
            older.BatchDeletePhoneNumberResponse(
                phone_number_errors=[
                    older.PhoneNumberError(error_code="NotFound", error_message="A.", phone_number_id="x")
                ]
            ),
        ),
        (
            newer_orders.GetPhoneNumberOrderResponse(
                phone_number_order=newer_orders.PhoneNumberOrder(order_type="New", status="Partial")
            ),
            older_orders.GetPhoneNumberOrderResponse(
                phone_number_order=older_orders.PhoneNumberOrder(status="Partial")
            ),
        ),
    ],
)
def test_a_newer_response_becomes_the_older_one(response: msgspec.Struct, projected: msgspec.Struct) -> None:
    """At every depth what the older contract does not have is left out, and the rest is as it was."""
    assert project(response, type(projected)) == projected


def test_a_member_that_is_unset_stays_so() -> None:
    """The last page of a search has no NextToken, not even null."""
    last = newer_search.SearchAvailablePhoneNumbersResponse(e164_phone_numbers=[])
    projected = project(last, older_search.SearchAvailablePhoneNumbersResponse)
    assert msgspec.json.encode(projected) == b'{"E164PhoneNumbers":[]}'


def test_a_business_calling_number_is_shown_to_the_older_contract() -> None:
    """Its enum has the value that the newer one's has not."""
    product: Any = "BusinessCalling"
    number = newer.PhoneNumber(product_type=product)
    assert project(number, older.PhoneNumber) == older.PhoneNumber(product_type="BusinessCalling")


def test_a_status_that_only_the_newer_contract_has_is_not_let_through() -> None:
    """A client of the older one would not know it; whoever shows the number has to say it otherwise."""
    with pytest.raises(msgspec.ValidationError):
        project(newer.PhoneNumber(status="PortinInProgress"), older.PhoneNumber)
