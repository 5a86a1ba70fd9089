"""Links between the documents lead somewhere."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    tokens = MarkdownIt("commonmark").parse(path.read_text("utf-8"))
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(parsed: list[Token]) -> list[str]:
    """Return what a document links to."""
    inline = [child for token in parsed for child in token.children or []]
    return [str(token.attrs["href"]) for token in inline if token.type == "link_open"]


def test_every_link_leads_to_a_file_and_a_heading(document: str, parsed: list[Token]) -> None:
    """A link to a file of the repository finds the file, and in a document also the heading."""
    for link in links(parsed):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        target = (ROOT / document).parent / file if file else ROOT / document
        if not target.exists():
            pytest.fail(f"{document} links to {link}")
        assert not anchor or anchor in anchors(target), f"{document} links to {link}"
