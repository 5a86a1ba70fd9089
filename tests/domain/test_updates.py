"""Changes of one detail of a number: which, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any, get_args

import msgspec
import pytest

from dialbook.domain.calling_names import refuse_unfit_calling_name
from dialbook.domain.details import Details, change_product_type, refuse_all_but_one, revise
from dialbook.domain.phone_numbers import (
    NumberType,
    PhoneNumber,
    ProductType,
    Status,
    refuse_unfit_product,
    visible,
)
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import PRESETS, Rules

Make = Callable[..., PhoneNumber]

NOW = datetime(2026, 3, 1, 9, 30, 0, 456000, UTC)
AWS = PRESETS["aws"]

DETAILS = {
    "another product": Details(product_type="SipMediaApplicationDialIn"),
    "the same product": Details(product_type="VoiceConnector"),
    "a calling name": Details(calling_name="Example Corp"),
    "a name": Details(name="Front desk"),
}
NOT_AT_ALL = ("BadRequest", "BadRequest", "BadRequest", "BadRequest")
OUTCOMES: dict[Status, tuple[str, str, str, str]] = {
    # Status: what comes of each of the details, in their order.
    "Unassigned": ("changed", "unchanged", "changed", "changed"),
    "Assigned": ("BadRequest", "unchanged", "changed", "changed"),
    "AcquireInProgress": NOT_AT_ALL,
    "AcquireFailed": NOT_AT_ALL,
    "ReleaseInProgress": NOT_AT_ALL,
    "DeleteInProgress": NOT_AT_ALL,
    "ReleaseFailed": NOT_AT_ALL,
    "DeleteFailed": NOT_AT_ALL,
    "Cancelled": NOT_AT_ALL,
    "PortinCancelRequested": NOT_AT_ALL,
    "PortinInProgress": NOT_AT_ALL,
}


def updated(number: PhoneNumber, details: Details, rules: Rules = AWS) -> PhoneNumber:
    """Change one detail of a number now."""
    return revise(number, details, "UpdateSucceeded", NOW, rules)


def replaced(number: PhoneNumber, **members: Any) -> PhoneNumber:
    """Return the number with other members."""
    return msgspec.structs.replace(number, **members)


def refusal_of(act: Callable[[], object]) -> tuple[str, str]:
    """Do what is refused, and give the code and the sentence."""
    with pytest.raises(Refusal) as refused:
        act()
    assert str(refused.value) == refused.value.message
    return refused.value.code, refused.value.message


def outcome(number: PhoneNumber, details: Details) -> str:
    """Say in one word what comes of an update."""
    try:
        return "unchanged" if updated(number, details) == number else "changed"
    except Refusal as refusal:
        return refusal.code


def test_the_table_of_outcomes_is_whole() -> None:
    """Every status that a number can have is in it."""
    assert set(OUTCOMES) == set(get_args(Status))


@pytest.mark.parametrize("status", OUTCOMES)
def test_the_status_decides_what_may_change(number: Make, status: Status) -> None:
    """Only numbers in the inventory can be updated, and only unassigned ones can be switched to another product."""
    before = number(status=status)
    assert tuple(outcome(before, details) for details in DETAILS.values()) == OUTCOMES[status]


def test_a_status_that_forbids_an_update_is_named(number: Make) -> None:
    """The sentence says which one it is."""
    assert refusal_of(lambda: updated(number(status="ReleaseInProgress"), Details(name="Desk"))) == (
        "BadRequest",
        "A phone number with status ReleaseInProgress cannot be updated.",
    )


@pytest.mark.parametrize("given", [(), *combinations(["product_type", "calling_name", "name"], 2), ("all",)])
def test_one_detail_at_a_time(number: Make, given: tuple[str, ...]) -> None:
    """None is refused and so are several, before anything else is looked at."""
    texts = {"product_type": "VoiceConnector", "calling_name": "Example Corp", "name": "Front desk"}
    details = msgspec.convert({name: texts[name] for name in (texts if given == ("all",) else given)}, Details)
    message = "Give exactly one of ProductType, CallingName and Name: one phone number detail can be updated at a time."

    assert refusal_of(lambda: refuse_all_but_one(details)) == ("BadRequest", message)
    assert refusal_of(lambda: updated(number(status="DeleteFailed"), details)) == ("BadRequest", message)


@pytest.mark.parametrize("details", [Details(calling_name=""), Details(name="")])
def test_an_empty_text_is_a_detail_that_is_given(details: Details) -> None:
    """It clears what there is, which is not the same as leaving it out."""
    refuse_all_but_one(details)


def test_a_name_is_replaced_and_nothing_else(number: Make) -> None:
    """The change has a time of its own; a pending calling name goes on."""
    before = number(
        name="Old desk",
        calling_name_status="UpdateInProgress",
        calling_name_requested_at=NOW - timedelta(hours=1),
        pending_calling_name="Example Corp",
        pending_outcome="UpdateFailed",
        settles_at=NOW + timedelta(hours=71),
    )
    assert updated(before, Details(name="Front desk")) == replaced(before, name="Front desk", updated_at=NOW)


def test_an_empty_name_clears_the_name(number: Make) -> None:
    """There is no name then: None, not an empty text."""
    before = number(name="Front desk")
    assert updated(before, Details(name="")) == replaced(before, name=None, updated_at=NOW)


def test_a_product_type_is_replaced_and_nothing_else(number: Make) -> None:
    """The calling name and its status stay (BEHAVIOUR.md 3.3)."""
    before = number(name="Desk", calling_name="Example Corp", calling_name_status="UpdateSucceeded")
    after = updated(before, Details(product_type="SipMediaApplicationDialIn"))
    assert after == replaced(before, product_type="SipMediaApplicationDialIn", updated_at=NOW)


@pytest.mark.parametrize("members", [{}, {"status": "Assigned"}, {"country": "GB"}, {"type": "TollFree"}])
def test_the_same_product_type_changes_nothing(number: Make, members: dict[str, Any]) -> None:
    """Not even the time of the last update, whatever rules there are for changing it."""
    before = number(product_type="BusinessCalling", **members)
    assert change_product_type(before, "BusinessCalling", NOW) == before


def test_an_assigned_number_keeps_its_product(number: Make) -> None:
    """It must be disassociated first."""
    before = number(
        status="Assigned",
        association_name="VoiceConnectorId",
        association_value="abcdef1ghij2klmno3pqr4",
        associated_at=NOW,
    )
    assert refusal_of(lambda: change_product_type(before, "SipMediaApplicationDialIn", NOW)) == (
        "BadRequest",
        "ProductType can be changed only while the phone number is unassigned.",
    )


ABROAD = "ProductType must be SipMediaApplicationDialIn for phone numbers outside the U.S."
NOT_TOLL_FREE = "ProductType cannot be BusinessCalling for toll-free phone numbers."


@pytest.mark.parametrize(
    ("product_type", "country", "number_type", "message"),
    [
        ("VoiceConnector", "US", "Local", None),
        ("VoiceConnector", "US", "TollFree", None),
        ("VoiceConnector", "CA", "Local", ABROAD),
        ("VoiceConnector", "GB", "TollFree", ABROAD),
        ("SipMediaApplicationDialIn", "US", "Local", None),
        ("SipMediaApplicationDialIn", "US", "TollFree", None),
        ("SipMediaApplicationDialIn", "CA", "Local", None),
        ("SipMediaApplicationDialIn", "GB", "TollFree", None),
        ("BusinessCalling", "US", "Local", None),
        ("BusinessCalling", "US", "TollFree", NOT_TOLL_FREE),
        ("BusinessCalling", "CA", "Local", ABROAD),
        ("BusinessCalling", "GB", "TollFree", ABROAD),
    ],
)
def test_which_products_a_number_can_have(
    number: Make, product_type: ProductType, country: str, number_type: NumberType, message: str | None
) -> None:
    """Numbers from abroad have one product, toll-free ones all but BusinessCalling; an update asks the same rule."""
    other: ProductType = "VoiceConnector" if product_type != "VoiceConnector" else "BusinessCalling"
    before = number(product_type=other, country=country, type=number_type)
    if message is None:
        refuse_unfit_product(product_type, country, number_type)
        assert updated(before, Details(product_type=product_type)).product_type == product_type
    else:
        refused = ("BadRequest", message)
        assert refusal_of(lambda: refuse_unfit_product(product_type, country, number_type)) == refused
        assert refusal_of(lambda: updated(before, Details(product_type=product_type))) == refused


@pytest.mark.parametrize(
    ("country", "number_type", "allowed"),
    [("US", "Local", True), ("US", "TollFree", False), ("CA", "Local", False), ("GB", "TollFree", False)],
)
def test_which_numbers_can_have_a_calling_name(
    number: Make, country: str, number_type: NumberType, allowed: bool
) -> None:
    """Toll-based numbers of the U.S. alone, be it to set one or to clear it."""
    before = number(country=country, type=number_type, product_type="SipMediaApplicationDialIn")
    message = "CallingName can be set only for toll-based U.S. phone numbers."
    for calling_name in ("Example Corp", ""):
        details = Details(calling_name=calling_name)
        if allowed:
            refuse_unfit_calling_name(country, number_type)
            assert updated(before, details).calling_name_status == "UpdateInProgress"
        else:
            assert refusal_of(lambda: refuse_unfit_calling_name(country, number_type)) == ("BadRequest", message)
            assert refusal_of(lambda: updated(before, details)) == ("BadRequest", message)  # noqa: B023 - called at once


@pytest.mark.parametrize(
    ("product_type", "namespace", "shown_in_voice", "expected"),
    [
        ("VoiceConnector", "chime", False, True),
        ("VoiceConnector", "chime-sdk-voice", False, True),
        ("SipMediaApplicationDialIn", "chime", False, True),
        ("SipMediaApplicationDialIn", "chime-sdk-voice", False, True),
        ("BusinessCalling", "chime", False, True),
        ("BusinessCalling", "chime-sdk-voice", False, False),
        ("BusinessCalling", "chime", True, True),
        ("BusinessCalling", "chime-sdk-voice", True, True),
    ],
)
def test_which_namespace_shows_a_number(
    number: Make, product_type: ProductType, namespace: str, shown_in_voice: bool, expected: bool
) -> None:
    """Only BusinessCalling numbers are hidden, only from the newer namespace, and only where the rules do not show them."""
    rules = msgspec.structs.replace(AWS, business_calling_in_voice=shown_in_voice)
    assert visible(number(product_type=product_type), namespace, rules) is expected
