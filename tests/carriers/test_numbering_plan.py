"""What libphonenumber says of a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.carriers.numbering_plan import InvalidNumber, facts_of
from dialbook.domain.numbering import NumberFacts, e164_of, phone_number_id_of

KINDS = phonenumbers.PhoneNumberType
NOT_E164 = "it is not in E.164 form: a plus sign and at most 15 digits"
NOT_VALID = "it is not a valid number of any country's numbering plan"
NO_KIND = "it is of a kind that the API does not have: neither a local nor a toll-free number"


def examples(kind: int) -> Iterator[tuple[str, Sequence[str]]]:
    """Give libphonenumber's example of a kind for every country that has one: E.164 and the countries that share its code."""
    for country in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = phonenumbers.example_number_for_type(country, kind)
        if number is not None:
            assert number.country_code is not None
            yield written(number), phonenumbers.region_codes_for_country_code(number.country_code)


def written(number: phonenumbers.PhoneNumber) -> str:
    """Write a number as E.164."""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def reason(text: str) -> str:
    """Read a number that is invalid, and give the reason."""
    with pytest.raises(InvalidNumber) as invalid:
        facts_of(text)
    return str(invalid.value)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("+12065550100", NumberFacts("+12065550100", "US", "Local")),
        ("12065550100", NumberFacts("+12065550100", "US", "Local")),
        ("+18005550199", NumberFacts("+18005550199", "US", "TollFree")),
        ("+18885550100", NumberFacts("+18885550100", "US", "TollFree")),
        ("+14165550123", NumberFacts("+14165550123", "CA", "Local")),
        ("+18765551234", NumberFacts("+18765551234", "JM", "Local")),
        ("+442079460100", NumberFacts("+442079460100", "GB", "Local")),
        ("+447400123456", NumberFacts("+447400123456", "GB", "Local")),
        ("+448001234567", NumberFacts("+448001234567", "GB", "TollFree")),
        ("+390612345678", NumberFacts("+390612345678", "IT", "Local")),
        ("+81120123456", NumberFacts("+81120123456", "JP", "TollFree")),
        ("+5511961234567", NumberFacts("+5511961234567", "BR", "Local")),
        ("+493012345678901", NumberFacts("+493012345678901", "DE", "Local")),
    ],
)
def test_a_number_has_a_country_and_a_type(text: str, facts: NumberFacts) -> None:
    """With or without its plus sign; also where several countries share a code, and for mobile numbers."""
    assert facts_of(text) == facts


def test_a_national_prefix_in_the_middle_is_taken_out() -> None:
    """The same number is the same record however it was written: ``+44 (0)20 …`` is a common slip."""
    assert facts_of("+4402079460100") == facts_of("+442079460100")


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        (KINDS.FIXED_LINE, "Local"),
        (KINDS.MOBILE, "Local"),
        (KINDS.VOIP, "Local"),
        (KINDS.TOLL_FREE, "TollFree"),
    ],
)
def test_the_numbers_of_every_country(kind: int, type_: str) -> None:
    """Each example is accepted as it is, with its type and a country that has its calling code."""
    tried = list(examples(kind))
    for e164, countries in tried:
        facts = facts_of(e164)
        assert (facts.e164, facts.type) == (e164, type_)
        assert facts.country in countries
    assert len(tried) > 50


@pytest.mark.parametrize(
    "kind", [KINDS.PREMIUM_RATE, KINDS.SHARED_COST, KINDS.PERSONAL_NUMBER, KINDS.PAGER, KINDS.UAN, KINDS.VOICEMAIL]
)
def test_numbers_of_other_kinds_are_refused(kind: int) -> None:
    """The API has two types of numbers, and these are neither."""
    reasons = {reason(e164) for e164, _ in examples(kind)}
    assert reasons == {NO_KIND}


@pytest.mark.parametrize("code", sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS))
def test_numbers_of_no_country_are_refused(code: int) -> None:
    """+800 and its like have no ISO 3166 country, which every number of the API has."""
    number = phonenumbers.example_number_for_non_geo_entity(code)
    assert number is not None
    assert reason(written(number)) == NOT_VALID


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", NOT_E164),
        ("+", NOT_E164),
        ("++12065550100", NOT_E164),
        ("+1 206 555 0100", NOT_E164),
        ("+1-206-555-0100", NOT_E164),
        ("(206) 555-0100", NOT_E164),
        ("+12065550100 ", NOT_E164),
        ("+12065550100\n", NOT_E164),
        ("+12065550100x5", NOT_E164),
        ("tel:+12065550100", NOT_E164),
        ("%2B12065550100", NOT_E164),
        ("+１２０６５５５０１００", NOT_E164),
        ("+1206555010²", NOT_E164),
        ("-12065550100", NOT_E164),
        ("one", NOT_E164),
        ("\0", NOT_E164),
        ("+4930123456789012", NOT_E164),
        ("1" * 100_000, NOT_E164),
        ("+0", "libphonenumber cannot read it: The string supplied did not seem to be a phone number"),
        ("+99912345", "libphonenumber cannot read it: Could not interpret numbers after plus-sign"),
        ("+1206555", NOT_VALID),
        ("+10065550100", NOT_VALID),
        ("+33123", NOT_VALID),
        ("+120655501000", NOT_VALID),
        ("+888", "libphonenumber cannot read it: The string supplied is too short to be a phone number"),
    ],
)
def test_what_is_not_a_number_is_refused(text: str, why: str) -> None:
    """The reason says what is wrong, without the number."""
    assert reason(text) == why


@pytest.mark.fuzz
@given(st.text() | st.from_regex(r"\+?[0-9]{0,20}", fullmatch=True))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    """What is accepted has an id that names it again, a country of two letters, and the same facts when asked again."""
    reasons = []
    try:
        facts = facts_of(text)
    except InvalidNumber as invalid:
        reasons.append(str(invalid))
    else:
        assert e164_of(phone_number_id_of(facts.e164)) == facts.e164
        assert re.fullmatch("[A-Z]{2}", facts.country)
        assert facts_of(facts.e164) == facts
    assert not re.search("[0-9]{4}", "".join(reasons))
