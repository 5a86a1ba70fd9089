"""E.164 numbers and their ids."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialbook.domain.numbering import e164_of, phone_number_id_of
from dialbook.domain.refusal import Refusal

NUMBERS = st.from_regex(r"\+[1-9][0-9]{1,14}", fullmatch=True)
ESCAPED = {"+": "%2B"} | {digit: f"%3{digit}" for digit in "0123456789"}


@pytest.mark.parametrize(
    "phone_number_id",
    ["+12065550100", "12065550100", "%2B12065550100", "%2b12065550100", "%252B12065550100", "%252b12065550100"],
)
def test_every_spelling_names_the_same_number(phone_number_id: str) -> None:
    """A client may hold any of these, and each works (BEHAVIOUR.md, R1)."""
    assert e164_of(phone_number_id) == "+12065550100"


def test_the_id_is_literally_percent_encoded() -> None:
    """The API's documents show the id so."""
    assert phone_number_id_of("+12065550100") == "%2B12065550100"


@given(NUMBERS)
def test_the_id_of_a_number_names_that_number(e164: str) -> None:
    """What is given out can be sent back."""
    assert e164_of(phone_number_id_of(e164)) == e164


@given(NUMBERS, st.data())
def test_a_number_escaped_once_or_twice_is_understood(e164: str, data: st.DataObject) -> None:
    """Whatever characters of it are escaped, the number is the same."""
    once = "".join(data.draw(st.sampled_from([character, ESCAPED[character]])) for character in e164)
    assert e164_of(once) == e164_of(once.replace("%", "%25")) == e164


@pytest.mark.parametrize(
    "phone_number_id",
    [
        "",
        " ",
        "+",
        "+1",
        "1",
        "+0123",
        "0123",
        "+1234567890123456",
        "++12065550100",
        "+12065550100\n",
        " +12065550100",
        "+1 206 555 0100",
        "+1206555010a",
        "+१२०६५५५०१००",
        "+1206555010०",
        "%",
        "%2",
        "%zz12",
        "%25252B12065550100",
        "%20",
        "\udc80%2B12",
    ],
)
def test_what_no_number_can_have_as_id_is_not_found(phone_number_id: str) -> None:
    """Such a number does not exist, and the answer does not repeat it."""
    with pytest.raises(Refusal) as refused:
        e164_of(phone_number_id)
    assert (refused.value.code, refused.value.message) == ("NotFound", "The phone number does not exist.")


@pytest.mark.fuzz
@given(st.text(st.characters()) | st.text("+%25Bb0123456789", max_size=24))
@example("%25" * 10_000)
@example("%" * 10_000)
@example("9" * 10_000)
def test_garbage_is_a_number_or_not_found(phone_number_id: str) -> None:
    """Any text at all is read as one number or refused."""
    try:
        found = e164_of(phone_number_id)
    except Refusal as refusal:
        found = refusal.code
    assert re.fullmatch(r"\+[1-9][0-9]{1,14}|NotFound", found, re.ASCII)
