"""``dialbook orders history``: who moved an order, when and how."""

from __future__ import annotations

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.histories import FormatOption, changes_of, print_history
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.orders.argument import OrderArgument, absent
from dialbook.domain.orders import PhoneNumberOrder


def history(
    order: OrderArgument,
    style: FormatOption = "table",
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Show who moved an order, when and how."""
    changes = changes_of(store, account, f"{PhoneNumberOrder.table}/{order}")
    if not changes:
        raise absent(account)
    print_history(changes, style)
