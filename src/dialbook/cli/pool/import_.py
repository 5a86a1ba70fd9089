"""``dialbook pool import``: numbers that can be ordered, from a CSV file."""

from __future__ import annotations

from dialbook.cli.importing.run import AllOrNothingOption, FileArgument, Import, run_import
from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.pool.columns import COLUMNS, pool_number_of
from dialbook.domain.pool import PoolNumber
from dialbook.ports.store import Tx


def import_pool(
    file: FileArgument, all_or_nothing: AllOrNothingOption = False, store: StoreOption = DEFAULT_STORE
) -> None:
    """Import numbers that can be ordered from a CSV file.

    From then on searches find these numbers alone, and orders can name no others. The file has a column
    E164PhoneNumber, and may have City and State, by which U.S. numbers are found, and Outcome: Acquired, or
    AcquireFailed for a number whose order fails. Every number is checked with libphonenumber; one that is in the pool
    already is replaced. Bad lines are reported by their numbers, and the others are imported; they are committed bit by
    bit, so that a server on the same store goes on.
    """
    run_import(Import((PoolNumber,), COLUMNS, pool_number_of, put), file, store, whole=all_or_nothing)


async def put(tx: Tx, number: PoolNumber, _line: int) -> bool:
    """Write a number of the pool: it is no account's, so there is no history of it."""
    await tx.put(number)
    return True
