"""The examples that the AWS CLI brings along: a command each, and what it is said to print."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

BLOCK = re.compile(r"(?:^ {4}.*\n(?:\n(?= {4}))?)+", re.MULTILINE)
"""A passage that is set in: a command, or what it prints."""
CONTINUED = re.compile(r"\\\s*\n")
"""The end of a line that goes on in the next; one of the examples has a space there that a shell would not forgive."""
SPARE_COMMA = re.compile(r",(?=\s*[\]}])")
LACKING_COMMA = re.compile(r"}(?=\s*{)")


class Example(NamedTuple):
    """One command, and what it is said to print."""

    words: list[str]
    printed: str

    @property
    def service(self) -> str:
        """Return the API that the command is for."""
        return self.words[1]

    @property
    def operation(self) -> str:
        """Return the operation as the CLI writes it."""
        return self.words[2]

    @property
    def answer(self) -> Any:
        """Return what is printed, mended where it was edited by hand and is not JSON any more; None where nothing is printed."""
        mended = LACKING_COMMA.sub("},", SPARE_COMMA.sub("", self.printed))
        return json.loads(mended) if mended else None


def examples(services: str) -> list[Example]:
    """Return the examples of the services whose folders fit a pattern."""
    awscli = find_spec("awscli")  # found and not imported: that would put its own botocore in the place of ours
    assert awscli
    assert awscli.origin
    folder = Path(awscli.origin).parent / "examples"
    return [example for path in sorted(folder.glob(f"{services}/*.rst")) for example in read(path.read_text("utf-8"))]


def read(text: str) -> Iterator[Example]:
    """Yield the examples of one file."""
    blocks = [block.strip() for block in BLOCK.findall(text)]
    for block, following in zip(blocks, [*blocks[1:], ""], strict=True):
        if block.startswith("aws "):
            printed = "" if following.startswith("aws ") else following
            yield Example(shlex.split(CONTINUED.sub(" ", block)), printed)
