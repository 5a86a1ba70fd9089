"""The image, made once for all tests."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from container.image import Image


@pytest.fixture(scope="session")
def image() -> Iterator[Image]:
    """Follow the Dockerfile, in a folder that other users can see into."""
    root = Path(tempfile.mkdtemp(prefix="dialbook-image-"))
    root.chmod(0o755)
    yield Image(root)
    shutil.rmtree(root)


@pytest.fixture
def volume(image: Image) -> Iterator[Image]:
    """Give the image with nothing in its volume."""
    yield image
    for path in image.data.iterdir():
        path.unlink()
