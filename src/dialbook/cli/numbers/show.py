"""``dialbook numbers show``: everything that is known of one number."""

from __future__ import annotations

import msgspec
import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.numbers.argument import NumberArgument, absent
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.session import moment_of, with_store
from dialbook.domain.life import settle
from dialbook.domain.phone_numbers import PhoneNumber


def show(
    number: NumberArgument, account: AccountOption = DEVELOPMENT_ACCOUNT, store: StoreOption = DEFAULT_STORE
) -> None:
    """Show one number as JSON.

    It is the record as it is stored, with what has fallen due since.
    """
    found = with_store(store, lambda opened: opened.read(lambda tx: tx.get(PhoneNumber, (account, number))))
    settled = None if found is None else settle(found, moment_of(store))
    if settled is None:
        raise absent(account)
    typer.echo(msgspec.json.format(msgspec.json.encode(settled), indent=2).decode())
