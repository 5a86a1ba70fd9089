"""All endpoints, in the order in which the documents have them."""

from __future__ import annotations

from dialbook.controls.http import calls, clock, events
from dialbook.controls.http.endpoint import Endpoint
from dialbook.controls.http.index import with_index

ENDPOINTS: tuple[Endpoint, ...] = with_index((*clock.ENDPOINTS, *calls.ENDPOINTS, *events.ENDPOINTS))
