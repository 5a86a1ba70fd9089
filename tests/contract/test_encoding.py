"""A response is written as the service writes it: compact, keys in alphabetical order, explicit nulls."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import msgspec

from dialbook.contract.chime import CONTRACT
from dialbook.contract.chime import phone_numbers as chime
from dialbook.contract.voice import phone_numbers as voice
from service_model import Api

# The sample response of GetPhoneNumber in the API reference of chime. Its "Content-Length: 581" fits only if the
# product type, which the page spells "Voice Connector", is spelt as the model spells it.
SAMPLE = (
    b'{"PhoneNumber":{"Associations":[{"AssociatedTimestamp":"2019-10-28T18:40:37.453Z","Name":"VoiceConnectorId",'
    b'"Value":"abcdef1ghij2klmno3pqr4"}],"CallingName":null,"CallingNameStatus":"UpdateInProgress","Capabilities":'
    b'{"InboundCall":true,"InboundMMS":true,"InboundSMS":true,"OutboundCall":true,"OutboundMMS":true,'
    b'"OutboundSMS":true},"CreatedTimestamp":"2019-08-12T22:10:20.521Z","DeletionTimestamp":null,"E164PhoneNumber":'
    b'"+12065550100","PhoneNumberId":"%2B12065550100","ProductType":"VoiceConnector","Status":"Assigned",'
    b'"Type":"Local","UpdatedTimestamp":"2019-10-28T18:42:07.964Z"}}'
)


def pairs_in_order(text: bytes) -> list[list[str]]:
    """Give the keys of every object in a JSON text, in the order in which they stand."""
    found: list[list[str]] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found.append([key for key, _ in pairs])
        return dict(pairs)

    json.loads(text, object_pairs_hook=note)
    return found


def test_keys_are_in_alphabetical_order(api: Api) -> None:
    """Every object of every encoded structure has its keys in plain alphabetical order, and loses nothing."""
    for name in api.structures():
        full = api.valid(name, full=True)
        encoded = msgspec.json.encode(msgspec.convert(full, api.classes[name]))
        assert all(keys == sorted(keys) for keys in pairs_in_order(encoded))
        assert json.loads(encoded) == full


def test_absent_members_are_null(api: Api) -> None:
    """Every optional member that has no value is an explicit null, but for the token of the last search page."""
    for name, shape in api.structures().items():
        encoded = json.loads(msgspec.json.encode(msgspec.convert(api.valid(name), api.classes[name])))
        expected = set(shape["members"]) - set(shape.get("required", ()))
        if name == "SearchAvailablePhoneNumbersResponse":
            expected.remove("NextToken")
        assert {member for member, value in encoded.items() if value is None} == expected


def test_the_sample_of_the_older_api_is_written_byte_for_byte() -> None:
    """The API reference's sample comes back as it went in, with the country that the model has gained since."""
    assert len(SAMPLE) == 581
    encoded = msgspec.json.encode(msgspec.json.decode(SAMPLE, type=chime.GetPhoneNumberResponse))
    assert encoded == SAMPLE.replace(b'"CreatedTimestamp"', b'"Country":null,"CreatedTimestamp"')


def test_the_newer_api_keeps_the_older_ones_order() -> None:
    """The newer API's phone number has the same keys in the same order, and its own three between them."""
    [*_, newer] = msgspec.json.decode(SAMPLE, type=dict[str, dict[str, Any]]).values()
    members = list(msgspec.to_builtins(msgspec.convert(newer, voice.PhoneNumber)))
    assert members == sorted([*newer, "Country", "Name", "OrderId", "PhoneNumberArn"])


def test_an_operation_without_output_members_answers_an_empty_object() -> None:
    """The capture of AssociatePhoneNumberWithUser has a body of two bytes: ``{}``."""
    response = CONTRACT.operations["AssociatePhoneNumberWithUser"].response
    assert response is not None
    assert msgspec.json.encode(response()) == b"{}"


def test_botocore_is_not_needed_at_run_time() -> None:
    """The contract is imported without botocore, whose models take longer to load than the whole server may."""
    check = "import sys, dialbook.contract.voice, dialbook.contract.chime; sys.exit('botocore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
