"""ListSipRules through boto3 against the running application."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest

from dialbook.domain.sip import SipRuleTarget
from dialbook.stores import statements
from dialbook.stores.rows import Mapper, mapper_of
from dialbook.stores.sqlite import open_sqlite
from operations.sip_things import OTHER, UNKNOWN, add_connector, new_application, new_rule
from running import RunningServer, error_of

MINUTE = timedelta(minutes=1)
CONNECTORS = [f"abcdef1ghij2klmno3pq{number:02}" for number in range(7)]


def make_rules(
    server: RunningServer, client: Any, *applications: dict[str, Any], count: int = 7
) -> list[dict[str, Any]]:
    """Make so many rules with these targets, a minute apart; every third of them is disabled."""
    made = []
    for number, connector_id in enumerate(CONNECTORS[:count]):
        host = add_connector(server, connector_id=connector_id).outbound_host_name
        made.append(new_rule(client, *applications, value=host, Disabled=number % 3 == 0))
        server.clock.advance(MINUTE)
    return made


def pages(client: Any, size: int, **filters: str) -> list[list[dict[str, Any]]]:
    """Return the pages, as botocore's own paginator follows the tokens."""
    found = client.get_paginator("list_sip_rules").paginate(**filters, PaginationConfig={"PageSize": size})
    return [page["SipRules"] for page in found]


def test_an_account_without_rules_has_one_empty_page(server: RunningServer) -> None:
    """An empty list, with and without a filter; other accounts' rules are not in it."""
    application = new_application(other := server.client(account=OTHER))
    add_connector(server, account=OTHER)
    new_rule(other, application)
    client = server.client()

    for one in (None, UNKNOWN, "x", application["SipMediaApplicationId"]):
        assert client.list_sip_rules(**({"SipMediaApplicationId": one} if one else {}))["SipRules"] == []


def test_rules_come_in_the_order_of_their_creation(server: RunningServer) -> None:
    """Page by page, each as it is shown alone, and a change does not move one."""
    client = server.client()
    made = make_rules(server, client, new_application(client))
    made[2] = client.update_sip_rule(SipRuleId=made[2]["SipRuleId"], Name="Renamed")["SipRule"]
    found = pages(client, 3)
    assert [len(page) for page in found] == [3, 3, 1]
    assert [rule for page in found for rule in page] == made


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_an_applications_rules_come_in_the_same_order(server: RunningServer, size: int) -> None:
    """Enabled and disabled ones, wherever among a rule's targets it is, and no others."""
    client = server.client()
    one, other = new_application(client), new_application(client, "us-west-2")
    both = make_rules(server, client, one, other, count=4)
    host = add_connector(server, connector_id=CONNECTORS[4]).outbound_host_name
    only = new_rule(client, other, value=host)

    assert [
        rule for page in pages(client, size, SipMediaApplicationId=one["SipMediaApplicationId"]) for rule in page
    ] == both
    found = pages(client, size, SipMediaApplicationId=other["SipMediaApplicationId"])
    assert [rule for page in found for rule in page] == [*both, only]


def test_changed_and_deleted_rules_are_found_as_they_are(server: RunningServer) -> None:
    """A rule with another target, a rule that is disabled, and a rule that is gone."""
    client = server.client()
    one, other = new_application(client), new_application(client)
    made = make_rules(server, client, one, count=3)
    targets = [{"SipMediaApplicationId": other["SipMediaApplicationId"]}]
    moved = client.update_sip_rule(SipRuleId=made[0]["SipRuleId"], Name="Moved", TargetApplications=targets)["SipRule"]
    turned = client.update_sip_rule(SipRuleId=made[1]["SipRuleId"], Name="Off", Disabled=True)["SipRule"]
    client.delete_sip_rule(SipRuleId=made[2]["SipRuleId"])

    assert pages(client, 10, SipMediaApplicationId=one["SipMediaApplicationId"]) == [[turned]]
    assert pages(client, 10, SipMediaApplicationId=other["SipMediaApplicationId"]) == [[moved]]


def test_a_token_belongs_to_its_filter(server: RunningServer) -> None:
    """400 with another application, without one, and in another account."""
    client = server.client()
    one = new_application(client)
    make_rules(server, client, one, count=3)
    filters = {"SipMediaApplicationId": one["SipMediaApplicationId"]}
    token = client.list_sip_rules(**filters, MaxResults=1)["NextToken"]

    assert len(client.list_sip_rules(**filters, NextToken=token)["SipRules"]) == 2
    for account, given in ((None, {}), (None, {"SipMediaApplicationId": UNKNOWN}), (OTHER, filters)):
        asking = server.client(account=account) if account else client
        assert error_of(asking.list_sip_rules, **given, NextToken=token)[:2] == (400, "BadRequestException")


@pytest.mark.parametrize("following", [(), ("created_at", "sip_rule_id")], ids=["first", "any other"])
def test_a_page_of_an_applications_rules_reads_what_it_returns(tmp_path: Path, following: tuple[str, ...]) -> None:
    """The first page and the hundred-thousandth are one place in one index for each of the two states."""
    asyncio.run(open_sqlite(tmp_path / "store").close())
    mapper: Mapper[SipRuleTarget] = mapper_of(SipRuleTarget)
    fixed = ("account", "sip_media_application_id")
    sql = statements.select_page(mapper, fixed, (), (("disabled", 2),), ("created_at", "sip_rule_id"), following)
    bindings = ["x"] * len(set(re.findall(r"\$\d+", sql)))
    plan = apsw.Connection(str(tmp_path / "store")).execute(f"explain query plan {sql}", bindings)
    steps = [str(row[3]) for row in plan]
    columns = "account=? AND sip_media_application_id=? AND disabled=?" + (
        " AND (created_at,sip_rule_id)>(?,?)" if following else ""
    )
    search = f"SEARCH sip_rule_targets USING COVERING INDEX sip_rule_targets_by_time ({columns})"
    assert steps.count(search) == 2
    assert not [step for step in steps if step.startswith("SCAN sip")]
