"""Answers in the place of the service's."""

from __future__ import annotations

import re
from typing import Literal

import msgspec
import pytest
from botocore.loaders import Loader

from dialbook.protocol import encode
from dialbook.protocol.faults import MODELLED
from dialbook.protocol.messages import Response
from dialbook.protocol.spoiling import DROPPED, cut_off, own_error, status_answer

Namespace = Literal["chime-sdk-voice", "chime"]
SEEN_IN_THE_WILD = {"Throttled": "Rate exceeded"}


@pytest.mark.parametrize("namespace", ["chime-sdk-voice", "chime"])
def test_errors_say_what_the_model_says_of_them(namespace: Namespace) -> None:
    """In each namespace's own words, with the status of its model; but for throttling, whose sentence was seen."""
    shapes = Loader().load_service_model(namespace, "service-2")["shapes"]
    modelled = {code: shapes[shape.name] for code, shape in MODELLED.items() if shape.name in shapes}
    assert len(modelled) >= 11
    for code, shape in modelled.items():
        fault = own_error(code, namespace, None, None)
        documented = SEEN_IN_THE_WILD.get(code, re.sub("<.*?>", "", shape["documentation"]))
        assert (fault.message, fault.status) == (documented, shape["error"]["httpStatusCode"])


@pytest.mark.parametrize("code", list(MODELLED))
def test_an_error_has_the_headers_and_the_body_of_the_services_own(code: str) -> None:
    """Its type in a header, its code and a sentence in the body; when to come again only where a model of the family has it."""
    answer = encode.failure(own_error(code, "chime-sdk-voice", "Not now.", None), "id")
    headers = dict(answer.headers)
    assert headers.pop(b"retry-after", None) == (b"1" if code == "ServiceUnavailable" else None)
    assert headers == {
        b"x-amzn-requestid": b"id",
        b"content-type": b"application/json",
        b"x-amzn-errortype": MODELLED[code].name.encode(),
    }
    assert msgspec.json.decode(answer.body) == {"Code": code, "Message": "Not now."}


def test_when_to_come_again_can_be_ordered() -> None:
    """In seconds as HTTP has it, in milliseconds as AWS's SDKs read it."""
    headers = dict(encode.failure(own_error("Throttled", "chime", None, 2), "id").headers)
    assert (headers[b"retry-after"], headers[b"x-amz-retry-after"]) == (b"2", b"2000")


@pytest.mark.parametrize(("status", "code"), [(500, "ServiceFailure"), (503, "ServiceUnavailable")])
def test_two_statuses_are_the_services_own(status: int, code: str) -> None:
    """They are its errors with the same status."""
    expected = encode.failure(own_error(code, "chime-sdk-voice", None, None), "id")
    assert status_answer(status, "chime-sdk-voice", None, None, "id") == expected


@pytest.mark.parametrize(("status", "title"), [(502, "502 Bad Gateway"), (504, "504 Gateway Timeout"), (599, "599")])
def test_other_statuses_are_a_load_balancers_page(status: int, title: str) -> None:
    """It is HTML and knows neither a request id nor a type."""
    answer = status_answer(status, "chime-sdk-voice", None, None, "id")
    assert answer.status == status
    assert dict(answer.headers) == {b"server": b"awselb/2.0", b"content-type": b"text/html"}
    assert f"<h1>{title}</h1>".encode() in answer.body


@pytest.mark.parametrize(("after", "cut"), [(0, 0), (5, 5), (9, 9), (10, 9), (1000, 9)])
def test_a_cut_answer_lacks_its_last_byte_at_least(after: int, cut: int) -> None:
    """Or it would be no fault."""
    assert cut_off(Response(200, [], b"0123456789"), after).cut == cut


def test_where_there_is_no_body_the_answer_is_dropped() -> None:
    """There is nothing else to cut off."""
    assert cut_off(Response(204, [], b""), 5) is DROPPED
