"""What is found in a damaged store, what of it is mended, and what is only told."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

import pytest

from dialbook.domain.configurations import Configuration
from dialbook.domain.contents import KEPT
from dialbook.domain.history import Change
from dialbook.domain.invariants import INVARIANTS
from dialbook.domain.orders import OrderedNumber, PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.sip import SipMediaApplication, SipRule, Target, target_records
from dialbook.domain.tags import Tag
from dialbook.domain.voice_connectors import GroupMember, VoiceConnector, VoiceConnectorGroup
from dialbook.operations.verifying import confirm, doubtful
from dialbook.ports.store import Store, Tx
from operations.contexts import ACCOUNT, AUTHOR, NOW, OTHER, at, everything, fill, number, with_store
from operations.test_verifying_over_time import findings

LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)
TIMES: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}
ORDER_ID, RULE_ID, APPLICATION_ID, GROUP_ID, CONNECTOR_ID = "order", "rule", "application", "group", "abcdef"

ON_CONNECTOR = number(
    "+12065550100",
    status="Assigned",
    association_name="VoiceConnectorId",
    association_value=CONNECTOR_ID,
    associated_at=NOW,
)
ON_GROUP = at(ON_CONNECTOR, e164="+12065550106", association_name="VoiceConnectorGroupId", association_value=GROUP_ID)
ON_RULE = at(
    ON_CONNECTOR,
    e164="+12065550101",
    product_type="SipMediaApplicationDialIn",
    association_name="SipRuleId",
    association_value=RULE_ID,
)
WITH_USER = at(ON_CONNECTOR, e164="+12065550107", association_name="UserId", association_value="nobody knows")
FREE = number("+12065550102")
QUEUED = number("+12065550103", status="ReleaseInProgress", pending_outcome="Removed", settles_at=LATER, deleted_at=NOW)
DUE = at(QUEUED, e164="+12065550108", settles_at=EARLIER)
ORDERED = number(
    "+12065550104", status="AcquireInProgress", pending_outcome="Acquired", settles_at=LATER, order_id=ORDER_ID
)
FAILED = number("+12065550105", status="AcquireFailed", order_id=ORDER_ID)
ORDER = PhoneNumberOrder(
    account=ACCOUNT,
    order_id=ORDER_ID,
    product_type="VoiceConnector",
    numbers=(OrderedNumber(e164=ORDERED.e164), OrderedNumber(e164="+12065550199", outcome="AcquireFailed")),
    settles_at=LATER,
    **TIMES,
)
CONNECTOR = VoiceConnector(
    account=ACCOUNT,
    voice_connector_id=CONNECTOR_ID,
    name="Trunk",
    aws_region="us-east-1",
    require_encryption=True,
    group_ids=(GROUP_ID,),
    **TIMES,
)
GROUP = VoiceConnectorGroup(
    account=ACCOUNT,
    voice_connector_group_id=GROUP_ID,
    name="All",
    members=(GroupMember(voice_connector_id=CONNECTOR_ID),),
    **TIMES,
)
APPLICATION = SipMediaApplication(
    account=ACCOUNT,
    sip_media_application_id=APPLICATION_ID,
    name="Menu",
    aws_region="us-east-1",
    lambda_arn="arn:aws:lambda:us-east-1:1:function:a",
    **TIMES,
)
RULE = SipRule(
    account=ACCOUNT,
    sip_rule_id=RULE_ID,
    name="Rule",
    trigger_type="ToPhoneNumber",
    trigger_value=ON_RULE.e164,
    targets=(Target(sip_media_application_id=APPLICATION_ID),),
    **TIMES,
)
OF_HOST = at(RULE, sip_rule_id="host", trigger_type="RequestUriHostname", trigger_value=CONNECTOR.outbound_host_name)
TAG = Tag(account=ACCOUNT, resource_arn=CONNECTOR.arn, tag_key="team", tag_value="desk")
DOCUMENT = Configuration(account=ACCOUNT, resource_id=APPLICATION_ID, kind="SipMediaApplicationLogging", body="{}")


def own(one: PhoneNumber, free_at: Any = None, owner: str | None = ACCOUNT) -> Ownership:
    """Return what the registry says of a number."""
    return Ownership(e164=one.e164, owner=owner, claim_id="claim", free_at=free_at)


NUMBERS = (ON_CONNECTOR, ON_GROUP, ON_RULE, WITH_USER, FREE, QUEUED, DUE, ORDERED, FAILED)
SOUND: tuple[Any, ...] = (
    *NUMBERS,
    *(own(one, {"ReleaseInProgress": one.settles_at, "AcquireFailed": NOW}.get(one.status)) for one in NUMBERS),
    *(ORDER, CONNECTOR, GROUP, APPLICATION, RULE, OF_HOST, TAG, DOCUMENT),
    *(*target_records(RULE), *target_records(OF_HOST)),
)
"""A store in which nothing is wrong."""
EXTRA = at(target_records(RULE)[0], sip_media_application_id="another")
NOWHERE = at(GROUP, members=(*GROUP.members, GroupMember(voice_connector_id="gone")))
OTHERS = at(FREE, account=OTHER)


class Damage(NamedTuple):
    """Records put and taken, and what is found."""

    puts: tuple[Any, ...]
    takes: tuple[Any, ...]
    found: dict[str, str]


def damage(*puts: Any, takes: tuple[Any, ...] = (), **found: str) -> Damage:
    """Return a damage; what is found stands by the name of its table."""
    return Damage(puts, takes, found)


NO_OWNER = "the registry names no owner"
MENDED = {
    "a number without an owner": damage(takes=(own(FREE),), phone_numbers=NO_OWNER),
    "a number that the registry has as free": damage(own(FREE, owner=None), phone_numbers=NO_OWNER),
    "an owner without the number": damage(
        own(FREE, owner=OTHER),
        phone_numbers="the registry names another account, which does not have it",
        number_registry="its owner does not have it",
    ),
    "a number that nobody has": damage(own(number("+12065550111")), number_registry="its owner does not have it"),
    "a number in the queue for good": damage(own(QUEUED), phone_numbers="the registry frees it at another time"),
    "a number that would be lost": damage(own(FREE, LATER), phone_numbers="the registry frees it at another time"),
    "a failed number that stays somebody's": damage(own(FAILED), phone_numbers="the registry frees it at another time"),
    "a rule that does not have its number": damage(
        at(ON_RULE, status="Unassigned", association_name=None, association_value=None, associated_at=None),
        sip_rules="its number is not assigned to it",
    ),
    "a rule that is not found": damage(takes=(target_records(RULE)[0],), sip_rules="its applications do not find it"),
    "a rule that is found to be disabled": damage(
        at(target_records(RULE)[0], disabled=True), sip_rules="its applications do not find it"
    ),
    "a rule that is found where it is not": damage(EXTRA, sip_rule_targets="its rule does not have it"),
    "a voice connector that does not know its group": damage(
        at(CONNECTOR, group_ids=()), voice_connector_groups="one of its voice connectors does not know of it"
    ),
    "a voice connector of a group that is gone": damage(
        at(CONNECTOR, group_ids=(GROUP_ID, "gone")), voice_connectors="one of its groups does not have it"
    ),
    "a group of a voice connector that is gone": damage(
        NOWHERE, voice_connector_groups="one of its voice connectors does not exist"
    ),
    "a document of nothing": damage(at(DOCUMENT, resource_id="gone"), configurations="what it hangs on does not exist"),
    "a tag of nothing": damage(at(TAG, resource_arn="nothing"), tags="what it is on does not exist"),
    "a tag of another region": damage(
        at(TAG, resource_arn=CONNECTOR.arn.replace("us-east-1", "eu-west-2")), tags="what it is on does not exist"
    ),
}
"""What has one right answer."""
TOLD = {
    "a number of two accounts": damage(OTHERS, phone_numbers="the registry names another account, which has it too"),
    "a number that is assigned to nothing": damage(
        at(FREE, status="Assigned"), phone_numbers="it must have an association exactly while it is Assigned"
    ),
    "a number of an order that is gone": damage(at(FREE, order_id="gone"), phone_numbers="its order does not exist"),
    "an order whose number is gone": damage(
        takes=(ORDERED, own(ORDERED)), phone_number_orders="a number that it will bring is not in the inventory"
    ),
    "a rule of a number that is gone": damage(
        takes=(ON_RULE, own(ON_RULE)), sip_rules="its number is not in the inventory"
    ),
    "a rule of a number that is elsewhere": damage(
        at(ON_RULE, association_name="VoiceConnectorId", association_value=CONNECTOR_ID),
        sip_rules="its number is not assigned to it",
    ),
    "a rule of a host that is gone": damage(
        at(OF_HOST, trigger_value="gone.voiceconnector.chime.aws"),
        sip_rules="the voice connector of its host does not exist",
    ),
    "two rules of a host": damage(
        at(OF_HOST, sip_rule_id="second", targets=()), sip_rules="another rule is for the same TriggerValue"
    ),
    "an enabled rule without its application": damage(
        takes=(APPLICATION, DOCUMENT), sip_rules="it is enabled, and one of its applications does not exist"
    ),
}
"""What somebody has to decide."""


async def damaged(store: Store, done: Damage) -> None:
    """Make a sound store and do the damage."""
    await fill(store, *SOUND, *done.puts)

    async def take(tx: Tx) -> None:
        for record in done.takes:
            await tx.delete(record)

    await store.write(take)


async def content(store: Store) -> dict[str, list[Any]]:
    """Return all records but the history."""
    kinds: tuple[type[Any], ...] = (*INVARIANTS, SipMediaApplication)
    return {kind.table: await everything(store, kind) for kind in kinds}


def said(found: list[Any]) -> dict[str, str]:
    """Return what was found by table."""
    return {one.subject.partition("/")[0]: one.finding.says for one in found}


def test_nothing_is_wrong_with_a_sound_store() -> None:
    """Nor a day later, whatever was written down meanwhile."""

    async def scenario(store: Store) -> None:
        await fill(store, *SOUND)

        assert await findings(store, NOW) == []
        assert await findings(store, NOW + timedelta(days=2)) == []

    with_store(scenario)


@pytest.mark.parametrize("done", MENDED.values(), ids=MENDED.keys())
def test_what_has_one_right_answer_is_mended(done: Damage) -> None:
    """It is told, then mended with its history, and then nothing is wrong any more."""

    async def scenario(store: Store) -> None:
        await damaged(store, done)
        before = await content(store)
        assert said(await findings(store, NOW)) == done.found
        assert await content(store) == before
        assert await everything(store, Change) == []

        mended = await findings(store, NOW, mend=True)
        after = await content(store)

        assert all(one.finding.mended for one in mended)
        assert await findings(store, NOW) == []
        changes = await everything(store, Change)
        assert {(change.action, change.account) for change in changes} == {(AUTHOR.action, ACCOUNT)}
        assert len(changes) == sum(after[table] != before[table] for table in before)

    with_store(scenario)


@pytest.mark.parametrize("done", TOLD.values(), ids=TOLD.keys())
def test_what_somebody_must_decide_is_told_again_and_again(done: Damage) -> None:
    """Mending changes nothing of it."""

    async def scenario(store: Store) -> None:
        await damaged(store, done)
        before = await content(store)

        told = await findings(store, NOW, mend=True)

        assert said(told).items() >= done.found.items()
        assert not [one for one in told if one.finding.mended]
        assert await content(store) == before
        assert said(await findings(store, NOW)) == said(told)

    with_store(scenario)


def test_a_number_leaves_what_is_gone() -> None:
    """Whatever it is assigned to; a number of a user, of whom nothing is known, stays."""

    async def scenario(store: Store) -> None:
        await fill(store, *NUMBERS, *(one for one in SOUND if isinstance(one, Ownership)), ORDER)
        found = await findings(store, NOW, mend=True)
        places = {one.subject.rpartition("/")[2]: one.finding.says for one in found}

        assert places == {
            ON_CONNECTOR.e164: "its VoiceConnectorId is of nothing that has it",
            ON_GROUP.e164: "its VoiceConnectorGroupId is of nothing that has it",
            ON_RULE.e164: "its SipRuleId is of nothing that has it",
        }
        assert await findings(store, NOW) == []
        stored = {one.e164: one.status for one in await everything(store, PhoneNumber)}
        assert [stored[one] for one in places] == ["Unassigned"] * 3
        assert stored[WITH_USER.e164] == "Assigned"

    with_store(scenario)


def test_a_rule_is_given_the_number_that_another_one_held() -> None:
    """In one go: the number leaves the rule that is gone first."""

    async def scenario(store: Store) -> None:
        await damaged(store, damage(at(ON_RULE, association_value="gone")))
        mended = await findings(store, NOW, mend=True)

        assert [one.subject.partition("/")[0] for one in mended] == ["phone_numbers", "sip_rules"]
        assert await findings(store, NOW) == []

    with_store(scenario)


def test_numbers_that_anybody_may_have_may_be_anybodys() -> None:
    """What left the queue and is not written down yet, and what was never acquired, has another owner or none."""

    async def scenario(store: Store) -> None:
        taken = (at(DUE, account=OTHER, status="Unassigned", pending_outcome=None, settles_at=None, deleted_at=None),)
        await fill(store, *SOUND, *taken, own(DUE, owner=OTHER), own(FAILED, owner=None))

        assert await findings(store, NOW) == []

    with_store(scenario)


def test_a_number_whose_owner_never_acquired_it_is_mended() -> None:
    """The other account has no more than the memory of an order."""

    async def scenario(store: Store) -> None:
        await fill(store, *SOUND, at(OTHERS, status="AcquireFailed"), own(FREE, owner=OTHER))
        await findings(store, NOW, mend=True)

        assert await findings(store, NOW) == []
        owner = await store.read(lambda tx: tx.get(Ownership, (FREE.e164,)))
        assert owner is not None
        assert owner.owner == ACCOUNT

    with_store(scenario)


def test_what_was_mended_meanwhile_is_not_told() -> None:
    """A doubt is looked at again with nobody in between; what is gone by then is no finding either."""

    async def scenario(store: Store) -> None:
        await fill(store, *SOUND, own(FREE, owner=None), EXTRA)
        doubts = [*(await doubted(store, FREE)), *(await doubted(store, EXTRA))]
        assert doubts == [FREE, EXTRA]

        await fill(store, own(FREE))
        await store.write(lambda tx: tx.delete(EXTRA))

        for record in doubts:
            assert await store.write(partial(confirm, record, clock, AUTHOR, True)) == []
        assert await everything(store, Change) == []

    with_store(scenario)


def test_a_number_that_left_the_queue_meanwhile_is_not_told() -> None:
    """Another account claimed it after the time at which it was looked at first: the clock is read again."""
    asking: list[Tx] = []

    async def ticking(tx: Tx) -> Any:
        """Stand still until the same transaction asks again: a store may begin a work anew."""
        asking.append(tx)
        return NOW if asking.count(tx) == 1 else LATER + timedelta(seconds=1)

    async def scenario(store: Store) -> None:
        claimed = at(QUEUED, account=OTHER, status="Unassigned", pending_outcome=None, settles_at=None)
        await fill(store, *SOUND, claimed, own(QUEUED, owner=OTHER))

        assert await doubted(store, QUEUED) == [QUEUED]
        assert await store.write(partial(confirm, QUEUED, ticking, AUTHOR, False)) == []

    with_store(scenario)


async def clock(_: Tx) -> Any:
    """Stand still."""
    return NOW


async def doubted(store: Store, record: Any) -> list[Any]:
    """Look at a record for the first time."""
    return await store.read(partial(doubtful, [record], clock))


UNRELATED = {
    "account_settings": "they stand for themselves",
    "clocks": "any setting is good",
    "history": "it is what happened",
    "pool_numbers": "whoever has them is the registry's to say",
    "sip_media_applications": "they depend on nothing",
}
"""The tables that no rule looks at, with the reason."""


def test_every_kind_of_an_inventory_has_a_rule_or_needs_none() -> None:
    """Somebody has to decide for each new one."""
    assert {kind.table for kind in KEPT} == {kind.table for kind in INVARIANTS} | UNRELATED.keys()
