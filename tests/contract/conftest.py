"""One namespace after the other."""

from __future__ import annotations

import pytest

from service_model import PACKAGES, Api, api_of


@pytest.fixture(scope="session", params=PACKAGES)
def api(request: pytest.FixtureRequest) -> Api:
    """Give one namespace after the other."""
    return api_of(request.param)
