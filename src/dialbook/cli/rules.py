"""``dialbook rules``: the rules that a server would have."""

from __future__ import annotations

from typing import Any

import msgspec
import typer

from dialbook.cli.switches import RulesOption, given, source_of, with_switches, written
from dialbook.cli.tables import print_table
from dialbook.domain.rules import PRESETS, in_force


@with_switches
def show_rules(context: typer.Context, rules: RulesOption = "relaxed", **switches: Any) -> None:
    """Print the rules in force.

    They are those that 'dialbook serve' would have with the same options, variables and file, beside those of AWS. From
    says what sets each: an option, a variable, the file, or else the preset of that name.
    """
    values = msgspec.structs.asdict(in_force(rules, given(context, switches)))
    rows = (
        (
            name.replace("_", "-"),
            written(value),
            written(getattr(PRESETS["aws"], name)),
            source_of(context, name) or rules,
        )
        for name, value in values.items()
    )
    print_table(("rule", "value", "aws", "from"), rows)
