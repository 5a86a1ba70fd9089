"""The proxies of deploy/, before two servers that share a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from clients.serving import Serving
from deploy.proxies import Proxy, haproxy, nginx

NUMBER = "+12065550100"
Front = Callable[[Path, list[int]], AbstractContextManager[Proxy]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the nodes' store."""
    return tmp_path_factory.mktemp("nodes")


@pytest.fixture(scope="module")
def nodes(home: Path) -> Iterator[list[Serving]]:
    """Run two servers."""
    with ExitStack() as serving:
        yield [serving.enter_context(Serving(home, "--controls")) for _ in range(2)]


@pytest.fixture(scope="module", params=[nginx, haproxy])
def proxy(
    request: pytest.FixtureRequest, nodes: list[Serving], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """Run each proxy in turn."""
    front: Front = request.param
    with front(tmp_path_factory.mktemp("proxy"), [port_of(node) for node in nodes]) as running:
        yield running


def port_of(node: Serving) -> int:
    """Return the port of a server."""
    return int(node.url.rpartition(":")[2])


def client(proxy: Proxy, service: str = "chime-sdk-voice") -> Any:
    """Return a client that goes through the proxy, and tries once."""
    return boto3.client(
        service,
        endpoint_url=proxy.url,
        verify=str(proxy.certificate),
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )


def test_signatures_are_good_behind_it(proxy: Proxy) -> None:
    """The host, the path in each spelling and the query arrive as they were signed."""
    voice = client(proxy)
    for spelling in (NUMBER, "%2B12065550100", "12065550100"):
        assert voice.get_phone_number(PhoneNumberId=spelling)["PhoneNumber"]["E164PhoneNumber"] == NUMBER
    assert voice.update_phone_number(PhoneNumberId=NUMBER, Name="Front desk")["PhoneNumber"]["Name"] == "Front desk"
    page = voice.list_phone_numbers(MaxResults=2)
    assert len(voice.list_phone_numbers(MaxResults=2, NextToken=page["NextToken"])["PhoneNumbers"]) == 2
    assert client(proxy, "chime").get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["E164PhoneNumber"] == NUMBER


def test_errors_are_the_services_own(proxy: Proxy) -> None:
    """The proxy puts none in their place."""
    with pytest.raises(ClientError) as caught:
        client(proxy).get_phone_number(PhoneNumberId="+12065559999")
    assert caught.value.response["Error"]["Code"] == "NotFoundException"


def test_a_body_that_is_too_large(nodes: list[Serving], tmp_path: Path) -> None:
    """nginx refuses it, and the client can read that. Of HAProxy it may see only that the connection ends."""
    with nginx(tmp_path, [port_of(nodes[0])]) as proxy, pytest.raises(ClientError) as caught:
        client(proxy).batch_delete_phone_number(PhoneNumberIds=[NUMBER] * 100_000)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413


@pytest.mark.parametrize("path", ["health", "ready", "clock", "%68ealth"])
def test_what_is_for_operators_stays_behind_it(proxy: Proxy, path: str) -> None:
    """In whatever spelling."""
    for root in ("/_dialbook/", "/%5Fdialbook/"):
        assert proxy.status(f"{root}{path}") == 404


@pytest.mark.parametrize("front", [nginx, haproxy])
def test_a_node_that_stops_is_not_missed(front: Front, nodes: list[Serving], home: Path, tmp_path: Path) -> None:
    """Nothing fails while it drains, ends and is gone."""
    with ExitStack() as stack:
        leaving = stack.enter_context(Serving(home, "--drain-delay", "3s"))
        proxy = stack.enter_context(front(tmp_path, [port_of(leaving), port_of(nodes[0])]))
        voice = client(proxy)
        for _ in range(4):
            voice.get_phone_number(PhoneNumberId=NUMBER)
        leaving.stop()
        while not leaving.stopped:
            voice.update_phone_number(PhoneNumberId=NUMBER, Name="Front desk")
        for _ in range(20):
            voice.get_phone_number(PhoneNumberId=NUMBER)
