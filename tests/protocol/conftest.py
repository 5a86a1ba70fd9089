"""Both contracts."""

from __future__ import annotations

import pytest

from dialbook.contract import chime, voice
from dialbook.contract.model import Contract


@pytest.fixture(scope="session", params=[voice.CONTRACT, chime.CONTRACT], ids=lambda contract: contract.namespace)
def contract(request: pytest.FixtureRequest) -> Contract:
    """Give one contract after the other."""
    found: Contract = request.param
    return found
