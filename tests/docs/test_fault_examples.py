"""The faults that docs/faults.md shows can be ordered, and what it lists is all that there is."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from markdown_it import MarkdownIt

from dialbook.controls.faults import checked
from dialbook.domain.faults import FaultOrder
from dialbook.protocol.faults import MODELLED
from dialbook.protocol.spoiling import SENTENCES

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "faults.md").read_text("utf-8")
EXAMPLES = [token.content for token in MarkdownIt("commonmark").parse(DOCUMENT) if token.info == "json"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_fault_can_be_ordered(example: str) -> None:
    """It is read, and makes sense."""
    checked(msgspec.json.decode(example, type=FaultOrder))


def test_only_this_document_has_such_examples() -> None:
    """One for each kind of fault at the least; in another document nobody would try them."""
    assert len(EXAMPLES) >= 7
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    assert [path.name for path in documents if "\n```json" in path.read_text("utf-8")] == ["faults.md"]


def test_every_member_is_explained() -> None:
    """By its name on the wire."""
    names = msgspec.structs.fields(FaultOrder)
    assert [field.encode_name for field in names if f"`{field.encode_name}`" not in DOCUMENT] == []


@pytest.mark.parametrize("code", list(SENTENCES))
def test_every_error_is_listed(code: str) -> None:
    """With its exception, its status and its sentence."""
    shape = MODELLED[code]
    assert f"| `{code}` | `{shape.name}` | {shape.status} | {SENTENCES[code]} |" in DOCUMENT
