"""Which addresses are plausible for emergency calls."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.emergency_addresses import Address, Street, Validation, street_of, validate


def address(**members: Any) -> Address:
    """Return a plausible address, but for the members given."""
    usual = {
        "street_number": "200",
        "street_info": "8th Avenue",
        "city": "Portland",
        "state": "ME",
        "country": "US",
        "postal_code": "04352",
    }
    return Address(**(usual | members))


CANADIAN = {"city": "Montréal", "state": "QC", "country": "CA", "postal_code": "H2X 1Y4"}


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"street_number": "2121-B"},
        {"street_number": "12 1/2"},
        {"state": "PR", "city": "San Juan", "postal_code": "00901"},
        CANADIAN,
    ],
)
def test_a_plausible_address_is_valid_as_it_is(members: dict[str, Any]) -> None:
    """0, and the address is the one that was given."""
    assert validate(address(**members)) == Validation(result=0, address=address(**members))


def test_a_long_postal_code_is_taken_apart() -> None:
    """As it is written it is right: 0."""
    found = validate(address(postal_code="04352-1234"))
    assert found == Validation(result=0, address=address(postal_code="04352", postal_code_plus4="1234"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"state": "me"}, {}),
        ({"country": "us"}, {}),
        ({"street_info": "  8th \t Avenue "}, {}),
        ({"city": "Portland\n"}, {}),
        ({"postal_code": " 04352"}, {}),
        ({"postal_code": "043521234"}, {"postal_code_plus4": "1234"}),
        ({"postal_code": "04352 1234"}, {"postal_code_plus4": "1234"}),
        (CANADIAN | {"postal_code": "h2x1y4"}, CANADIAN),
    ],
)
def test_what_is_close_is_corrected(wrong: dict[str, Any], right: dict[str, Any]) -> None:
    """1, "and has been corrected as part of the address object"."""
    assert validate(address(**wrong)) == Validation(result=1, address=address(**right))


@pytest.mark.parametrize(
    "members",
    [
        {"country": "DE"},
        {"country": "DE", "state": "BE", "postal_code": "10115"},
        {"state": "ZZ"},
        {"state": "AL ME"},
        {"state": "Maine"},
        {"postal_code": "4352"},
        {"postal_code": "04352-12"},
        {"postal_code": "H2X 1Y4"},
        {"postal_code": "٠٤٣٥٢"},
        CANADIAN | {"postal_code": "D2X 1Y4"},
        {"street_number": "none"},
        {"street_number": "200!"},
        {"street_info": "8"},
        {"city": "..."},
    ],
)
def test_what_is_not_plausible_fails(members: dict[str, Any]) -> None:
    """2, without an address."""
    found = validate(address(**members))
    assert (found.result, found.address) == (2, None)


def test_the_other_country_is_suggested() -> None:
    """Where the address would be plausible there: "re-submit the validation request with candidates"."""
    assert validate(address(country="USA")).candidates == (address(),)
    assert validate(address(country="CA")).candidates == (address(),)
    assert validate(address(**CANADIAN | {"country": "US"})).candidates == (address(**CANADIAN),)
    assert validate(address(country="DE", state="ZZ")).candidates == ()


@given(st.builds(address, **dict.fromkeys(Address.__struct_fields__[:-1], st.text(min_size=1, max_size=20))))
def test_anything_can_be_asked(anything: Address) -> None:
    """There is an answer, and what is corrected or suggested is valid as it is then."""
    found = validate(anything)
    for one in filter(None, (found.address, *found.candidates)):
        parts = filter(None, (one.postal_code, one.postal_code_plus4))
        again = Address(
            **{name: getattr(one, name) for name in Address.__struct_fields__[:-2]}, postal_code="-".join(parts)
        )
        assert validate(again) == Validation(result=0, address=one)


def test_a_long_street_number_is_looked_at_once() -> None:
    """A text that almost is one costs no more than its length."""
    assert validate(address(street_number="1" * 100_000 + "!")).result == 2


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("8th Avenue", Street(name="8th Avenue")),
        ("8th Avenue N", Street(name="8th Avenue", suffix="N")),
        ("N. Third St.", Street(pre_directional="N.", name="Third St.")),
        ("Central Park S. Unit A", Street(name="Central Park", post_directional="S. Unit A")),
        ("sw Main Street ne", Street(pre_directional="sw", name="Main Street", suffix="ne")),
        ("E Street", Street(name="E Street")),
        ("E Street NW", Street(name="E Street", suffix="NW")),
        ("S", Street(name="S")),
        ("N S", Street(name="N", suffix="S")),
    ],
)
def test_a_street_is_taken_apart(text: str, street: Street) -> None:
    """As the model explains the parts; what is left is the name."""
    assert street_of(text) == street
