"""The rules of what a phone number is on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import msgspec
import pytest

from dialbook.domain.associations import Association, assign, unassign
from dialbook.domain.phone_numbers import MOVES, PhoneNumber, Status
from dialbook.domain.refusal import Refusal
from domain.conftest import CREATED, make_number

LATER = CREATED + timedelta(minutes=1)
FIRST, SECOND = Association("VoiceConnectorId", "first"), Association("VoiceConnectorId", "second")
GROUP = Association("VoiceConnectorGroupId", "first")
PLACES = (FIRST, SECOND, GROUP)


def on(there: Association, **members: Any) -> PhoneNumber:
    """Return a number that is there."""
    held = {"association_name": there.name, "association_value": there.value, "associated_at": CREATED}
    return make_number(status="Assigned", **(held | members))


def refusal_of(number: PhoneNumber, to: Association, force: bool) -> Refusal:
    """Return why the number cannot be put there."""
    with pytest.raises(Refusal) as caught:
        assign(number, to, force, LATER)
    return caught.value


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("to", PLACES)
def test_a_free_number_is_assigned(to: Association, force: bool) -> None:
    """With the time at which it was, which is the time of its update too."""
    number = assign(make_number(), to, force, LATER)

    assert (number.status, number.association_name, number.association_value) == ("Assigned", to.name, to.value)
    assert number.associated_at == number.updated_at == LATER


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("there", PLACES)
def test_the_same_place_again_changes_nothing(there: Association, force: bool) -> None:
    """Not even a time: a retry after a lost answer is safe (BEHAVIOUR.md 5, row 15)."""
    number = on(there)

    assert assign(number, there, force, LATER) == number


@pytest.mark.parametrize(("there", "to"), [(one, other) for one in PLACES for other in PLACES if one != other])
def test_only_force_takes_a_number_from_where_it_is(there: Association, to: Association) -> None:
    """From any place to any other, though the ids be the same; it never has two associations."""
    refusal = refusal_of(on(there), to, force=False)
    assert (refusal.code, refusal.message) == (
        "PhoneNumberAssociationsExist",
        "The phone number has another association, which only ForceAssociate removes.",
    )

    moved = assign(on(there), to, True, LATER)

    assert (moved.association_name, moved.association_value, moved.associated_at) == (to.name, to.value, LATER)
    assert moved == assign(make_number(), to, False, LATER)


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("to", PLACES)
@pytest.mark.parametrize("product_type", ["SipMediaApplicationDialIn", "VoiceConnector"])
def test_force_does_not_take_a_number_from_a_sip_rule(to: Association, force: bool, product_type: str) -> None:
    """The rule is to be deleted instead (BEHAVIOUR.md 5, row 16)."""
    held = on(FIRST, association_name="SipRuleId", product_type=product_type)

    refusal = refusal_of(held, to, force)

    assert (refusal.code, refusal.message) == (
        "BadRequest",
        "The SIP rule of the phone number must be deleted before it can be associated.",
    )


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("product_type", ["SipMediaApplicationDialIn", "BusinessCalling"])
def test_only_numbers_of_the_product_are_assigned(force: bool, product_type: str) -> None:
    """To a voice connector and to a group alike (BEHAVIOUR.md 3.6)."""
    for to, noun in ((FIRST, "voice connector"), (GROUP, "voice connector group")):
        refusal = refusal_of(make_number(product_type=product_type), to, force)
        assert (refusal.code, refusal.message) == (
            "BadRequest",
            f"ProductType must be VoiceConnector to be associated with a {noun}.",
        )


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("status", get_args(Status))
def test_the_table_says_which_numbers_can_be_assigned(status: Status, force: bool) -> None:
    """And a status that cannot is named."""
    number = make_number(status=status)
    if any((move.source, move.cause) == (status, "associate") for move in MOVES):
        assert assign(number, FIRST, force, LATER).status == "Assigned"
        return

    refusal = refusal_of(number, FIRST, force)

    assert refusal.code == "BadRequest"
    assert refusal.message == f"A phone number with status {status} cannot be associated."


def test_a_calling_name_on_its_way_stays_so() -> None:
    """It does not keep a number from being assigned (BEHAVIOUR.md 3.4)."""
    pending: dict[str, Any] = {
        "calling_name_status": "UpdateInProgress",
        "pending_calling_name": "Example Corp",
        "pending_outcome": "UpdateSucceeded",
        "settles_at": LATER + timedelta(hours=72),
    }

    assigned = assign(make_number(**pending), FIRST, False, LATER)

    assert assigned == msgspec.structs.replace(assign(make_number(), FIRST, False, LATER), **pending)


@pytest.mark.parametrize("there", PLACES)
def test_a_number_is_taken_away_from_where_it_is(there: Association) -> None:
    """It is as free as it was before."""
    number = unassign(assign(make_number(), there, False, CREATED), there, LATER)

    assert number == make_number(updated_at=LATER)


@pytest.mark.parametrize("off", PLACES)
def test_a_number_is_not_taken_away_from_where_it_is_not(off: Association) -> None:
    """Neither a free one, nor one that is elsewhere or that a SIP rule holds (BEHAVIOUR.md 5, row 19)."""
    elsewhere = [on(there) for there in PLACES if there != off]
    noun = "voice connector group" if off == GROUP else "voice connector"
    for number in (make_number(), on(off, association_name="SipRuleId"), *elsewhere):
        with pytest.raises(Refusal) as caught:
            unassign(number, off, LATER)
        assert (caught.value.code, caught.value.message) == (
            "NotFound",
            f"The phone number is not associated with this {noun}.",
        )
