"""The rules of voice connectors and their groups."""

from __future__ import annotations

from typing import Any

import pytest

from dialbook.domain.refusal import Code, Refusal
from dialbook.domain.rules import Rules
from dialbook.domain.voice_connectors import (
    GroupMember,
    VoiceConnector,
    VoiceConnectorGroup,
    join,
    leave,
    refuse_member,
    refuse_unfit_members,
)
from domain.conftest import CREATED

ID = "abcdef1ghij2klmno3pqr4"


def connector(**members: Any) -> VoiceConnector:
    """Return a voice connector."""
    given: dict[str, Any] = {
        "account": "123456789012",
        "voice_connector_id": ID,
        "name": "Front desk",
        "aws_region": "us-west-2",
        "require_encryption": True,
        "created_at": CREATED,
        "updated_at": CREATED,
    }
    return VoiceConnector(**(given | members))


def members(*ids: str) -> list[GroupMember]:
    """Return members of a group."""
    return [GroupMember(voice_connector_id=each, priority=1) for each in ids]


def refusal_of(named: list[GroupMember], size: int | None, too_many: Code = "ResourceLimitExceeded") -> Refusal | None:
    """Return why a group may not have these members."""
    try:
        refuse_unfit_members(named, Rules(voice_connector_group_size=size), too_many)
    except Refusal as refusal:
        return refusal
    return None


def test_what_follows_from_its_id() -> None:
    """The host that calls are sent to, and the names that others have for it."""
    found = connector()
    assert found.outbound_host_name == f"{ID}.voiceconnector.chime.aws"
    assert found.arn == f"arn:aws:chime:us-west-2:123456789012:vc/{ID}"
    assert (found.association.name, found.association.value) == ("VoiceConnectorId", ID)
    group = VoiceConnectorGroup(
        account="123456789012", voice_connector_group_id="guid", name="All", created_at=CREATED, updated_at=CREATED
    )
    assert group.arn == "arn:aws:chime:us-east-1:123456789012:vcg/guid"
    assert (group.association.name, group.association.value) == ("VoiceConnectorGroupId", "guid")


@pytest.mark.parametrize(("size", "count", "fits"), [(3, 0, True), (3, 3, True), (3, 4, False), (0, 1, False)])
def test_a_group_has_at_most_so_many_members(size: int, count: int, fits: bool) -> None:
    """What one more is called is the operation's to say."""
    named = members(*map(str, range(count)))
    codes: tuple[Code, Code] = ("ResourceLimitExceeded", "BadRequest")
    for code in codes:
        refusal = refusal_of(named, size, code)
        assert (refusal is None) == fits
        if refusal:
            assert (refusal.code, refusal.message) == (code, f"VoiceConnectorItems must have at most {size} items.")


def test_without_a_limit_a_group_has_any_number_of_members() -> None:
    """The relaxed rules have none."""
    assert refusal_of(members(*map(str, range(1000))), None) is None


@pytest.mark.parametrize("size", [None, 1, 3])
def test_a_group_does_not_have_a_member_twice(size: int | None) -> None:
    """With whatever priorities, and whatever the limit."""
    twice = [GroupMember(voice_connector_id=ID, priority=priority) for priority in (1, 2)]
    refusal = refusal_of(twice, size)
    assert refusal
    assert (refusal.code, refusal.message) == (
        "BadRequest",
        "VoiceConnectorItems must not name a voice connector twice.",
    )


def test_a_voice_connector_knows_its_groups() -> None:
    """Joining one twice is joining it, leaving one that it is not in changes nothing, and the order does not matter."""
    both = join(join(connector(), "b"), "a")
    assert both == join(join(join(connector(), "a"), "b"), "b") == connector(group_ids=("a", "b"))
    assert leave(both, "a") == connector(group_ids=("b",))
    assert leave(both, "c") == both
    assert leave(leave(both, "b"), "a") == connector()


def test_a_member_is_not_deleted() -> None:
    """As long as it is in any group."""
    refuse_member(connector())
    with pytest.raises(Refusal, match="removed from its voice connector groups") as caught:
        refuse_member(join(connector(), "a"))
    assert caught.value.code == "Conflict"
