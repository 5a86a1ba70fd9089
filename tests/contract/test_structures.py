"""Every structure of the contract has the members of the service model."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import msgspec
from botocore import xform_name

from service_model import Api


def members_of(api: Api) -> dict[tuple[str, str], Any]:
    """Give every member of every structure, by both names."""
    return {
        (structure, member): traits
        for structure, shape in api.structures().items()
        for member, traits in shape["members"].items()
    }


def fields_of(api: Api) -> dict[tuple[str, str], msgspec.structs.FieldInfo]:
    """Give every field of the contract's class for every structure, by the class's and the wire's name."""
    return {
        (name, field.encode_name): field
        for name in api.structures()
        for field in msgspec.structs.fields(api.classes[name])
    }


def is_sensitive(api: Api, shape: Any) -> bool:
    """Say whether the model marks a shape, or what a list or map holds, as sensitive."""
    parts = [shape[part]["shape"] for part in ("member", "key", "value") if part in shape]
    return shape.get("sensitive", False) or any(is_sensitive(api, api.shape(part)) for part in parts)


def marks(annotation: Any) -> bool:
    """Say whether an annotation, or one inside it, carries the mark of a sensitive value."""
    extras = [getattr(meta, "extra", None) or {} for meta in getattr(annotation, "__metadata__", ())]
    inner = get_args(annotation)
    return any("sensitive" in extra for extra in extras) or any(map(marks, inner))


def test_there_is_a_class_for_every_structure_and_no_other(api: Api) -> None:
    """The classes are the structures that the operations reach, and a request for each operation without input."""
    without_input = {f"{name}Request" for name, entry in api.operations.items() if "input" not in entry}
    assert set(api.classes) == set(api.structures()) | without_input


def test_every_member_has_its_wire_name_and_its_attribute(api: Api) -> None:
    """The members are those of the model, and each attribute has the snake_case name that botocore makes."""
    expected = {key: xform_name(key[1]) for key in members_of(api)}
    assert {key: field.name for key, field in fields_of(api).items()} == expected


def test_members_are_required_where_the_model_requires_them(api: Api) -> None:
    """A field without a default is a required member."""
    structures = api.structures()
    expected = {key for key in members_of(api) if key[1] in structures[key[0]].get("required", ())}
    assert {key for key, field in fields_of(api).items() if field.required} == expected


def test_sensitive_members_are_marked(api: Api) -> None:
    """The mark can be read from the annotation of exactly the members whose shape is sensitive."""
    expected = {key for key, traits in members_of(api).items() if is_sensitive(api, api.shape(traits["shape"]))}
    hints = {name: get_type_hints(api.classes[name], include_extras=True) for name in api.structures()}
    assert {key for key, field in fields_of(api).items() if marks(hints[key[0]][field.name])} == expected
    assert ("GetPhoneNumberResponse", "PhoneNumber") not in expected
    assert ("PhoneNumber", "E164PhoneNumber") in expected


def test_structures_are_frozen_and_say_what_they_are(api: Api) -> None:
    """Every class is frozen and has a docstring of one line."""
    for name, structure in api.classes.items():
        assert structure.__struct_config__.frozen, name
        assert structure.__doc__, name
        assert "\n" not in structure.__doc__, name


def test_no_request_holds_a_timestamp(api: Api) -> None:
    """Timestamps, whose form the contract does not check, are only ever sent by the server."""
    for operation in api.contract.operations.values():
        schema = msgspec.json.encode(msgspec.json.schema(operation.request))
        assert b"Timestamp" not in schema
