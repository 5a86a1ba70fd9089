"""CreatePhoneNumberOrder: creates an order for phone numbers to be provisioned.

Differs from AWS: the simulated carrier acquires every valid number of a country that it sells, but for those that end in 0404.
"""

from __future__ import annotations

from dialbook.contract.voice.phone_number_orders import CreatePhoneNumberOrderRequest, CreatePhoneNumberOrderResponse
from dialbook.domain.numbering import NumberFacts, e164_of
from dialbook.domain.orders import PhoneNumberOrder, acquiring, ordered
from dialbook.domain.phone_numbers import Acquisition, ProductType, refuse_unfit_product
from dialbook.domain.refusal import Refusal
from dialbook.operations.batches import refuse_count
from dialbook.operations.context import Context
from dialbook.operations.numbers_on_offer import on_offer
from dialbook.operations.phone_number_orders.view import view
from dialbook.operations.quotas import refuse_over_quota


async def create_phone_number_order(
    request: CreatePhoneNumberOrderRequest, ctx: Context
) -> CreatePhoneNumberOrderResponse:
    """Order numbers: those that can be had are the account's from now on, and an order of which none can be had is refused (R7)."""
    refuse_count("E164PhoneNumbers", request.e164_phone_numbers, ctx)
    wanted = [e164_of(number) for number in request.e164_phone_numbers]
    found = await available(wanted, request.product_type, ctx)
    await refuse_over_quota(ctx, adding=len(found))
    order = PhoneNumberOrder(
        account=ctx.account,
        order_id=ctx.ids.guid(),
        product_type=request.product_type,
        numbers=ordered(wanted, {facts.e164: outcome for facts, outcome in found}),
        settles_at=ctx.now + ctx.rules.acquisition_delay,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    for facts, outcome in found:
        number = acquiring(order, facts, outcome, request.name)
        await ctx.tx.claim(number.e164, ctx.account, order.order_id)
        # One that the carrier will not get is anybody's again from the moment on that it says so.
        await ctx.tx.free_from(number, order.settles_at if outcome == "AcquireFailed" else None)
        await ctx.tx.put(number)
    await ctx.tx.put(order)
    return CreatePhoneNumberOrderResponse(phone_number_order=view(order, ctx))


async def available(wanted: list[str], product: ProductType, ctx: Context) -> list[tuple[NumberFacts, Acquisition]]:
    """Return what can be had, with what the carrier will say: in number order, so that no two orders wait for each other."""
    found = []
    for e164 in sorted(set(wanted)):
        offer = await on_offer(ctx, e164)
        if offer is None or offer[0].e164 != e164:  # libphonenumber also reads what is not quite E.164: +4402…
            continue
        refuse_unfit_product(product, offer[0].country, offer[0].type)
        if await ctx.tx.is_free(e164):
            found.append((offer[0], ctx.carrier.acquisition_outcome(e164, offer[1])))
    if not found:
        raise Refusal("BadRequest", "E164PhoneNumbers must name at least 1 phone number that is available.")
    return found
