"""docs/errors.md leaves no error out: every type and every sentence in the code stands there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dialbook"
ANSWERING = ["access", "domain", "operations", "protocol", "server"]
"""The packages whose errors reach a client."""
SAYING = {"Denial", "Fault", "Refusal", "bad_request", "incomplete", "invalid", "modelled"}
"""What is called with a sentence for the client."""
NOT_ON_THE_WIRE = {
    "The phone number is already owned.": "only `dialbook numbers import` claims a number",
    "No update of CallingName is pending.": "only `dialbook numbers calling-name` ends an update",
    "A phone number order with status": "only `dialbook orders` moves an order that the carrier does not",
    "cannot be moved by '": "the same",
    "A port-in that is": "only `dialbook orders move` moves a port-in",
    "can become": "the same",
    "Only a port-in is moved by hand: the carrier answers for an order of new numbers.": "the same",
    "The date of the firm order commitment comes with the status FOC, and only there.": "the same",
    "The clock only goes forward: the duration must not be negative.": "only the controls move a clock",
    "The clock only goes forward: the time must not be before the clock's own.": "the same",
    "The clock goes no further than the year 9000.": "the same",
    "The store keeps": "only the controls keep snapshots",
    "snapshots at most: remove one first.": "the same",
    "A delay must be from 0 to": "only the controls order faults",
    "Least must not be greater than Most.": "the same",
    "Sigma must be from 0 to 10.": "the same",
    "Account must be 12 digits, or * for every account.": "only the controls and `dialbook throttles` set limits",
    "Operation must be the name of one, such as GetPhoneNumber, or * for every operation.": "the same",
    "Rate must be a number of requests per second from 0 to": "the same",
    "with at most three decimals.": "the same",
    "Burst must be a whole number from 1 to": "the same",
    "Burst must not be given where nothing is limited.": "the same",
    "limits already, and no more are kept: remove one.": "the same",
    "There is no such limit: it may have been removed already.": "the same",
}
TYPE = re.compile(r"[A-Z][A-Za-z]+Exception|NotImplemented")
SENTENCE = re.compile(r".*\s.*\s.*")
"""A fragment of three words or more."""


def modules() -> Iterator[ast.Module]:
    """Yield the modules whose errors reach a client."""
    for package in ANSWERING:
        for path in sorted((SOURCE / package).rglob("*.py")):
            yield ast.parse(path.read_text("utf-8"))


def texts(node: ast.AST) -> Iterator[str]:
    """Yield the literal texts of an expression; of a text with values in it, the fragments between them."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def sentences() -> set[str]:
    """Return what is said to clients, as far as it is literal."""
    found: set[str] = set()
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in SAYING:
                    found.update(text for argument in node.args for text in texts(argument))
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "Final" and node.value is not None:
                found.update(texts(node.value))
    return {text.strip() for text in found if SENTENCE.fullmatch(text)} - NOT_ON_THE_WIRE.keys()


@pytest.fixture(scope="module")
def document() -> str:
    """Return the document in one line."""
    return " ".join((ROOT / "docs" / "errors.md").read_text("utf-8").split())


def test_every_type_is_documented(document: str) -> None:
    """Each type of error in the code is named."""
    found = {text for module in modules() for text in texts(module) if TYPE.fullmatch(text)}
    assert {"ConflictException", "NotImplemented", "RequestTimeoutException"} <= found
    assert sorted(name for name in found if f"`{name}`" not in document) == []


def test_every_sentence_is_documented(document: str) -> None:
    """Each sentence that the code says to a client is quoted."""
    found = sentences()
    assert len(found) > 40
    assert sorted(text for text in found if text not in document) == []
