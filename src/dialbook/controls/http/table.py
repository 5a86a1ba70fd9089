"""All endpoints, in the order in which the documents have them."""

from __future__ import annotations

from dialbook.controls.http import calls, clock, events, faults, resets, snapshots, throttles
from dialbook.controls.http.endpoint import Endpoint
from dialbook.controls.http.index import with_index

CONTROLS = (clock, faults, throttles, resets, snapshots, calls, events)
ENDPOINTS: tuple[Endpoint, ...] = with_index(tuple(endpoint for control in CONTROLS for endpoint in control.ENDPOINTS))
