"""How PostgreSQL's planner is to read: every list has an index that has its order.

A held connection keeps its plans until more is known of a table. What was planned for a table of five rows would read all of a million.
"""

from __future__ import annotations

SETTINGS = {"enable_bitmapscan": "off", "enable_seqscan": "off", "enable_sort": "off"}
"""Where there is no other way, it is gone nevertheless."""
PLANS_KEPT = (
    "select set_config('plan_cache_mode', 'force_generic_plan', false)"
    " where not exists (select from pg_extension where extname = 'citus')"
)
"""Plan each prepared statement once on a connection, for any values: it is read the same way whatever they are.

Left to itself, PostgreSQL plans anew for the values of each request where a table is large, which takes longer than to read them. Citus
plans by the value that names the shard, and is left to itself.
"""
WHOLE_TABLES = "; ".join(f"set local {name} = on" for name in SETTINGS)
"""Leave the planner its choice, for a transaction."""
