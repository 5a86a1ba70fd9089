"""The reference that the contract is held against: botocore's service models, read here without the generator."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from botocore.loaders import Loader

import dialbook.contract.chime
import dialbook.contract.voice
from dialbook.contract.model import Contract

PACKAGES = {"chime": dialbook.contract.chime, "chime-sdk-voice": dialbook.contract.voice}

# For each pattern of the models: a text it matches, without a digit where the pattern needs none, and some that it
# does not. That a trailing newline and the digits of other scripts are refused is tried with every pattern.
GUID = "12345678-abcd-4abc-8abc-1234567890ab"
VOICE_CONNECTOR_IDS = (
    "([a-z0-9]{21,22}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"  # a home-made id, or a GUID
)
LAMBDA_ARNS = (
    r"arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9-_]+"
    r"(:(\$LATEST|[a-zA-Z0-9-_]+))?"
)
EXAMPLES: dict[str, tuple[str, tuple[str, ...]]] = {
    r"^\+?[1-9]\d{1,14}$": ("+12065550100", ("", "+", "+0123", "1206555010012345678", "+1 206", "x+12065550100")),
    r".*\S.*": ("some", ("", " ", "\t \t")),
    r"^$|^[a-zA-Z0-9 ]{2,15}$": ("My Name", ("a", "sixteen letters!", "abcdefghijklmnop", "a-b", "été")),
    r"^$|^[a-zA-Z0-9\,\.\_\-]+(\s+[a-zA-Z0-9\,\.\_\-]+)*$": ("Front desk", (" ", " a", "a ", "a/b", "é")),
    r"[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}": (GUID, ("", GUID[:-1], GUID + "0", GUID.replace("-", ""))),
    r"[A-Z]{2}": ("US", ("", "us", "USA", "U", "U1")),
    r"^$|^[A-Z]{2,2}$": ("US", ("us", "USA", "U")),
    r"^8(00|33|44|55|66|77|88)$": ("833", ("822", "8333", "8")),
    r"^$|^[0-9]{3,3}$": ("206", ("20", "2065", "abc")),
    r"^$|^[a-zA-Z0-9 ]{0,30}$": ("A session", ("a-b", "a" * 31)),
    r"[a-zA-Z0-9 _.-]+": ("A name", ("", "a/b", "a\tb", "é")),
    VOICE_CONNECTOR_IDS: ("abcdef1ghij2klmno3pqr4", ("", "abc", "ABCDEF1GHIJ2KLMNO3PQR4", "a" * 23, GUID.upper())),
    r"(?!(^xn--|.+-s3alias$))^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$": (
        "a-bucket",
        ("ab", "-ab", "xn--ab", "ab-s3alias", "A-B"),
    ),
    r"^arn[\/\:\-\_\.a-zA-Z0-9]+$": ("arn:aws:chime", ("arn", "aws:arn", "arn:%2B", "arn:+1")),
    r"^[-_a-zA-Z0-9]*${2,64}$": ("a-token", ("a token", "a/b", "é")),
    r"amzn1\.application-oa2-client\.[0-9a-fA-F]{32}": (
        "amzn1.application-oa2-client." + "0a" * 16,
        ("", "amzn1.application-oa2-client.", "amzn1-application-oa2-client." + "0a" * 16),
    ),
    LAMBDA_ARNS: (
        "arn:aws:lambda:us-east-1:123456789012:function:answer",
        ("", "arn:aws:lambda:us-east-1:1234:function:answer", "arn:aws:s3:us-east-1:123456789012:function:answer"),
    ),
}

# The one pattern that Python does not compile, as the languages read it that let "$" be repeated.
PATTERNS_FOR_PYTHON = {r"^[-_a-zA-Z0-9]*${2,64}$": r"[-_a-zA-Z0-9]*"}


@dataclass(frozen=True)
class Api:
    """One namespace twice: as botocore's model and as the generated contract."""

    namespace: str
    model: Mapping[str, Any] = field(repr=False)
    contract: Contract = field(repr=False)
    classes: Mapping[str, type[msgspec.Struct]] = field(repr=False)

    @property
    def operations(self) -> dict[str, Mapping[str, Any]]:
        """Give the model's entries of the operations in the contract."""
        return {name: self.model["operations"][name] for name in self.contract.operations}

    def shape(self, name: str) -> Mapping[str, Any]:
        """Give a shape of the model."""
        found: Mapping[str, Any] = self.model["shapes"][name]
        return found

    def structures(self) -> dict[str, Mapping[str, Any]]:
        """Give every structure that the operations reach, by name."""
        found: dict[str, Mapping[str, Any]] = {}
        waiting = [
            operation[side]["shape"]
            for operation in self.operations.values()
            for side in ("input", "output")
            if side in operation
        ]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                shape = self.shape(name)
                waiting.extend(part["shape"] for part in [*shape.get("members", {}).values(), *parts(shape)])
                if shape["type"] == "structure":
                    found[name] = shape
        return found

    def valid(self, name: str, *, full: bool = False) -> Any:
        """Make a value that a shape allows; of a structure only what is required, or all of it."""
        shape = self.shape(name)
        if shape["type"] == "structure":
            required = shape.get("required", ())
            return {
                member: self.valid(part["shape"], full=full)
                for member, part in shape["members"].items()
                if full or member in required
            }
        if shape["type"] == "list":
            return [self.valid(shape["member"]["shape"], full=full)] * max(1, shape.get("min", 1))
        if shape["type"] == "map":
            return {self.valid(shape["key"]["shape"]): self.valid(shape["value"]["shape"])}
        return _valid_simple(shape)

    def extreme(self, name: str) -> Iterator[Any]:
        """Make the outermost values that a simple shape or a list allows, and every value of an enum."""
        shape, valid = self.shape(name), self.valid(name)
        if shape["type"] in {"integer", "float"}:
            yield shape.get("min", -(2**31))
            yield shape.get("max", 2**31 - 1)
        if shape["type"] == "string":
            yield from _extreme_texts(shape, valid)
        if shape["type"] == "list":
            yield valid[:1] * shape.get("min", 0)
            yield valid[:1] * shape.get("max", 1000)
            yield from ([value] * max(1, shape.get("min", 0)) for value in self.extreme(shape["member"]["shape"]))

    def broken(self, name: str) -> Iterator[tuple[str, Any]]:
        """Make values that break each rule of a shape and of what a list or map holds: rule and value."""
        shape = self.shape(name)
        yield from _of_other_types(shape)
        yield from _broken_limits(shape, self.valid(name))
        if shape["type"] == "string":
            yield from _broken_texts(shape)
        if shape["type"] == "list":
            yield from (("item", [value]) for _, value in self.broken(shape["member"]["shape"]))
            yield "item", [None]
        if shape["type"] == "map":
            key, value = self.valid(shape["key"]["shape"]), self.valid(shape["value"]["shape"])
            yield from (("item", {key: bad}) for _, bad in self.broken(shape["value"]["shape"]))
            yield "max", {key + str(number): value for number in range(shape["max"] + 1)}


def parts(shape: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give what a list or a map is made of."""
    return [shape[part] for part in ("member", "key", "value") if part in shape]


def _valid_simple(shape: Mapping[str, Any]) -> Any:
    if "enum" in shape:
        return shape["enum"][0]
    if "pattern" in shape:
        return EXAMPLES[shape["pattern"]][0]
    simple = {"boolean": True, "timestamp": "2019-10-28T18:40:37.453Z", "string": "x" * max(1, shape.get("min", 1))}
    return simple.get(shape["type"], shape.get("min", 1))


def _of_other_types(shape: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    others: dict[str, list[Any]] = {
        "boolean": ["yes", 2],
        "integer": ["one", True, 1.5],
        "float": ["one"],
        "list": ["x", {}],
        "map": ["x", []],
    }
    yield from (("type", value) for value in others.get(shape["type"], [5, True, ["x"]]))


def _broken_limits(shape: Mapping[str, Any], valid: Any) -> Iterator[tuple[str, Any]]:
    if shape["type"] == "integer":
        yield "min", shape.get("min", -(2**31)) - 1
        yield "max", shape.get("max", 2**31 - 1) + 1
    if shape["type"] == "float":
        yield "min", shape["min"] - 0.5
        yield "max", shape["max"] + 0.5
    if shape["type"] in {"string", "list"}:
        if shape.get("min"):
            yield "min", valid[: shape["min"] - 1]
        if "max" in shape:
            yield "max", valid + valid[-1:] * (shape["max"] + 1 - len(valid))


def _broken_texts(shape: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "enum" in shape:
        yield from (("enum", text) for text in ("", "Nope", shape["enum"][0].swapcase(), shape["enum"][0] + "\n"))
    if "pattern" in shape:
        valid, invalid = EXAMPLES[shape["pattern"]]
        yield from (("pattern", text) for text in invalid)
        yield "trailing newline", valid + "\n"
        yield from (
            ("digits of another script", valid[: found.start()] + "٣" + valid[found.end() :])
            for found in re.finditer("[0-9]", valid)
        )


def _extreme_texts(shape: Mapping[str, Any], valid: str) -> Iterator[str]:
    yield from shape.get("enum", ())
    pattern = PATTERNS_FOR_PYTHON.get(shape.get("pattern", ""), shape.get("pattern", r"(?s:.*)"))
    texts = ["", valid[: shape.get("min", 0)], valid + valid[-1:] * (shape.get("max", 0) - len(valid))]
    lengths = range(shape.get("min", 0), shape.get("max", 2**31) + 1)
    yield from (text for text in texts if len(text) in lengths and re.fullmatch(pattern, text) and "enum" not in shape)


def _classes(package: Any) -> dict[str, type[msgspec.Struct]]:
    modules = [
        importlib.import_module(f"{package.__name__}.{found.name}") for found in pkgutil.iter_modules(package.__path__)
    ]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__
    }


def api_of(namespace: str) -> Api:
    """Return a namespace."""
    package = PACKAGES[namespace]
    model = Loader().load_service_model(namespace, "service-2")
    return Api(namespace, model, package.CONTRACT, _classes(package))
