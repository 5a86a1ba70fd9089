"""What libphonenumber knows of a number: its country and whether it is toll-free."""

from __future__ import annotations

from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import NumberType


class InvalidNumber(ValueError):  # noqa: N818 - it says what the number is
    """The number is not one that a phone-number inventory can hold; the message says why, without the number."""


def facts_of(text: str) -> NumberFacts:
    """Read a number in E.164, with or without its plus sign. Raises InvalidNumber."""
    import phonenumbers as lib  # noqa: PLC0415 - 30 ms that only imports and orders need

    digits = text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        # Some numbering plans reach beyond E.164, and then no id of the API could name the number.
        raise InvalidNumber("it is not in E.164 form: a plus sign and at most 15 digits")
    try:
        number = lib.parse("+" + digits)
    except lib.NumberParseException as error:
        why = error._msg.rstrip(".")  # noqa: SLF001 - its only public form holds the type too
        raise InvalidNumber(f"libphonenumber cannot read it: {why}") from None
    country, kind, kinds = lib.region_code_for_number(number), lib.number_type(number), lib.PhoneNumberType
    if country is None or not country.isalpha() or kind == kinds.UNKNOWN:  # which a number is that is not valid
        raise InvalidNumber("it is not a valid number of any country's numbering plan")
    if kind == kinds.TOLL_FREE:
        return NumberFacts(lib.format_number(number, lib.PhoneNumberFormat.E164), country, "TollFree")
    if kind not in (kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE, kinds.MOBILE, kinds.VOIP):
        raise InvalidNumber("it is of a kind that the API does not have: neither a local nor a toll-free number")
    return NumberFacts(lib.format_number(number, lib.PhoneNumberFormat.E164), country, "Local")


def example_of(country: str, number_type: NumberType) -> str:
    """Return a number in E.164 of a country and type, in the exchange 555 where the North American plan holds. Raises LookupError."""
    import phonenumbers as lib  # noqa: PLC0415 - 30 ms that only searches and orders need

    kinds = lib.PhoneNumberType
    example = lib.example_number_for_type(country, kinds.TOLL_FREE if number_type == "TollFree" else kinds.FIXED_LINE)
    if example is None:
        raise LookupError(f"{country} has no {number_type} numbers.")
    e164: str = lib.format_number(example, lib.PhoneNumberFormat.E164)
    return f"{e164[:5]}555{e164[8:]}" if example.country_code == 1 else e164
