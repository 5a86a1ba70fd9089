"""Documents that hang on a voice connector or a SIP media application, and what holds for each kind of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clients.calling import HUMP
from dialbook.domain.history import Change
from dialbook.domain.sip import SipMediaApplication
from dialbook.domain.voice_connectors import VoiceConnector
from running import ACCOUNT, RunningServer, error_of
from service_model import api_of

OTHER = "999999999999"
CONNECTOR, UNKNOWN_CONNECTOR = "abcdef1ghij2klmno3pqr4", "abcdefghijklmnopqrstu1"
APPLICATION, UNKNOWN_APPLICATION = "12345678-abcd-4abc-8abc-1234567890ab", "00000000-0000-4000-8000-000000000001"
SENTENCE = {
    CONNECTOR: "The voice connector does not exist.",
    APPLICATION: "The SIP media application does not exist.",
}
UNKNOWN = {CONNECTOR: UNKNOWN_CONNECTOR, APPLICATION: UNKNOWN_APPLICATION}
MEMBER = {CONNECTOR: "VoiceConnectorId", APPLICATION: "SipMediaApplicationId"}
API = api_of("chime-sdk-voice")
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of document: its shape, which is the member of an answer too, its owner, and how it is called."""

    shape: str
    operations: str
    """What its operations are called after Get, Put and Delete."""
    owner: str = CONNECTOR
    instead: Document = field(default_factory=dict)
    """What a full document has instead of what the contract alone would allow."""
    spread: bool = False
    """Whether a request has the document's members themselves."""

    @property
    def full(self) -> dict[str, Any]:
        """Give a document with all of its members, made from the service model."""
        return {**API.valid(self.shape, full=True), **self.instead}

    @property
    def missing(self) -> tuple[int, str, str]:
        """Give what is answered where there is none."""
        return 404, "NotFoundException", f"The {self.shape} does not exist."

    def members(self, document: Document) -> dict[str, Any]:
        """Write a document as the members of a request that puts it."""
        return {MEMBER[self.owner]: self.owner, **(document if self.spread else {self.shape: document})}

    def put(self, client: Any, document: Document) -> Any:
        """Put it, and return what is answered."""
        return call(client, f"Put{self.operations}")(**self.members(document))[self.shape]

    def get(self, client: Any) -> Any:
        """Get it."""
        return call(client, f"Get{self.operations}")(**{MEMBER[self.owner]: self.owner})[self.shape]

    def delete(self, client: Any) -> int:
        """Delete it, and return the status."""
        answer = call(client, f"Delete{self.operations}")(**{MEMBER[self.owner]: self.owner})
        status: int = answer["ResponseMetadata"]["HTTPStatusCode"]
        return status


ORIGINATION = Kind("Origination", "VoiceConnectorOrigination")
TERMINATION = Kind(
    "Termination",
    "VoiceConnectorTermination",
    instead={"CallingRegions": ["US", "CA"], "CidrAllowedList": ["203.0.113.0/27", "2001:db8::/64"]},
)
STREAMING = Kind("StreamingConfiguration", "VoiceConnectorStreamingConfiguration")
LOGGING = Kind("LoggingConfiguration", "VoiceConnectorLoggingConfiguration")
EMERGENCY = Kind("EmergencyCallingConfiguration", "VoiceConnectorEmergencyCallingConfiguration")
SYSTEMS = Kind("ExternalSystemsConfiguration", "VoiceConnectorExternalSystemsConfiguration", spread=True)
MESSAGES = Kind("SipMediaApplicationLoggingConfiguration", "SipMediaApplicationLoggingConfiguration", APPLICATION)
SKILL = Kind("SipMediaApplicationAlexaSkillConfiguration", "SipMediaApplicationAlexaSkillConfiguration", APPLICATION)


def call(client: Any, operation: str) -> Any:
    """Return a client's method."""
    return getattr(client, HUMP.sub("_", operation).lower())


def add_owner(server: RunningServer, owner: str = CONNECTOR, account: str = ACCOUNT) -> None:
    """Give an account the voice connector, or the SIP media application."""
    now = server.clock.now()
    common: dict[str, Any] = {"account": account, "name": "one", "aws_region": "us-east-1"}
    common |= {"created_at": now, "updated_at": now}
    record: Any = (
        VoiceConnector(voice_connector_id=owner, require_encryption=False, **common)
        if owner == CONNECTOR
        else SipMediaApplication(
            sip_media_application_id=owner, lambda_arn="arn:aws:lambda:us-east-1:123456789012:function:answer", **common
        )
    )
    server.store(lambda tx: tx.put(record))


def ready(server: RunningServer, kind: Kind) -> Any:
    """Give the account what the document hangs on, and whatever it needs there, and return a client."""
    add_owner(server, kind.owner)
    client = server.client()
    if kind is EMERGENCY:
        ORIGINATION.put(client, {"Disabled": False})
        TERMINATION.put(client, TERMINATION.full | {"Disabled": False})
    return client


def put_users(client: Any, users: Mapping[str, str]) -> None:
    """Let users call through the voice connector: their passwords by their names."""
    credentials = [{"Username": username, "Password": password} for username, password in users.items()]
    client.put_voice_connector_termination_credentials(VoiceConnectorId=CONNECTOR, Credentials=credentials)


def usernames(client: Any) -> list[str]:
    """Return who may call through the voice connector."""
    listed: list[str] = client.list_voice_connector_termination_credentials(VoiceConnectorId=CONNECTOR)["Usernames"]
    return listed


def changes(server: RunningServer) -> list[Change]:
    """Return what was ever changed, in any account."""
    return server.store(lambda tx: tx.page(Change, {}, None, 1000))


def wire(client: Any, operation: str, **members: Any) -> Any:
    """Call an operation and return the body of the answer, with its nulls."""
    seen: list[bytes] = []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))
    call(client, operation)(**members)
    return json.loads(seen[0])


def check_round_trip(server: RunningServer, kind: Kind) -> None:
    """Check that a document with all members is answered and got as it was put."""
    client = ready(server, kind)
    assert kind.put(client, kind.full) == kind.full
    assert kind.get(client) == kind.full


def check_replaced(server: RunningServer, kind: Kind, document: Document) -> None:
    """Check that nothing of a document is left where another was put."""
    client = ready(server, kind)
    kind.put(client, kind.full)
    assert kind.put(client, document) == document
    assert kind.get(client) == document


def check_refused(server: RunningServer, kind: Kind, document: Document, message: str) -> None:
    """Check that a document is refused with this sentence, and that the one before stays."""
    client = ready(server, kind)
    kind.put(client, kind.full)
    before = changes(server)
    refused = error_of(call(client, f"Put{kind.operations}"), **kind.members(document))
    assert refused == (400, "BadRequestException", message)
    assert kind.get(client) == kind.full
    assert changes(server) == before


def check_strangers(server: RunningServer, operation: str, owner: str = CONNECTOR, **members: Any) -> None:
    """Check that what does not exist and what another account has are the same: 404, and nothing is changed."""
    add_owner(server, owner)
    for account, known in ((ACCOUNT, UNKNOWN[owner]), (OTHER, owner)):
        method = call(server.client(account=account), operation)
        assert error_of(method, **{**members, MEMBER[owner]: known}) == (404, "NotFoundException", SENTENCE[owner])
    assert changes(server) == []


def check_missing(server: RunningServer, kind: Kind) -> None:
    """Check that a document that was never put is not found."""
    client = ready(server, kind)
    assert error_of(kind.get, client=client) == kind.missing


def check_deleted(server: RunningServer, kind: Kind) -> None:
    """Check that a deleted document is gone, that it may be deleted again, and that the history has it once."""
    client = ready(server, kind)
    kind.put(client, kind.full)
    before = len(changes(server))
    assert [kind.delete(client), kind.delete(client)] == [204, 204]
    assert error_of(kind.get, client=client) == kind.missing
    assert len(changes(server)) == before + 1
