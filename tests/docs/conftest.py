"""The documents that a user reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "examples/*.md", "examples/*/README.md")
    for path in sorted(ROOT.glob(pattern))
]


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> str:
    """Name each document in turn."""
    name: str = request.param
    return name


@pytest.fixture
def parsed(document: str) -> list[Token]:
    """Return the document as Markdown tokens."""
    return MarkdownIt("commonmark").enable("table").parse((ROOT / document).read_text("utf-8"))


@pytest.fixture
def everything() -> str:
    """Return all documents as one text."""
    return "".join((ROOT / name).read_text("utf-8") for name in DOCUMENTS)
