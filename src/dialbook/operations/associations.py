"""Many phone numbers onto a voice connector or a group, and off it: what the four operations have in common."""

from __future__ import annotations

from collections.abc import Sequence

from dialbook.contract.voice.shapes import PhoneNumberError
from dialbook.domain.associations import Association, assign, unassign
from dialbook.domain.numbering import phone_number_id_of
from dialbook.domain.phone_numbers import PhoneNumber, visible_products
from dialbook.domain.refusal import Refusal
from dialbook.operations.batches import distinct, each
from dialbook.operations.context import Context
from dialbook.ports.store import AnyOf, Value


async def assign_each(
    e164_phone_numbers: Sequence[str], to: Association, force: bool, ctx: Context
) -> list[PhoneNumberError]:
    """Put each of the numbers there, and return which could not be. One that is named twice is one."""

    async def act(number_id: str) -> None:
        await ctx.tx.put(assign(await ctx.phone_number(number_id), to, force, ctx.now))

    return await each(await _ids_of(e164_phone_numbers, ctx), act)


async def unassign_each(e164_phone_numbers: Sequence[str], off: Association, ctx: Context) -> list[PhoneNumberError]:
    """Take each of the numbers away from there, and return which were not there. One that is named twice is one."""

    async def act(number_id: str) -> None:
        await ctx.tx.put(unassign(await ctx.phone_number(number_id), off, ctx.now))

    return await each(await _ids_of(e164_phone_numbers, ctx), act)


async def has_numbers(there: Association, ctx: Context) -> bool:
    """Tell whether any number is there, of whatever product: the first one that an index finds is enough.

    What is stored is up to date, though time may have changed the number: it moves no number that is Assigned, and makes none so.
    """
    where: dict[str, Value | AnyOf] = {
        "account": ctx.account,
        "association_name": there.name,
        "association_value": there.value,
        "status": "Assigned",
        "product_type": AnyOf(visible_products("chime", ctx.rules)),
    }
    return bool(await ctx.tx.page(PhoneNumber, where, None, 1, ("created_at", "e164")))


async def _ids_of(e164_phone_numbers: Sequence[str], ctx: Context) -> list[str]:
    """Return the numbers by what errors call them: the account's by their ids, all others as they came (BEHAVIOUR.md 5, row 22)."""
    return [await _id_of(e164, ctx) for e164 in distinct(e164_phone_numbers)]


async def _id_of(e164: str, ctx: Context) -> str:
    try:
        return phone_number_id_of((await ctx.phone_number(e164)).e164)
    except Refusal:
        return e164
