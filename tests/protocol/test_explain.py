"""A broken constraint as one sentence: the member and the rule, never the value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
import msgspec.inspect as shapes
import pytest

from dialbook.contract import chime, voice
from dialbook.contract.model import Contract, Operation
from dialbook.protocol.explain import explain

MARKER = "MaRkEr"
DIGITS = 918273645

Wrap = Callable[[Any], Any]


def explained(members: dict[str, Any], operation: Operation) -> str | None:
    """Convert members into an operation's request, and give the sentence that says why that cannot be."""
    try:
        msgspec.convert(members, operation.request)
    except msgspec.ValidationError as error:
        return explain(str(error), operation.request)
    return None


@pytest.mark.parametrize(
    ("operation", "members", "message"),
    [
        ("UpdatePhoneNumber", {}, "PhoneNumberId is required."),
        (
            "BatchUpdatePhoneNumber",
            {"UpdatePhoneNumberRequestItems": [{"PhoneNumberId": "x"}, {}]},
            "UpdatePhoneNumberRequestItems[1].PhoneNumberId is required.",
        ),
        ("UpdatePhoneNumber", {"Name": 5}, "Name must be a string, not an integer."),
        ("UpdatePhoneNumber", {"ProductType": []}, "ProductType must be a string, not a list."),
        ("UpdatePhoneNumber", {"CallingName": {}}, "CallingName must be a string, not an object."),
        ("CreateVoiceConnector", {"Name": None}, "Name must be a string, not null."),
        ("CreateVoiceConnector", {"RequireEncryption": MARKER}, "RequireEncryption must be a boolean, not a string."),
        ("ListPhoneNumbers", {"MaxResults": MARKER}, "MaxResults must be an integer, not a string."),
        ("ListPhoneNumbers", {"MaxResults": 1.5}, "MaxResults must be an integer, not a number."),
        ("ListPhoneNumbers", {"MaxResults": True}, "MaxResults must be an integer, not a boolean."),
        ("BatchDeletePhoneNumber", {"PhoneNumberIds": MARKER}, "PhoneNumberIds must be a list, not a string."),
        ("BatchDeletePhoneNumber", {"PhoneNumberIds": ["x", 5]}, "PhoneNumberIds[1] must be a string, not an integer."),
        (
            "BatchUpdatePhoneNumber",
            {"UpdatePhoneNumberRequestItems": [5]},
            "UpdatePhoneNumberRequestItems[0] must be an object, not an integer.",
        ),
        ("ListPhoneNumbers", {"MaxResults": 0}, "MaxResults must be at least 1."),
        ("ListPhoneNumbers", {"MaxResults": 101}, "MaxResults must be at most 100."),
        ("UpdatePhoneNumber", {"Name": MARKER * 50}, "Name must have at most 256 characters."),
        ("SearchAvailablePhoneNumbers", {"TollFreePrefix": "8"}, "TollFreePrefix must have at least 3 characters."),
        ("CreateSipMediaApplication", {"Endpoints": [{}, {}]}, "Endpoints must have at most 1 item."),
        ("CreateVoiceConnector", {"Tags": []}, "Tags must have at least 1 item."),
        (
            "UpdateSipMediaApplicationCall",
            {"Arguments": {f"{MARKER}{count}": "x" for count in range(21)}},
            "Arguments must have at most 20 keys.",
        ),
        (
            "UpdateSipMediaApplicationCall",
            {"Arguments": {MARKER: 5}},
            "Arguments[...] must be a string, not an integer.",
        ),
        (
            "UpdatePhoneNumber",
            {"CallingName": MARKER * 3},
            "CallingName must match the pattern ^$|^[a-zA-Z0-9 ]{2,15}$.",
        ),
        (
            "UpdatePhoneNumber",
            {"Name": f"{MARKER}/"},
            r"Name must match the pattern ^$|^[a-zA-Z0-9\,\.\_\-]+(\s+[a-zA-Z0-9\,\.\_\-]+)*$.",
        ),
        (
            "CreatePhoneNumberOrder",
            {"E164PhoneNumbers": ["+12065550100", MARKER]},
            r"E164PhoneNumbers[1] must match the pattern ^\+?[1-9]\d{1,14}$.",
        ),
        (
            "UpdatePhoneNumber",
            {"ProductType": MARKER},
            "ProductType must be one of SipMediaApplicationDialIn, VoiceConnector.",
        ),
        (
            "BatchUpdatePhoneNumber",
            {"UpdatePhoneNumberRequestItems": [{"ProductType": MARKER}]},
            "UpdatePhoneNumberRequestItems[0].ProductType must be one of SipMediaApplicationDialIn, VoiceConnector.",
        ),
        ("CreateProxySession", {"Capabilities": ["SMS", MARKER]}, "Capabilities[1] must be one of SMS, Voice."),
    ],
)
def test_each_kind_of_rule_has_its_sentence(operation: str, members: dict[str, Any], message: str) -> None:
    """Required, type, limits, lengths, pattern and enum, at the top and within lists and maps."""
    assert explained(members, voice.CONTRACT.operations[operation]) == message


@pytest.mark.parametrize(
    "value",
    [
        "x - at `$.Name`",
        "' - at `$.Name`",
        "x'\n - at `$.Name`",
        "`$.Name`",
        "{member} {choices}",
        "Object missing required field `Name`",
        "\\",
        "'" * 9,
        "a" * 1_000_000,
    ],
)
def test_a_value_cannot_pass_for_part_of_the_message(value: str) -> None:
    """Neither the member nor the rule can be forged by what was sent."""
    members = {"UpdatePhoneNumberRequestItems": [{"ProductType": value}]}
    assert explained(members, voice.CONTRACT.operations["BatchUpdatePhoneNumber"]) == (
        "UpdatePhoneNumberRequestItems[0].ProductType must be one of SipMediaApplicationDialIn, VoiceConnector."
    )


def test_the_older_contract_has_its_own_choices() -> None:
    """It knows a product that the newer one does not."""
    assert explained({"ProductType": MARKER}, chime.CONTRACT.operations["UpdatePhoneNumber"]) == (
        "ProductType must be one of BusinessCalling, SipMediaApplicationDialIn, VoiceConnector."
    )


def test_choices_are_found_in_any_shape() -> None:
    """Also where no contract has an enum yet: among the values of a map, in lists of lists, and beside null."""

    class Request(msgspec.Struct):
        choices: dict[str, list[list[Literal["b", "a"] | None]]]

    with pytest.raises(msgspec.ValidationError) as invalid:
        msgspec.convert({"choices": {MARKER: [[None, MARKER]]}}, Request)
    assert explain(str(invalid.value), Request) == "choices[...][0][1] must be one of a, b."


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (f"Something new about {MARKER} - at `$.Name`", "Name is not valid."),
        (f"Something new about {MARKER}", "The request is not valid."),
        ("", "The request is not valid."),
    ],
)
def test_what_cannot_be_explained_is_not_repeated(message: str, sentence: str) -> None:
    """A message that a later msgspec might have says at least where, and nothing of its own."""
    assert explain(message, voice.CONTRACT.operations["UpdatePhoneNumber"].request) == sentence


def leaves(shape: Any, path: str, wrap: Wrap) -> Iterator[tuple[str, Any, Wrap]]:
    """Give every simple member below a shape: its path, its shape, and what puts a value into its place."""
    if isinstance(shape, shapes.Metadata):
        yield from leaves(shape.type, path, wrap)
    elif isinstance(shape, shapes.UnionType):
        for part in shape.types:
            yield from leaves(part, path, wrap)
    elif isinstance(shape, shapes.StructType):
        for field in shape.fields:
            yield from leaves(field.type, f"{path}.{field.encode_name}".lstrip("."), inside(wrap, field.encode_name))
    elif isinstance(shape, shapes.ListType):
        yield from leaves(shape.item_type, f"{path}[0]", lambda value: wrap([value] * (shape.min_length or 1)))
    elif isinstance(shape, shapes.DictType):
        yield from leaves(shape.value_type, f"{path}[...]", lambda value: wrap({MARKER: value}))
    elif not isinstance(shape, shapes.NoneType):
        yield path, shape, wrap


def inside(wrap: Wrap, name: str) -> Wrap:
    """Put a value under a member's name into what the wrapping puts it into."""
    return lambda value: wrap({name: value})


WRONG: tuple[Any, ...] = (
    MARKER,
    MARKER * 20_000,
    f"{MARKER}\n",
    f"`{MARKER}`'\"{MARKER}",
    f"Ⓜ{MARKER}",
    DIGITS,
    -DIGITS,
    DIGITS * 10**300,
    DIGITS + 0.5,
    True,
    None,
    [MARKER],
    {MARKER: MARKER},
)


def test_no_value_is_repeated_whatever_is_wrong_and_where(contract: Contract) -> None:
    """Every simple member of every operation, wrong in every way: the sentence begins with its path and never holds the value."""
    told = 0
    for operation in contract.operations.values():
        for path, _, wrap in leaves(shapes.type_info(operation.request), "", lambda value: value):
            for value in WRONG:
                message = explained(wrap(value), operation)
                if message is not None and not message.endswith(" is required."):
                    told += 1
                    assert message.startswith(f"{path} must "), message
                    assert MARKER not in message
                    assert str(DIGITS) not in message
    assert told > (200 if contract.namespace == "chime" else 1000)


def test_every_choice_is_named(contract: Contract) -> None:
    """For each member of an enum, wherever it stands, the sentence lists the values it may have."""
    enums = 0
    for operation in contract.operations.values():
        for path, shape, wrap in leaves(shapes.type_info(operation.request), "", lambda value: value):
            if isinstance(shape, shapes.LiteralType):
                enums += 1
                choices = ", ".join(sorted(str(value) for value in shape.values))
                assert explained(wrap(MARKER), operation) == f"{path} must be one of {choices}."
    assert enums >= (8 if contract.namespace == "chime" else 20)


class Short(msgspec.Struct, forbid_unknown_fields=True, rename="pascal", tag_field="Kind", tag="Short"):
    """One of two."""

    length: Literal[1, 2] = 1


class Long(msgspec.Struct, forbid_unknown_fields=True, rename="pascal", tag_field="Kind", tag="Long"):
    """The other."""


class Strict(msgspec.Struct, forbid_unknown_fields=True, rename="pascal"):
    """A request that has nothing but its members, and describes them."""

    part: Annotated[Short | Long | None, msgspec.Meta(description="A part.")] = None
    since: datetime | None = None
    words: Annotated[tuple[Literal["a", "b"], ...] | None, msgspec.Meta(description="Words.")] = None


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"Whole": 1}, "The request has a member that it cannot have; it may have Part, Since, Words."),
        ({MARKER: 1}, "The request has a member that it cannot have; it may have Part, Since, Words."),
        ({"Part": {"Kind": "Short", "Width": 1}}, "Part has a member that it cannot have; it may have Length."),
        ({"Part": {"Kind": MARKER}}, "Part.Kind must be one of Short, Long."),
        ({"Part": {"Kind": "Short", "Length": DIGITS}}, "Part.Length must be one of 1, 2."),
        ({"Words": ["a", MARKER]}, "Words[1] must be one of a, b."),
        ({"Since": MARKER}, "Since must be a time such as 2030-01-01T12:00:00Z."),
        ({"x` - at `$.foo": 1}, "foo has a member that it cannot have; it may have ."),
    ],
)
def test_a_request_that_has_nothing_but_its_members(members: dict[str, Any], message: str) -> None:
    """What else there may be is said, not what was sent; a name that is made to look like a path does no harm."""
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(members, Strict)
    assert explain(str(caught.value), Strict) == message
