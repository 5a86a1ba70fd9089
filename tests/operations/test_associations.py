"""What associating and disassociating phone numbers have in common, on voice connectors and on groups, through boto3."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dialbook.domain.phone_numbers import PhoneNumber
from operations.trunks import NO_CONNECTOR, NO_GROUP, OTHER, changes, new_connector, new_group, place_of
from running import ACCOUNT, START, RunningServer, error_of

NUMBER, SECOND, THIRD, UNKNOWN = "+12065550100", "+12065550101", "+12065550102", "+12065550199"
MINUTE = timedelta(minutes=1)
NOUNS = {"VoiceConnector": "voice connector", "VoiceConnectorGroup": "voice connector group"}
UNKNOWN_ERROR = {
    "PhoneNumberId": UNKNOWN,
    "ErrorCode": "NotFound",
    "ErrorMessage": "The phone number does not exist.",
}
ELSEWHERE = "The phone number has another association, which only ForceAssociate removes."


class Place:
    """A voice connector or a group, that numbers are put on and taken off."""

    def __init__(self, client: Any, kind: str) -> None:
        self.client = client
        self.kind = kind
        self.id = new_connector(client) if kind == "VoiceConnector" else new_group(client)

    def associate(self, *numbers: str, **members: Any) -> list[dict[str, Any]]:
        """Put numbers there and return what went wrong."""
        return self._call("associate_phone_numbers_with", numbers, members)

    def disassociate(self, *numbers: str) -> list[dict[str, Any]]:
        """Take numbers away from there and return what went wrong."""
        return self._call("disassociate_phone_numbers_from", numbers, {})

    def error(self, verb: str, *numbers: str) -> tuple[int, str, str]:
        """Return the error of a whole request."""
        name = f"{verb}_{self._family}"
        return error_of(getattr(self.client, name), **{self.member: self.id, "E164PhoneNumbers": list(numbers)})

    def holds(self) -> tuple[str, str, str]:
        """Return what a number that is there has."""
        return "Assigned", self.member, self.id

    @property
    def member(self) -> str:
        """Return the member that holds its id."""
        return f"{self.kind}Id"

    @property
    def _family(self) -> str:
        return "voice_connector" if self.kind == "VoiceConnector" else "voice_connector_group"

    def _call(self, verb: str, numbers: tuple[str, ...], members: dict[str, Any]) -> list[dict[str, Any]]:
        call = getattr(self.client, f"{verb}_{self._family}")
        answer = call(**{self.member: self.id, "E164PhoneNumbers": list(numbers)}, **members)
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
        errors: list[dict[str, Any]] = answer["PhoneNumberErrors"]
        return errors


@pytest.fixture(params=NOUNS)
def kind(request: pytest.FixtureRequest) -> str:
    """Give connectors and groups, one after the other."""
    name: str = request.param
    return name


@pytest.fixture
def place(server: RunningServer, kind: str) -> Place:
    """Give a place for numbers."""
    return Place(server.client(), kind)


FREE = ("Unassigned", None, None)
VERBS = ("associate_phone_numbers_with", "disassociate_phone_numbers_from")


def test_numbers_are_put_there_and_taken_away(server: RunningServer, place: Place) -> None:
    """The number says what it is on and since when, and is as free as before afterwards (BEHAVIOUR.md 6, R2)."""
    for number in (NUMBER, SECOND):
        server.add_number(number)
    server.clock.advance(MINUTE)

    assert place.associate(NUMBER, SECOND) == []
    shown = place.client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (shown["Status"], shown["UpdatedTimestamp"]) == ("Assigned", START + MINUTE)
    assert shown["Associations"] == [{"AssociatedTimestamp": START + MINUTE, "Name": place.member, "Value": place.id}]
    filters = {"FilterName": place.member, "FilterValue": place.id}
    found = place.client.list_phone_numbers(**filters)["PhoneNumbers"]
    assert [number["E164PhoneNumber"] for number in found] == [NUMBER, SECOND]

    server.clock.advance(MINUTE)
    assert place.disassociate(SECOND, NUMBER) == []
    shown = place.client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (shown["Status"], shown["Associations"]) == ("Unassigned", [])
    assert shown["UpdatedTimestamp"] == START + 2 * MINUTE
    assert place.client.list_phone_numbers(**filters)["PhoneNumbers"] == []


@pytest.mark.parametrize("spelling", ["+12065550100", "12065550100"])
def test_the_plus_sign_may_be_left_out(server: RunningServer, place: Place, spelling: str) -> None:
    """As the pattern says (BEHAVIOUR.md 5, row 49)."""
    server.add_number()
    assert place.associate(spelling) == []
    assert place_of(server) == place.holds()
    assert place.disassociate(spelling) == []
    assert place_of(server) == FREE


@pytest.mark.parametrize("force", [{}, {"ForceAssociate": False}, {"ForceAssociate": True}])
def test_a_number_that_is_there_already_stays(server: RunningServer, place: Place, force: dict[str, Any]) -> None:
    """No error, and nothing is written: a retry after a lost answer is safe (BEHAVIOUR.md 5, row 15)."""
    server.add_number()
    place.associate(NUMBER)
    server.clock.advance(MINUTE)
    before = changes(server)

    assert place.associate(NUMBER, **force) == []

    assert changes(server) == before


@pytest.mark.parametrize("force", [None, False, True])
@pytest.mark.parametrize("other", NOUNS)
def test_only_force_takes_a_number_from_elsewhere(
    server: RunningServer, place: Place, other: str, force: bool | None
) -> None:
    """From a connector or a group to another one; the number is never on two (BEHAVIOUR.md 5, row 15)."""
    server.add_number()
    server.add_number(SECOND)
    there = Place(place.client, other)
    there.associate(NUMBER)

    errors = place.associate(NUMBER, SECOND, **({} if force is None else {"ForceAssociate": force}))

    assert place_of(server, SECOND) == place.holds()
    if force:
        assert errors == []
        assert place_of(server) == place.holds()
        assert [error["ErrorCode"] for error in there.disassociate(NUMBER)] == ["NotFound"]
    else:
        assert errors == [
            {
                "PhoneNumberId": "%2B12065550100",
                "ErrorCode": "PhoneNumberAssociationsExist",
                "ErrorMessage": ELSEWHERE,
            }
        ]
        assert place_of(server) == there.holds()


@pytest.mark.parametrize("force", [False, True])
def test_a_number_that_a_sip_rule_holds_stays_with_it(server: RunningServer, place: Place, force: bool) -> None:
    """Whether it is forced or taken away (BEHAVIOUR.md 5, row 16)."""
    held: dict[str, Any] = {"association_name": "SipRuleId", "association_value": "rule", "associated_at": START}
    server.add_number(product_type="SipMediaApplicationDialIn", status="Assigned", **held)
    before = changes(server)

    assert place.associate(NUMBER, ForceAssociate=force) == [
        {
            "PhoneNumberId": "%2B12065550100",
            "ErrorCode": "BadRequest",
            "ErrorMessage": "The SIP rule of the phone number must be deleted before it can be associated.",
        }
    ]
    assert [error["ErrorCode"] for error in place.disassociate(NUMBER)] == ["NotFound"]
    assert changes(server) == before


def test_each_number_succeeds_or_fails_by_itself(server: RunningServer, place: Place) -> None:
    """In the order of the request; own numbers are named by their ids, all others as they came (BEHAVIOUR.md 5, row 22)."""
    server.add_number(NUMBER)
    server.add_number(SECOND, product_type="SipMediaApplicationDialIn")
    server.add_number(THIRD, status="AcquireInProgress")
    server.add_number("+12065550103", account=OTHER)
    server.add_number("+12065550104", product_type="BusinessCalling")
    free = server.add_number("+12065550105")

    errors = place.associate("12065550199", SECOND, "12065550102", "+12065550103", "+12065550104", NUMBER)

    assert errors == [
        UNKNOWN_ERROR | {"PhoneNumberId": "12065550199"},
        {
            "PhoneNumberId": "%2B12065550101",
            "ErrorCode": "BadRequest",
            "ErrorMessage": f"ProductType must be VoiceConnector to be associated with a {NOUNS[place.kind]}.",
        },
        {
            "PhoneNumberId": "%2B12065550102",
            "ErrorCode": "BadRequest",
            "ErrorMessage": "A phone number with status AcquireInProgress cannot be associated.",
        },
        UNKNOWN_ERROR | {"PhoneNumberId": "+12065550103"},
        UNKNOWN_ERROR | {"PhoneNumberId": "+12065550104"},
    ]
    assert place_of(server) == place.holds()

    assert place.disassociate(UNKNOWN, "12065550105", NUMBER) == [
        UNKNOWN_ERROR,
        {
            "PhoneNumberId": "%2B12065550105",
            "ErrorCode": "NotFound",
            "ErrorMessage": f"The phone number is not associated with this {NOUNS[place.kind]}.",
        },
    ]
    assert place_of(server) == FREE
    assert server.number("+12065550105") == free


def test_a_number_that_is_named_twice_is_one(server: RunningServer, place: Place) -> None:
    """With or without its plus sign: one change, or one error."""
    server.add_number()
    server.clock.advance(MINUTE)
    before = len(changes(server))

    errors = place.associate(NUMBER, "12065550100", NUMBER, UNKNOWN, "12065550199")
    assert errors == [UNKNOWN_ERROR]
    errors = place.disassociate(NUMBER, "12065550100", NUMBER, UNKNOWN, "12065550199")
    assert errors == [UNKNOWN_ERROR]

    assert len(changes(server)) == before + 2
    assert place_of(server) == FREE


def test_every_change_is_remembered_with_its_request(server: RunningServer, place: Place) -> None:
    """All numbers of a request in one transaction: its changes are counted under one id."""
    numbers = [server.add_number(f"+1206555{digits:04}").e164 for digits in range(100)]

    assert place.associate(*numbers) == []

    name = f"AssociatePhoneNumbersWith{place.kind}"
    made = [change for change in changes(server) if change.action == name]
    assert sorted(change.subject for change in made) == [f"phone_numbers/{number}" for number in numbers]
    request_ids = {change.change_id.rpartition("/")[0] for change in made}
    assert len(request_ids) == 1
    assert sorted(int(change.change_id.rpartition("/")[2]) for change in made) == list(range(1, 101))


def test_a_calling_name_on_its_way_does_not_matter(server: RunningServer, place: Place) -> None:
    """The number is assigned meanwhile, and the name arrives (BEHAVIOUR.md 3.4)."""
    server.add_number()
    place.client.update_phone_number(PhoneNumberId=NUMBER, CallingName="Example Corp")
    assert place.associate(NUMBER) == []

    server.clock.advance(timedelta(hours=72))

    shown = place.client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (shown["CallingName"], shown["CallingNameStatus"]) == ("Example Corp", "UpdateSucceeded")
    assert (shown["Status"], shown["Associations"][0]["Value"]) == ("Assigned", place.id)
    assert place.disassociate(NUMBER) == []


def test_an_acquisition_that_is_due_has_ended(server: RunningServer, place: Place) -> None:
    """Though nobody has looked at the number since."""
    server.add_number(status="AcquireInProgress", pending_outcome="Acquired", settles_at=START + MINUTE)
    assert [error["ErrorCode"] for error in place.associate(NUMBER)] == ["BadRequest"]

    server.clock.advance(MINUTE)

    assert place.associate(NUMBER) == []
    assert place_of(server) == place.holds()


def test_an_assigned_number_is_neither_deleted_nor_given_another_product(server: RunningServer, place: Place) -> None:
    """Until it is taken away."""
    server.add_number()
    place.associate(NUMBER)
    update = {"PhoneNumberId": NUMBER, "ProductType": "SipMediaApplicationDialIn"}

    assert error_of(place.client.delete_phone_number, PhoneNumberId=NUMBER)[0] == 400
    assert error_of(place.client.update_phone_number, **update)[0] == 400
    place.disassociate(NUMBER)
    place.client.update_phone_number(**update)
    place.client.delete_phone_number(PhoneNumberId=NUMBER)
    assert [error["ErrorCode"] for error in place.associate(NUMBER, ForceAssociate=True)] == ["BadRequest"]


def test_the_inventory_is_one_for_all_regions(server: RunningServer, place: Place) -> None:
    """A number is associated from any of them (BEHAVIOUR.md 6, R4)."""
    server.add_number()
    place.client = server.client(region_name="eu-central-1")
    assert place.associate(NUMBER) == []
    place.client = server.client(region_name="us-west-2")
    assert place.disassociate(NUMBER) == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_place_of_another_account_is_unknown(server: RunningServer, kind: str, verb: str) -> None:
    """404 for the whole request, as for one that nobody has (BEHAVIOUR.md 5, row 18); nothing changes."""
    server.add_number()
    place = Place(server.client(account=OTHER), kind)
    server.add_number(SECOND, account=OTHER)
    place.associate(SECOND)
    place.client = server.client()
    before = changes(server)

    missing = NO_CONNECTOR if kind == "VoiceConnector" else NO_GROUP
    assert place.error(verb, NUMBER, SECOND) == missing
    place.id = place.id[:-1] + ("0" if place.id[-1] != "0" else "1")
    assert place.error(verb, NUMBER, SECOND) == missing
    assert changes(server) == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_request_names_between_one_and_500_numbers(server: RunningServer, place: Place, verb: str) -> None:
    """Counted as they come, before anything else is looked at."""
    server.add_number()
    before = changes(server)

    least = place.error(verb)
    most = place.error(verb, *[NUMBER] * 501)

    assert least == (400, "BadRequestException", "E164PhoneNumbers must have at least 1 item.")
    assert most == (400, "BadRequestException", "E164PhoneNumbers must have at most 500 items.")
    place.id = "abcdefghijklmnopqrstu1"
    assert place.error(verb) == least
    assert changes(server) == before


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("broken", ["", "+", "%2B12065550100", "+02065550100", "+1206555010a", "+1", " +12065550100"])
def test_what_is_no_number_is_refused(server: RunningServer, place: Place, verb: str, broken: str) -> None:
    """By the pattern of E.164, which an encoded id is not: the whole request, and the numbers beside it stay."""
    server.add_number()
    before = changes(server)

    assert place.error(verb, NUMBER, broken)[:2] == (400, "BadRequestException")
    assert changes(server) == before


def test_errors_hold_no_number(server: RunningServer, place: Place) -> None:
    """The sentences may be logged: numbers are sensitive."""
    server.add_number(product_type="SipMediaApplicationDialIn")
    errors = [*place.associate(NUMBER, UNKNOWN), *place.disassociate(NUMBER, UNKNOWN)]
    assert len(errors) == 4
    assert not [error for error in errors if "206555" in error["ErrorMessage"]]


def test_other_accounts_numbers_are_not_touched(server: RunningServer, place: Place) -> None:
    """Not even by force."""
    server.add_number(account=OTHER)
    before = server.number(account=OTHER)

    assert place.associate(NUMBER, ForceAssociate=True) == [UNKNOWN_ERROR | {"PhoneNumberId": NUMBER}]

    assert isinstance(before, PhoneNumber)
    assert server.number(account=OTHER) == before
    assert server.number(account=ACCOUNT) is None
