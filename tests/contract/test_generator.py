"""The generator writes what a model says, and refuses by name what it does not know."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from contract_generator.files import differences, write
from contract_generator.service import UnknownTraitError, read
from contract_generator.source import sources

MODEL: dict[str, Any] = {
    "operations": {
        "GetThing": {
            "name": "GetThing",
            "http": {"method": "GET", "requestUri": "/things/{thingId}?kind=thing", "responseCode": 200},
            "input": {"shape": "GetThingRequest"},
            "output": {"shape": "GetThingResponse"},
            "errors": [{"shape": "BadRequestException"}],
            "documentation": '<p>Gets a <code>thing</code> \\ "this". And more.</p>',
        }
    },
    "shapes": {
        "GetThingRequest": {
            "type": "structure",
            "required": ["ThingId"],
            "members": {
                "ThingId": {"shape": "Text", "location": "uri", "locationName": "thingId"},
                "Page": {"shape": "Count", "location": "querystring", "locationName": "page"},
                "Comment": {"shape": "Text", "locationName": "comment-text"},
            },
        },
        "GetThingResponse": {"type": "structure", "members": {"Things": {"shape": "Secrets"}}},
        "Secrets": {"type": "list", "member": {"shape": "Secret"}, "max": 3},
        "Secret": {"type": "structure", "sensitive": True, "members": {"Colour": {"shape": "Colour"}}},
        "Colour": {"type": "string", "enum": ["red", 'a "quoted" one']},
        "Count": {"type": "integer"},
        "Text": {"type": "string", "pattern": "[a-z]+"},
        "BadRequestException": {
            "type": "structure",
            "members": {},
            "error": {"httpStatusCode": 400},
            "exception": True,
        },
    },
}

REFUSED: list[tuple[tuple[str, ...], Any, str]] = [
    (("operations", "GetThing", "endpoint"), {"hostPrefix": "x."}, "operation GetThing carries endpoint"),
    (("operations", "GetThing", "http", "checksum"), True, "operation GetThing, http carries checksum"),
    (("operations", "GetThing", "output", "resultWrapper"), "x", "operation GetThing, output carries resultWrapper"),
    (("operations", "GetThing", "http", "requestUri"), "/things/{thingId+}", "GetThing has other labels in its path"),
    (("operations", "GetThing", "http", "requestUri"), "/things", "GetThing has other labels in its path"),
    (("shapes", "GetThingRequest", "payload"), "Comment", "shape GetThingRequest carries payload"),
    (
        ("shapes", "GetThingRequest", "members", "Comment", "jsonvalue"),
        True,
        "GetThingRequest.Comment carries jsonvalue",
    ),
    (("shapes", "GetThingRequest", "members", "Comment", "location"), "header", "Comment travels in header"),
    (("shapes", "GetThingResponse", "members", "Things", "location"), "statusCode", "Things travels in statusCode"),
    (("shapes", "Secret", "members", "Colour", "location"), "querystring", "Secret.Colour travels in querystring"),
    (("shapes", "Text"), {"type": "blob"}, "shape Text is a blob"),
    (("shapes", "Text"), {"type": "timestamp", "timestampFormat": "rfc822"}, "Text is a timestamp in another format"),
    (("shapes", "Count"), {"type": "list", "member": {"shape": "Text"}}, "member Page is a list in the query"),
    (("shapes", "Secret"), {"type": "list", "member": {"shape": "Text"}}, "shape Secrets nests one collection"),
    (("shapes", "Colour", "max"), 3, "shape Colour is an enum with further constraints"),
    (("shapes", "Text", "pattern"), "[a-z]*${2}", "shape Text has a pattern that Python does not read"),
    (("shapes", "Text", "pattern"), "[[a]", "shape Text has a pattern that Python does not read"),
    (("shapes", "Secret", "members", "colour"), {"shape": "Text"}, "shape Secret has members whose names"),
    (("shapes", "Secret", "members", "Class"), {"shape": "Text"}, "shape Secret has members whose names"),
    (("shapes", "BadRequestException", "retryable"), {}, "error BadRequestException carries retryable"),
]


def generated(model: dict[str, Any]) -> dict[str, str]:
    """Write the contract of a model."""
    return sources(read(model, "things", "a model made for this test"), "dialbook.contract.things")


def altered(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Give the model with one value in it set."""
    model = copy.deepcopy(MODEL)
    place = model
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return model


@pytest.mark.parametrize(
    ("path", "value", "problem"), REFUSED, ids=lambda part: ".".join(part) if isinstance(part, tuple) else ""
)
def test_what_the_generator_does_not_know_is_refused(path: tuple[str, ...], value: Any, problem: str) -> None:
    """A model that says more than the generator understands is an error that names the place."""
    with pytest.raises(UnknownTraitError, match=problem):
        generated(altered(path, value))


def test_an_operation_without_input_must_not_take_a_shapes_name() -> None:
    """The empty request that is made for an operation without input never hides a shape of the model."""
    model = copy.deepcopy(MODEL)
    del model["operations"]["GetThing"]["input"]
    with pytest.raises(UnknownTraitError, match="has no input, yet GetThingRequest is a shape"):
        generated(model)


def test_members_stand_in_the_order_of_their_wire_names() -> None:
    """A member whose wire name no rule derives says it, and stands where that name belongs."""
    text = generated(MODEL)["things.py"]
    request = text[text.index("class GetThingRequest") : text.index("class GetThingResponse")]
    assert [line.strip() for line in request.splitlines()[3:6]] == [
        "page: Count | None = None",
        "thing_id: Text",
        'comment: Text | None = field(default=None, name="comment-text")',
    ]


def test_each_member_travels_where_the_model_says() -> None:
    """The path names the member in it, the query and the body theirs."""
    text = generated(MODEL)["things.py"]
    assert 'path=("things", "{ThingId}"),' in text
    assert 'literal_query=(("kind", "thing"),),' in text
    assert 'query=(QueryParameter("page", "Page", "integer"),),' in text
    assert 'body=("comment-text",),' in text


def test_a_sensitive_structure_is_marked_where_it_is_used() -> None:
    """The mark of a structure stands in the annotation, as a class cannot carry it."""
    text = generated(MODEL)["things.py"]
    assert 'Secrets = Annotated[list[Annotated[Secret, Meta(extra={"sensitive": True})]], Meta(max_length=3)]' in text
    assert text.index("class Secret(") < text.index("Secrets = ")


def test_patterns_are_full_matches_of_ascii() -> None:
    """A pattern is anchored at both ends, and its classes know ASCII only."""
    assert r'Text = Annotated[str, Meta(pattern=r"(?a)\A(?:[a-z]+)\Z")]' in generated(MODEL)["things.py"]


def test_texts_of_the_model_cannot_end_a_string() -> None:
    """Quotes and backslashes of the model are escaped or replaced, and every file is Python."""
    texts = generated(MODEL)
    assert "# Gets a thing \\\\ 'this'." in texts["things.py"]
    assert """Colour = Literal["red", 'a "quoted" one']""" in texts["things.py"]
    for name, text in texts.items():
        compile(text, name, "exec")


def test_writing_removes_what_is_generated_no_longer(tmp_path: Path) -> None:
    """A file that stands in a generated folder and was not generated is a difference, and goes."""
    write({"things/a.py": "1\n", "things/b.py": "2\n"}, tmp_path)
    assert differences({"things/a.py": "1\n", "things/b.py": "3\n", "things/c.py": ""}, tmp_path) == [
        "things/b.py",
        "things/c.py",
    ]
    assert differences({"things/a.py": "1\n"}, tmp_path) == ["things/b.py"]
    write({"things/a.py": "1\n"}, tmp_path)
    assert [path.name for path in (tmp_path / "things").iterdir()] == ["a.py"]
