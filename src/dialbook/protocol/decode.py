"""From path, query and body to the typed request; every constraint of the contract is enforced here."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from dialbook.contract.model import Operation, QueryParameter
from dialbook.protocol import faults
from dialbook.protocol.explain import explain
from dialbook.protocol.route import Match

INTEGER = re.compile(r"-?[0-9]{1,18}")
BOOLEANS = {"true": True, "false": False}
NO_JSON = "The request body must be valid JSON in UTF-8, not nested too deeply."
MOST_LEVELS = 100
"""How deep a body may be nested. Our choice: no operation knows more than a few levels."""


def gather(match: Match, query: dict[str, str], content_type: bytes | None, body: bytes) -> dict[str, Any]:
    """Return the members of a request, each from where the contract has it and from nowhere else.

    Raises Fault: 400 for what cannot be read, 415 for another content type. Unknown members are ignored (BEHAVIOUR.md, R13).
    """
    operation = match.operation
    members: dict[str, Any] = dict(match.labels)
    if query and operation.query:
        members.update(query_members(operation.query, query))
    if operation.body:
        members.update(body_members(operation, content_type, body))
    return members


def decode(members: dict[str, Any], request: type[msgspec.Struct]) -> msgspec.Struct:
    """Return the request that the members make. Raises Fault 400 with the member and the rule."""
    try:
        return msgspec.convert(members, request)
    except msgspec.ValidationError as error:
        return leniently(members, request, error)


def leniently(members: dict[str, Any], request: type[msgspec.Struct], error: msgspec.ValidationError) -> msgspec.Struct:
    """Read numbers and booleans that are given as texts too, or else raise the Fault of the ``error`` there was.

    CloudFormation hands every property of a custom resource on as a text, and so the npm package cdk-amazon-chime-resources sends
    ``"RequireEncryption": "false"``. That AWS reads it is inferred from that package alone, and how far it goes is our choice: as far as
    msgspec's lax mode, to which 1 and ``"1"`` are true as well, and ``"null"`` is null where a number or a boolean may be.
    """
    try:
        return msgspec.convert(members, request, strict=False)
    except msgspec.ValidationError:
        raise faults.bad_request(explain(str(error), request)) from None


def query_members(parameters: tuple[QueryParameter, ...], query: dict[str, str]) -> dict[str, Any]:
    """Return the members that the query string gives, each of its type."""
    return {
        parameter.member: typed(parameter, query[parameter.name]) for parameter in parameters if parameter.name in query
    }


def typed(parameter: QueryParameter, text: str) -> str | int | bool:
    """Read a query parameter as the model types it. Raises Fault 400."""
    if parameter.type == "integer":
        if INTEGER.fullmatch(text):
            return int(text)
        raise faults.bad_request(f"{parameter.member} must be an integer.")
    if parameter.type == "boolean":
        if text in BOOLEANS:
            return BOOLEANS[text]
        raise faults.bad_request(f"{parameter.member} must be true or false.")
    return text


def body_members(operation: Operation, content_type: bytes | None, body: bytes) -> dict[str, Any]:
    """Return the members that the JSON body gives; an empty body gives none."""
    if not body:
        return {}
    if content_type is not None and content_type.split(b";", 1)[0].strip().lower() != b"application/json":
        # A body without any Content-Type is read as JSON: our choice, for people with curl.
        raise faults.unsupported_media_type()
    document = json_object(body)
    return {name: document[name] for name in operation.body if name in document}


def json_object(body: bytes) -> dict[str, Any]:
    """Read a body that must be one JSON object without duplicate keys. Raises Fault 400."""
    try:
        document = msgspec.json.decode(body)
        # msgspec keeps the last of duplicate keys; two readers that keep different ones is how a check is passed by.
        # Each key has its colon: where there are no more colons than keys, none is there twice, and most bodies are so.
        if not isinstance(document, dict) or body.count(b":") > len(document):
            STRICT.decode(body.decode())
    except (msgspec.DecodeError, RecursionError, ValueError):
        raise faults.bad_request(NO_JSON) from None
    if body.count(b"{") + body.count(b"[") > MOST_LEVELS and is_deep(document):
        raise faults.bad_request(NO_JSON)
    if not isinstance(document, dict):
        raise faults.bad_request("The request body must be a JSON object.")
    if b"\\u0000" in body and holds_nul(document):
        raise faults.bad_request("The request body must not hold NUL characters.")
    return document


def is_deep(value: Any) -> bool:
    """Tell whether an object or a list of JSON has more levels than whatever walks it later is sure to bear."""
    level = [value]
    for _ in range(MOST_LEVELS):
        parts = [part for holder in level for part in (holder.values() if isinstance(holder, dict) else holder)]
        level = [part for part in parts if isinstance(part, (dict, list))]
    return bool(level)


def refuse_duplicates(pairs: list[tuple[str, Any]]) -> None:
    """Refuse an object that has a key twice."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise faults.bad_request("The request body must not hold a key twice.")


STRICT = json.JSONDecoder(object_pairs_hook=refuse_duplicates)


def holds_nul(value: Any) -> bool:
    """Tell whether any text in a JSON value holds a NUL character, which no store keeps faithfully."""
    waiting = [value]  # and no recursion: JSON that the decoders can read may be nested deeper than Python can call
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) and "\0" in part:
            return True
        if isinstance(part, dict):
            waiting.extend(part)
            waiting.extend(part.values())
        if isinstance(part, list):
            waiting.extend(part)
    return False
