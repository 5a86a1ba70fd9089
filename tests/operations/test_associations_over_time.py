"""Numbers, voice connectors and groups after any sequence of requests, compared with a model of what they should be."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dialbook.contract import voice
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import PRESETS
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup
from dialbook.ports.store import Tx
from dialbook.server.behaviours import behaviours
from dialbook.stores.sqlite import open_sqlite
from operations.contexts import context, everything, fill, number

BEHAVIOURS = behaviours(voice.CONTRACT, voice.CONTRACT)
NUMBERS = [f"+1206555010{digit}" for digit in range(4)]
OF_ANOTHER_PRODUCT, UNKNOWN = "+12065550108", "+12065550109"
SOME = st.lists(st.sampled_from([*NUMBERS, OF_ANOTHER_PRODUCT, UNKNOWN]), min_size=1, max_size=4)
WHICH = st.integers(0, 5)


class Place(NamedTuple):
    """A voice connector or a group."""

    kind: str
    id: str

    @property
    def name(self) -> str:
        """Return what an association with it is called."""
        return f"{self.kind}Id"


class AssociationsOverTime(RuleBasedStateMachine):
    """What is stored on one side; on the other where each number should be, and who should be in which group."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.store = self.loop.run_until_complete(self._open())
        self.places: list[Place] = []
        """Every one that there ever was."""
        self.deleted: dict[Place, None] = {}
        self.members: dict[Place, list[Place]] = {}
        self.on: dict[str, Place | None] = dict.fromkeys(NUMBERS)
        self.queued: set[str] = set()

    async def _open(self) -> Any:
        store = open_sqlite(None)
        other = number(OF_ANOTHER_PRODUCT, product_type="SipMediaApplicationDialIn")
        await fill(store, *(number(e164) for e164 in NUMBERS), other)
        return store

    def teardown(self) -> None:
        """Let go of the store."""
        self.loop.run_until_complete(self.store.close())
        self.loop.close()

    def do(self, operation: str, **members: Any) -> Any:
        """Return the answer of an operation in a transaction of its own, or the code with which it is refused."""
        request = voice.CONTRACT.operations[operation].request(**members)

        async def work(tx: Tx) -> Any:
            return await BEHAVIOURS[operation].run(request, context(tx, rules=PRESETS["relaxed"]))

        try:
            return self.loop.run_until_complete(self.store.write(work))
        except Refusal as refusal:
            return refusal.code

    def at(self, place: Place, operation: str, **members: Any) -> Any:
        """Do something to a place."""
        snake = "voice_connector_id" if place.kind == "VoiceConnector" else "voice_connector_group_id"
        return self.do(operation + place.kind, **{snake: place.id}, **members)

    @initialize()
    def begin(self) -> None:
        """Make two voice connectors and two groups."""
        for _ in range(2):
            self.create_connector()
            self.create_group([])

    @rule()
    def create_connector(self) -> None:
        """Make another voice connector."""
        made = self.do("CreateVoiceConnector", name="Desk", require_encryption=False).voice_connector
        self.places.append(Place("VoiceConnector", made.voice_connector_id))

    @rule(which=st.lists(WHICH, max_size=3))
    def create_group(self, which: list[int]) -> None:
        """Make another group."""
        members = self.some_connectors(which)
        answer = self.do("CreateVoiceConnectorGroup", name="All", voice_connector_items=items(members))
        if self.deleted.keys() & set(members):
            assert answer == "NotFound"
            return
        group = Place("VoiceConnectorGroup", answer.voice_connector_group.voice_connector_group_id)
        self.places.append(group)
        self.members[group] = members

    @rule(which=WHICH, members=st.lists(WHICH, max_size=3))
    def update_group(self, which: int, members: list[int]) -> None:
        """Give a group other members."""
        groups = [place for place in self.places if place.kind == "VoiceConnectorGroup"]
        group, connectors = groups[which % len(groups)], self.some_connectors(members)
        answer = self.at(group, "Update", name="All", voice_connector_items=items(connectors))
        if self.deleted.keys() & {group, *connectors}:
            assert answer == "NotFound"
        else:
            assert len(answer.voice_connector_group.voice_connector_items) == len(connectors)
            self.members[group] = connectors

    @rule(which=WHICH, numbers=SOME, force=st.sampled_from([None, False, True]))
    def associate(self, which: int, numbers: list[str], force: bool | None) -> None:
        """Put numbers somewhere: each that can be is there then, and each that cannot stays where it is."""
        place = self.some_place(which)
        answer = self.at(place, "AssociatePhoneNumbersWith", e164_phone_numbers=numbers, force_associate=force)
        if place in self.deleted:
            assert answer == "NotFound"
            return
        expected = [self.why_not_put(e164, place, force) for e164 in dict.fromkeys(numbers)]
        assert codes_of(answer) == [code for code in expected if code]
        for e164, code in zip(dict.fromkeys(numbers), expected, strict=True):
            if not code:
                self.on[e164] = place

    @rule(which=WHICH, numbers=SOME)
    def disassociate(self, which: int, numbers: list[str]) -> None:
        """Take numbers away from somewhere: those that are there."""
        place = self.some_place(which)
        answer = self.at(place, "DisassociatePhoneNumbersFrom", e164_phone_numbers=numbers)
        if place in self.deleted:
            assert answer == "NotFound"
            return
        there = {e164 for e164 in numbers if self.on.get(e164) == place}
        assert codes_of(answer) == ["NotFound"] * (len(set(numbers)) - len(there))
        self.on |= dict.fromkeys(there)

    @rule(which=WHICH)
    def delete_place(self, which: int) -> None:
        """Delete a voice connector or a group: while it has numbers, members or a group, it stays."""
        place = self.some_place(which)
        answer = self.at(place, "Delete")
        if place in self.deleted:
            assert answer == "NotFound"
        elif place in self.on.values() or self.members.get(place) or self.is_member(place):
            assert answer == "Conflict"
        else:
            assert answer is None
            self.deleted[place] = None
            self.members.pop(place, None)

    @rule(e164=st.sampled_from(NUMBERS))
    def delete_number(self, e164: str) -> None:
        """Put a number into the deletion queue, unless it is assigned."""
        answer = self.do("DeletePhoneNumber", phone_number_id=e164)
        assert answer == ("PhoneNumberAssociationsExist" if self.on[e164] else None)
        if not self.on[e164]:
            self.queued.add(e164)

    @rule(e164=st.sampled_from(NUMBERS))
    def restore_number(self, e164: str) -> None:
        """Take a number back out of the queue: it is on nothing then."""
        answer = self.do("RestorePhoneNumber", phone_number_id=e164)
        assert (answer == "BadRequest") == (e164 not in self.queued)
        self.queued.discard(e164)

    @invariant()
    def each_number_is_in_one_place_or_none(self) -> None:
        """It is Assigned exactly while it is in one, and that one is there."""
        for stored in self.all(PhoneNumber):
            place = self.on.get(stored.e164)
            association = (place.name, place.id) if place else (None, None)
            assert (stored.association_name, stored.association_value) == association
            assert (stored.status == "Assigned") == (place is not None) == (stored.associated_at is not None)
            assert (stored.status == "ReleaseInProgress") == (stored.e164 in self.queued)
            assert place not in self.deleted

    @invariant()
    def connectors_and_groups_know_each_other(self) -> None:
        """Each member is there, and says that it is one."""
        groups = {group.voice_connector_group_id: group for group in self.all(VoiceConnectorGroup)}
        assert groups.keys() == {place.id for place in self.members}
        for place, members in self.members.items():
            stored = [member.voice_connector_id for member in groups[place.id].members]
            assert stored == [member.id for member in members]
        connectors = {connector.voice_connector_id: connector for connector in self.all(VoiceConnector)}
        there = {place for place in self.places if place.kind == "VoiceConnector"} - self.deleted.keys()
        assert connectors.keys() == {place.id for place in there}
        for place in there:
            its_groups = {group.id for group, members in self.members.items() if place in members}
            assert set(connectors[place.id].group_ids) == its_groups

    def all(self, kind: type[Any]) -> list[Any]:
        """Return what is stored."""
        return self.loop.run_until_complete(everything(self.store, kind))

    def some_place(self, which: int) -> Place:
        """Choose a place that is there, or now and then one that is not any more."""
        there = [place for place in self.places if place not in self.deleted]
        choice = [*there, *list(self.deleted)[:1]]
        return choice[which % len(choice)]

    def some_connectors(self, which: Sequence[int]) -> list[Place]:
        """Choose voice connectors, each once; some may be deleted."""
        connectors = [place for place in self.places if place.kind == "VoiceConnector"]
        return list(dict.fromkeys(connectors[index % len(connectors)] for index in which))

    def is_member(self, place: Place) -> bool:
        """Tell whether any group has it."""
        return any(place in members for members in self.members.values())

    def why_not_put(self, e164: str, place: Place, force: bool | None) -> str | None:
        """Return the code with which a number cannot be put there."""
        if e164 == UNKNOWN:
            return "NotFound"
        if e164 == OF_ANOTHER_PRODUCT or e164 in self.queued:
            return "BadRequest"
        held = self.on[e164] not in (None, place) and not force
        return "PhoneNumberAssociationsExist" if held else None


def items(connectors: Sequence[Place]) -> list[Any]:
    """Return voice connectors as the items of a group."""
    item = voice.voice_connector_groups.VoiceConnectorItem
    return [item(voice_connector_id=connector.id, priority=1) for connector in connectors]


def codes_of(answer: Any) -> list[str]:
    """Return the codes of the numbers' errors."""
    return [error.error_code for error in answer.phone_number_errors]


TestAssociationsOverTime = pytest.mark.fuzz(AssociationsOverTime.TestCase)
TestAssociationsOverTime.settings = settings(stateful_step_count=30)
