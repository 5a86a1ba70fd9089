"""DeleteVoiceConnector through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialbook.domain.configurations import Configuration
from dialbook.domain.sip import SipRule, Target
from dialbook.domain.tags import Tag
from dialbook.ports.store import Tx
from operations.trunks import (
    NO_CONNECTOR,
    NO_IDS,
    OTHER,
    UNKNOWN_CONNECTOR,
    changes,
    history,
    items,
    new_connector,
    new_group,
    raises,
)
from running import ACCOUNT, START, RunningServer, error_of

NUMBER = "+12065550100"


def sip_rule(trigger_value: str, account: str = ACCOUNT) -> SipRule:
    """Return a rule about calls to a host."""
    return SipRule(
        account=account,
        sip_rule_id="00000000-0000-4000-8000-000000000002",
        name="Inbound",
        trigger_type="RequestUriHostname",
        trigger_value=trigger_value,
        targets=(Target(sip_media_application_id="00000000-0000-4000-8000-000000000001"),),
        created_at=START,
        updated_at=START,
    )


def test_it_is_gone(server: RunningServer) -> None:
    """204 without a body, and deleting it again finds nothing."""
    client = server.client()
    connector, kept = new_connector(client), new_connector(client)
    server.clock.advance(timedelta(minutes=1))

    answer = client.delete_voice_connector(VoiceConnectorId=connector)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    for call in (client.get_voice_connector, client.delete_voice_connector):
        assert error_of(call, VoiceConnectorId=connector) == NO_CONNECTOR
    assert [each["VoiceConnectorId"] for each in client.list_voice_connectors()["VoiceConnectors"]] == [kept]
    assert history(server, f"voice_connectors/{connector}") == ["CreateVoiceConnector", "DeleteVoiceConnector"]


def test_while_numbers_are_on_it_it_stays(server: RunningServer) -> None:
    """409 until the last of them is taken away (BEHAVIOUR.md 3.6)."""
    client = server.client()
    connector = new_connector(client)
    numbers = [server.add_number(f"+1206555010{digit}").e164 for digit in range(2)]
    client.associate_phone_numbers_with_voice_connector(VoiceConnectorId=connector, E164PhoneNumbers=numbers)

    for e164 in numbers:
        before = changes(server)
        with raises(client, "ConflictException"):
            client.delete_voice_connector(VoiceConnectorId=connector)
        assert error_of(client.delete_voice_connector, VoiceConnectorId=connector) == (
            409,
            "ConflictException",
            "The voice connector's phone numbers must be disassociated before it can be deleted.",
        )
        assert changes(server) == before
        client.disassociate_phone_numbers_from_voice_connector(VoiceConnectorId=connector, E164PhoneNumbers=[e164])
    client.delete_voice_connector(VoiceConnectorId=connector)


@pytest.mark.parametrize("product_type", ["BusinessCalling", "SipMediaApplicationDialIn", "VoiceConnector"])
def test_numbers_of_any_product_keep_it(server: RunningServer, product_type: str) -> None:
    """Those too that this namespace does not show; a number in another association of the same id does not, nor another account's."""
    client = server.client()
    held, free = new_connector(client), new_connector(client)
    members = {"status": "Assigned", "product_type": product_type, "association_value": held}
    server.add_number(association_name="VoiceConnectorId", **members)
    elsewhere = members | {"association_value": free}
    server.add_number("+12065550101", association_name="VoiceConnectorGroupId", **elsewhere)
    server.add_number("+12065550102", account=OTHER, association_name="VoiceConnectorId", **elsewhere)

    assert error_of(client.delete_voice_connector, VoiceConnectorId=held)[0] == 409
    client.delete_voice_connector(VoiceConnectorId=free)


def test_while_it_is_in_a_group_it_stays(server: RunningServer) -> None:
    """409 until the last group is without it. Our choice: the group would lose calls."""
    client = server.client()
    connector, other = new_connector(client), new_connector(client)
    groups = [new_group(client, other, connector), new_group(client, connector)]

    for group in groups:
        assert error_of(client.delete_voice_connector, VoiceConnectorId=connector) == (
            409,
            "ConflictException",
            "The voice connector must be removed from its voice connector groups before it can be deleted.",
        )
        client.update_voice_connector_group(VoiceConnectorGroupId=group, Name="All", VoiceConnectorItems=items(other))
    client.delete_voice_connector(VoiceConnectorId=connector)
    assert error_of(client.delete_voice_connector, VoiceConnectorId=other)[0] == 409


def test_while_a_sip_rule_names_its_host_it_stays(server: RunningServer) -> None:
    """409. Our choice: the rule could never act again. Another account's rule does not keep it."""
    client = server.client()
    connector, free = new_connector(client), new_connector(client)
    rule = sip_rule(f"{connector}.voiceconnector.chime.aws")
    server.store(lambda tx: tx.put(rule))
    server.store(lambda tx: tx.put(sip_rule(f"{free}.voiceconnector.chime.aws", OTHER)))

    assert error_of(client.delete_voice_connector, VoiceConnectorId=connector) == (
        409,
        "ConflictException",
        "The SIP rule that names the voice connector's outbound host must be deleted before it.",
    )
    client.delete_voice_connector(VoiceConnectorId=free)
    server.store(lambda tx: tx.delete(rule))
    client.delete_voice_connector(VoiceConnectorId=connector)


def test_what_hangs_on_it_goes_with_it(server: RunningServer) -> None:
    """Its tags and its documents, and those of no other."""
    client = server.client()
    tags = [{"Key": "team", "Value": "desk"}]
    gone, kept = new_connector(client, Tags=tags), new_connector(client, Tags=tags)
    hanging = [(connector, kind) for connector in (gone, kept) for kind in ("Origination", "Termination")]

    async def hang(tx: Tx) -> None:
        for connector, kind in hanging:
            await tx.put(Configuration(account=ACCOUNT, resource_id=connector, kind=kind, body="{}"))

    server.store(hang)

    client.delete_voice_connector(VoiceConnectorId=gone)

    documents = server.store(lambda tx: tx.page(Configuration, {"account": ACCOUNT}, None, 10))
    assert [document.resource_id for document in documents] == [kept] * 2
    left = server.store(lambda tx: tx.page(Tag, {"account": ACCOUNT}, None, 10))
    assert [tag.resource_arn for tag in left] == [f"arn:aws:chime:us-east-1:{ACCOUNT}:vc/{kept}"]


def test_unknown_and_foreign_ones_are_not_found(server: RunningServer) -> None:
    """404 with one sentence for both, and no change."""
    foreign = new_connector(server.client(account=OTHER))
    before = changes(server)
    for connector in (foreign, UNKNOWN_CONNECTOR):
        assert error_of(server.client().delete_voice_connector, VoiceConnectorId=connector) == NO_CONNECTOR
    assert changes(server) == before


@pytest.mark.parametrize("no_id", NO_IDS)
def test_what_is_no_id_is_refused(server: RunningServer, no_id: str) -> None:
    """By the contract's pattern, upper case too."""
    assert error_of(server.client().delete_voice_connector, VoiceConnectorId=no_id)[:2] == (400, "BadRequestException")
