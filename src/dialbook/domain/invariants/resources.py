"""Voice connectors and their groups, and what hangs on resources."""

from __future__ import annotations

import msgspec

from dialbook.domain.configurations import Configuration
from dialbook.domain.invariants.findings import At, Finding, One, Steps
from dialbook.domain.sip import SipMediaApplication
from dialbook.domain.tags import Tag, resource_of
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup, join, leave


def of_group(group: VoiceConnectorGroup, _: At) -> Steps:
    """The members of a group exist, and know that they are in it."""
    found, there = [], []
    for member in group.members:
        connector: VoiceConnector | None = yield One(VoiceConnector, (group.account, member.voice_connector_id))
        if connector is not None:
            there.append(member)
            if group.voice_connector_group_id not in connector.group_ids:
                joined = join(connector, group.voice_connector_group_id)
                says = "one of its voice connectors does not know of it"
                found.append(Finding(says=says, mended="the voice connector knows of it", puts=(joined,)))
    if len(there) < len(group.members):
        left = msgspec.structs.replace(group, members=tuple(there))
        found.append(Finding(says="one of its voice connectors does not exist", mended="it is out of it", puts=(left,)))
    return found


def of_connector(connector: VoiceConnector, _: At) -> Steps:
    """The groups of a voice connector exist, and have it among their members."""
    left = connector
    for group_id in connector.group_ids:
        group: VoiceConnectorGroup | None = yield One(VoiceConnectorGroup, (connector.account, group_id))
        members = () if group is None else group.members
        if connector.voice_connector_id not in {member.voice_connector_id for member in members}:
            left = leave(left, group_id)
    if left == connector:
        return []
    return [Finding(says="one of its groups does not have it", mended="it is out of the group", puts=(left,))]


def of_configuration(kept: Configuration, _: At) -> Steps:
    """What a document hangs on exists."""
    for kind in (VoiceConnector, SipMediaApplication):
        if (yield One(kind, (kept.account, kept.resource_id))) is not None:
            return []
    return [Finding(says="what it hangs on does not exist", mended="it is removed", removes=(kept,))]


def of_tag(tag: Tag, _: At) -> Steps:
    """What a tag is on exists."""
    named = resource_of(tag.resource_arn)
    resource = None if named is None else (yield One(named[0], (tag.account, named[1])))
    if resource is not None and resource.arn == tag.resource_arn:
        return []
    return [Finding(says="what it is on does not exist", mended="it is removed", removes=(tag,))]
