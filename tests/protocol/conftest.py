"""Both contracts, and what a request of their operations is made of."""

from __future__ import annotations

import pytest

from dialbook.contract import chime, voice
from dialbook.contract.model import Contract, Operation

CONTRACTS = (voice.CONTRACT, chime.CONTRACT)
OPERATIONS = [operation for contract in CONTRACTS for operation in contract.operations.values()]


@pytest.fixture(scope="session", params=CONTRACTS, ids=lambda contract: contract.namespace)
def contract(request: pytest.FixtureRequest) -> Contract:
    """Give one contract after the other."""
    found: Contract = request.param
    return found


@pytest.fixture(scope="session")
def operations() -> list[Operation]:
    """Give the operations of both contracts."""
    return OPERATIONS
