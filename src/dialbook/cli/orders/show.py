"""``dialbook orders show``: everything that is known of one order."""

from __future__ import annotations

import msgspec
import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.orders.argument import OrderArgument, absent
from dialbook.cli.session import moment_of, with_store
from dialbook.domain.orders import PhoneNumberOrder, settle


def show(
    order: OrderArgument, account: AccountOption = DEVELOPMENT_ACCOUNT, store: StoreOption = DEFAULT_STORE
) -> None:
    """Show one order as JSON.

    It is the record as it is stored, with what has fallen due since.
    """
    found = with_store(store, lambda opened: opened.read(lambda tx: tx.get(PhoneNumberOrder, (account, order))))
    if found is None:
        raise absent(account)
    typer.echo(msgspec.json.format(msgspec.json.encode(settle(found, moment_of(store))), indent=2).decode())
