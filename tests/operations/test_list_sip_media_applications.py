"""ListSipMediaApplications through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta

from operations.sip_things import OTHER, new_application
from running import RunningServer, error_of


def test_an_account_without_applications_has_one_empty_page(server: RunningServer) -> None:
    """An empty list, and other accounts' applications are not in it."""
    new_application(server.client(account=OTHER))
    assert server.client().list_sip_media_applications()["SipMediaApplications"] == []


def test_applications_come_in_the_order_of_their_creation(server: RunningServer) -> None:
    """Page by page, of all regions, each as it is shown alone; botocore's own paginator follows the tokens."""
    client, made = server.client(), []
    for region in ("us-west-2", "us-east-1", "us-west-2", "eu-west-1", "us-east-1"):
        made.append(new_application(client, region))
        server.clock.advance(timedelta(minutes=1))

    pages = client.get_paginator("list_sip_media_applications").paginate(PaginationConfig={"PageSize": 2})
    found = [page["SipMediaApplications"] for page in pages]

    assert [len(page) for page in found] == [2, 2, 1]
    assert [application for page in found for application in page] == made


def test_a_token_of_another_account_is_refused(server: RunningServer) -> None:
    """400, as for one that was made up."""
    client = server.client()
    for _ in range(2):
        new_application(client)
    token = client.list_sip_media_applications(MaxResults=1)["NextToken"]
    other = server.client(account=OTHER)
    for one in (token, "nonsense"):
        assert error_of(other.list_sip_media_applications, NextToken=one)[:2] == (400, "BadRequestException")
