"""How PostgreSQL's planner is to read: every list has an index that has its order.

A held connection keeps its plans until more is known of a table. What was planned for a table of five rows would read all of a million.
"""

from __future__ import annotations

SETTINGS = {"enable_bitmapscan": "off", "enable_seqscan": "off", "enable_sort": "off"}
"""Where there is no other way, it is gone nevertheless."""
WHOLE_TABLES = "; ".join(f"set local {name} = on" for name in SETTINGS)
"""Leave the planner its choice, for a transaction."""
