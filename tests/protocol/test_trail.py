"""What the trail keeps of a request."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from dialbook.contract import chime, voice
from dialbook.contract.model import Operation
from dialbook.contract.voice import phone_numbers, sip_rules, voice_connectors
from dialbook.protocol import trail

NUMBER, ID, PLAIN = "+12065550100", "%2B12065550100", "example"
OPERATIONS = [
    pytest.param(operation, id=f"{contract.namespace}-{operation.name}")
    for contract in (voice.CONTRACT, chime.CONTRACT)
    for operation in contract.operations.values()
]


def filled(info: inspect.Type, text: str) -> Any:  # noqa: PLR0911 - one for each type
    """Return a value of a type, with this text wherever the model marks it sensitive."""
    match info:
        case inspect.Metadata():
            return filled(info.type, "SENSITIVE" if (info.extra or {}).get("sensitive") else text)
        case inspect.UnionType():
            return filled(next(part for part in info.types if not isinstance(part, inspect.NoneType)), text)
        case inspect.StructType():
            return info.cls(**{field.name: filled(field.type, text) for field in info.fields})
        case inspect.ListType():
            return [filled(info.item_type, text)]
        case inspect.DictType():
            return {filled(info.key_type, text): filled(info.value_type, text)}
        case inspect.LiteralType():
            return info.values[0]
        case inspect.BoolType():
            return True
        case inspect.IntType() | inspect.FloatType():
            return 7
        case inspect.StrType():
            return text
    raise AssertionError(info)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_operation_shows_what_is_sensitive(operation: Operation) -> None:
    """Neither what the model marks, at any depth, nor a number in a place that it does not mark."""
    info = inspect.type_info(operation.request)

    shown = trail.parameters(filled(info, PLAIN))
    hidden = [trail.parameters(filled(info, number)) for number in (NUMBER, ID, NUMBER[1:], "%252B12065550100")]

    assert "SENSITIVE" not in shown
    assert not any("2065550100" in text for text in hidden)
    assert json.loads(shown).keys() == {
        field.encode_name[0].lower() + field.encode_name[1:] for field in msgspec.structs.fields(operation.request)
    }


def test_names_begin_small_and_values_that_are_nobodys_secret_are_shown() -> None:
    """As CloudTrail writes them; what was not given is not there."""
    request = voice_connectors.AssociatePhoneNumbersWithVoiceConnectorRequest(
        voice_connector_id="abcdef1ghij2klmno3pqr4", e164_phone_numbers=[NUMBER, NUMBER], force_associate=False
    )

    assert json.loads(trail.parameters(request)) == {
        "voiceConnectorId": "abcdef1ghij2klmno3pqr4",
        "e164PhoneNumbers": [trail.HIDDEN, trail.HIDDEN],
        "forceAssociate": False,
    }


def test_numbers_are_hidden_where_the_model_forgot_them() -> None:
    """The ids of a batch, and what triggers a SIP rule."""
    batch = phone_numbers.BatchDeletePhoneNumberRequest(phone_number_ids=[NUMBER, ID, NUMBER[1:]])
    rule = sip_rules.CreateSipRuleRequest(
        name="Example", trigger_type="ToPhoneNumber", trigger_value=NUMBER, target_applications=[]
    )

    assert json.loads(trail.parameters(batch)) == {"phoneNumberIds": [trail.HIDDEN] * 3}
    assert json.loads(trail.parameters(rule))["triggerValue"] == trail.HIDDEN


@pytest.mark.parametrize("value", ["2026-03-01", "us-east-1", "1234", "99999999-8888-7777-6666-555555555555", "a+b"])
def test_what_only_looks_a_little_like_a_number_is_shown(value: str) -> None:
    """A day, a region, an id."""
    request = sip_rules.DeleteSipRuleRequest(sip_rule_id=value)

    assert json.loads(trail.parameters(request)) == {"sipRuleId": value}


def test_a_long_batch_is_omitted() -> None:
    """Each of its records keeps the parameters, so that all of it would be kept as often as it is long."""
    few = phone_numbers.BatchDeletePhoneNumberRequest(phone_number_ids=[NUMBER] * 50)
    many = phone_numbers.BatchDeletePhoneNumberRequest(phone_number_ids=[NUMBER] * 500)

    assert len(json.loads(trail.parameters(few))["phoneNumberIds"]) == 50
    assert json.loads(trail.parameters(many)) == {"omitted": True}
