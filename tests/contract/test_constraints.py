"""Every constraint of the service model is enforced when a structure is decoded."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.contract.chime.phone_numbers import NonEmptyString
from dialbook.contract.voice.proxy_sessions import Proxy
from service_model import Api

WIDE_OPEN = "a" * 1_000_000


def accepts(api: Api, structure: str, payload: Any) -> bool:
    """Say whether the structure's class takes the payload."""
    try:
        msgspec.convert(payload, api.classes[structure])
    except msgspec.ValidationError:
        return False
    return True


def broken_payloads(api: Api) -> Iterator[tuple[str, str, str, Any]]:
    """Break every rule of every member in turn: structure, member, rule and the whole payload."""
    for structure, shape in api.structures().items():
        valid = api.valid(structure)
        for member, traits in shape["members"].items():
            for rule, value in api.broken(traits["shape"]):
                yield structure, member, rule, valid | {member: value}
        for member in shape.get("required", ()):
            yield structure, member, "null", valid | {member: None}
            yield structure, member, "missing", {name: value for name, value in valid.items() if name != member}


def test_what_the_model_allows_is_accepted(api: Api) -> None:
    """A structure of its required members, one of all its members and one of nulls are all taken."""
    refused = [
        structure
        for structure in api.structures()
        for payload in (api.valid(structure), api.valid(structure, full=True))
        if not accepts(api, structure, payload)
    ]
    assert refused == []


def test_the_outermost_values_are_accepted(api: Api) -> None:
    """The limits themselves, the shortest and longest texts and lists, and every value of an enum are taken."""
    refused = [
        (structure, member, value)
        for structure, shape in api.structures().items()
        for member, traits in shape["members"].items()
        for value in api.extreme(traits["shape"])
        if not accepts(api, structure, api.valid(structure) | {member: value})
    ]
    assert refused == []


def test_null_is_accepted_for_every_optional_member(api: Api) -> None:
    """An explicit null says the same as leaving an optional member out."""
    refused = [
        (structure, member)
        for structure, shape in api.structures().items()
        for member in set(shape["members"]) - set(shape.get("required", ()))
        if not accepts(api, structure, api.valid(structure) | {member: None})
    ]
    # This member is left out rather than null in what the server sends; no client sends it.
    assert refused == [("SearchAvailablePhoneNumbersResponse", "NextToken")]


def test_what_breaks_a_rule_is_refused(api: Api) -> None:
    """Each value that breaks one rule of one member is refused, whichever the rule."""
    accepted = [
        (structure, member, rule, payload[member])
        for structure, member, rule, payload in broken_payloads(api)
        if accepts(api, structure, payload)
    ]
    assert accepted == []


def test_every_kind_of_rule_is_tried(api: Api) -> None:
    """The values that must be refused break every kind of rule that the models have, many times over."""
    tried = Counter(rule for _, _, rule, _ in broken_payloads(api))
    kinds = {"type", "min", "max", "enum", "pattern", "trailing newline", "digits of another script", "item"}
    assert set(tried) == kinds | {"null", "missing"}
    assert tried.total() > (500 if api.namespace == "chime" else 2500)


def test_unknown_members_are_ignored(api: Api) -> None:
    """A member that the model does not know changes nothing, as published clients rely on."""
    for structure in api.structures():
        payload, cls = api.valid(structure), api.classes[structure]
        assert msgspec.convert(payload | {"Nope": 5}, cls) == msgspec.convert(payload, cls)


@pytest.mark.parametrize("text", ["", "ab", "x" * 15])
def test_a_calling_name_may_be_empty_or_of_two_to_fifteen_characters(api: Api, text: str) -> None:
    """The alternatives of a pattern are all kept when it is made a full match."""
    assert accepts(api, "UpdatePhoneNumberRequest", {"PhoneNumberId": "+12065550100", "CallingName": text})


@pytest.mark.parametrize("number", ["+12065550100", "12065550100", "12"])
def test_a_number_may_leave_out_its_plus(api: Api, number: str) -> None:
    """The leading plus of E.164 is optional in both models."""
    assert accepts(
        api, "CreatePhoneNumberOrderRequest", {"ProductType": "VoiceConnector", "E164PhoneNumbers": [number]}
    )


@pytest.mark.parametrize("number", [-(2**31), 0, 2**31 - 1])
def test_an_integer_without_limits_has_thirty_two_bits(number: int) -> None:
    """Smithy's integer has 32 bits, and every such integer is taken where the model sets no limits."""
    assert msgspec.convert({"DefaultSessionExpiryMinutes": number}, Proxy).default_session_expiry_minutes == number


@pytest.mark.parametrize(
    "text",
    [WIDE_OPEN, " " * 1_000_000, "a " * 500_000, "\n" * 1_000_000, "1" * 1_000_000, "a\n" * 500_000, " a" * 500_000],
)
@pytest.mark.parametrize("end", ["", "!", "\n", "\n\n", " \n"])
def test_no_pattern_is_slow_on_a_long_text(api: Api, text: str, end: str) -> None:
    """A text of a megabyte is taken or refused at once by every pattern there is."""
    started = time.perf_counter()
    for structure, shape in api.structures().items():
        valid = api.valid(structure)
        for member, traits in shape["members"].items():
            if "pattern" in api.shape(traits["shape"]):
                accepts(api, structure, valid | {member: text + end})
    assert time.perf_counter() - started < 5


@given(st.text(st.sampled_from(" \t\n\r\f\v\x1c\x1f\xa0\u2003a1!"), max_size=12))
def test_a_pattern_in_the_place_of_a_slow_one_means_the_same(text: str) -> None:
    """What NonEmptyString says, in a form that is quick."""
    (meta,) = NonEmptyString.__metadata__  # type: ignore[attr-defined]

    assert bool(re.search(meta.pattern, text)) == bool(re.fullmatch(r"(?a:.*\S.*)", text))
