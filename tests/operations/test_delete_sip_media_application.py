"""DeleteSipMediaApplication through boto3 against the running application."""

from __future__ import annotations

from dialbook.domain.configurations import Configuration
from dialbook.domain.tags import Tag
from operations.sip_things import OTHER, UNKNOWN, add_connector, new_application, new_rule
from running import ACCOUNT, RunningServer, error_of

CONFLICT = (
    409,
    "ConflictException",
    "The SIP rules of the SIP media application must be disabled or deleted before it is deleted.",
)


def add_document(server: RunningServer, application_id: str) -> None:
    """Put a document of an application into the store."""
    document = Configuration(account=ACCOUNT, resource_id=application_id, kind="Logging", body="{}")
    server.store(lambda tx: tx.put(document))


def test_an_application_is_deleted(server: RunningServer) -> None:
    """204, and then it is not found; deleting it again says so too."""
    client = server.client()
    kept, gone = new_application(client), new_application(client)
    one = gone["SipMediaApplicationId"]

    answer = client.delete_sip_media_application(SipMediaApplicationId=one)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert client.list_sip_media_applications()["SipMediaApplications"] == [kept]
    assert error_of(client.get_sip_media_application, SipMediaApplicationId=one)[:2] == (404, "NotFoundException")
    assert error_of(client.delete_sip_media_application, SipMediaApplicationId=one)[:2] == (404, "NotFoundException")


def test_tags_and_documents_go_with_it(server: RunningServer) -> None:
    """Those of other applications stay."""
    client = server.client()
    tags = [{"Key": "team", "Value": "phones"}]
    kept, gone = (new_application(client, Tags=tags)["SipMediaApplicationId"] for _ in range(2))
    for one in (kept, gone):
        add_document(server, one)

    client.delete_sip_media_application(SipMediaApplicationId=gone)

    left = server.store(lambda tx: tx.page(Tag, {}, None, 10))
    assert [tag.resource_arn for tag in left] == [f"arn:aws:chime:us-east-1:{ACCOUNT}:sma/{kept}"]
    documents = server.store(lambda tx: tx.page(Configuration, {}, None, 10))
    assert [document.resource_id for document in documents] == [kept]


def test_an_application_with_an_enabled_rule_stays(server: RunningServer) -> None:
    """409, until the rule is disabled, deleted or given other targets (BEHAVIOUR.md 3.7)."""
    add_connector(server)
    client = server.client()
    first, second = new_application(client), new_application(client)
    rule_id = new_rule(client, first)["SipRuleId"]
    delete = client.delete_sip_media_application

    assert error_of(delete, SipMediaApplicationId=first["SipMediaApplicationId"]) == CONFLICT
    targets = [{"SipMediaApplicationId": second["SipMediaApplicationId"]}]
    client.update_sip_rule(SipRuleId=rule_id, Name="Rule", TargetApplications=targets)
    delete(SipMediaApplicationId=first["SipMediaApplicationId"])
    assert error_of(delete, SipMediaApplicationId=second["SipMediaApplicationId"]) == CONFLICT
    client.delete_sip_rule(SipRuleId=rule_id)
    delete(SipMediaApplicationId=second["SipMediaApplicationId"])


def test_a_disabled_rule_does_not_keep_it(server: RunningServer) -> None:
    """Nor does it go: it cannot be enabled with that target, but with another (BEHAVIOUR.md 3.7)."""
    add_connector(server)
    client = server.client()
    first, second = new_application(client), new_application(client)
    rule = new_rule(client, first, Disabled=True)
    client.delete_sip_media_application(SipMediaApplicationId=first["SipMediaApplicationId"])

    found = client.list_sip_rules(SipMediaApplicationId=first["SipMediaApplicationId"])["SipRules"]
    assert found == [rule]
    assert error_of(client.update_sip_rule, SipRuleId=rule["SipRuleId"], Name="Rule", Disabled=False) == (
        400,
        "BadRequestException",
        "A SIP rule whose TargetApplications were deleted cannot be enabled.",
    )
    targets = [{"SipMediaApplicationId": second["SipMediaApplicationId"]}]
    enabled = client.update_sip_rule(
        SipRuleId=rule["SipRuleId"], Name="Rule", Disabled=False, TargetApplications=targets
    )
    assert enabled["SipRule"]["Disabled"] is False


def test_unknown_and_foreign_applications_are_not_found(server: RunningServer) -> None:
    """404 with the same sentence for both, also where the other's could not be deleted."""
    add_connector(server)
    client = server.client()
    application = new_application(client)
    new_rule(client, application)
    other = server.client(account=OTHER)
    for one in (application["SipMediaApplicationId"], UNKNOWN):
        refused = error_of(other.delete_sip_media_application, SipMediaApplicationId=one)
        assert refused == (404, "NotFoundException", "The SIP media application does not exist.")
    assert client.list_sip_media_applications()["SipMediaApplications"] == [application]
