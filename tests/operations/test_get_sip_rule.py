"""GetSipRule through boto3 against the running application."""

from __future__ import annotations

from operations.sip_things import OTHER, UNKNOWN, add_connector, new_application, new_rule
from running import RunningServer, error_of


def test_a_rule_is_reached_from_every_region(server: RunningServer) -> None:
    """An account has one inventory (BEHAVIOUR.md 6, R4)."""
    add_connector(server)
    client = server.client()
    rule = new_rule(client, new_application(client))
    elsewhere = server.client(region_name="eu-west-1")
    assert elsewhere.get_sip_rule(SipRuleId=rule["SipRuleId"])["SipRule"] == rule


def test_unknown_and_foreign_rules_are_not_found(server: RunningServer) -> None:
    """404 with the same sentence for both."""
    add_connector(server)
    client = server.client()
    rule_id = new_rule(client, new_application(client))["SipRuleId"]
    other = server.client(account=OTHER)
    for one in (rule_id, UNKNOWN, "x"):
        refused = error_of(other.get_sip_rule, SipRuleId=one)
        assert refused == (404, "NotFoundException", "The SIP rule does not exist.")
