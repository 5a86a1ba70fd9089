"""``dialbook numbers history``: who changed a number, when and how."""

from __future__ import annotations

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.histories import FormatOption, changes_of, print_history
from dialbook.cli.numbers.argument import NumberArgument, absent
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.domain.phone_numbers import PhoneNumber


def history(
    number: NumberArgument,
    style: FormatOption = "table",
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Show who changed a number, when and how.

    Its associations are part of it; its order has a history of its own.
    """
    changes = changes_of(store, account, f"{PhoneNumber.table}/{number}")
    if not changes:
        raise absent(account)
    print_history(changes, style)
