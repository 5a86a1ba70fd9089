"""ListPhoneNumbers: lists the phone numbers of the account, of those that have the specified status, product type and association.

Differs from AWS: a NextToken is good for 24 hours.
"""

from __future__ import annotations

from dialbook.contract.voice.phone_numbers import ListPhoneNumbersRequest, ListPhoneNumbersResponse
from dialbook.domain.phone_numbers import PhoneNumber, visible_products
from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context
from dialbook.operations.paging import page
from dialbook.operations.phone_numbers.view import STATUSES, statuses_shown_as, view
from dialbook.ports.store import AnyOf, Value


async def list_phone_numbers(request: ListPhoneNumbersRequest, ctx: Context) -> ListPhoneNumbersResponse:
    """Show a page of the account's phone numbers; those in the deletion queue are among them (BEHAVIOUR.md 1.6)."""
    await ctx.expect_settings()
    numbers, next_token = await page(ctx, request, PhoneNumber, conditions(request, ctx))
    return ListPhoneNumbersResponse(
        next_token=next_token, phone_numbers=[await view(number, ctx) for number in numbers]
    )


def conditions(request: ListPhoneNumbersRequest, ctx: Context) -> dict[str, Value | AnyOf]:
    """Return what the filters ask of a number, all together; each combination of them has its index.

    A value that nothing is associated with finds nothing (BEHAVIOUR.md 5, row 31), and so does a filter by association together with
    a status other than Assigned.
    """
    refuse_unfit_filters(request)
    products = (request.product_type,) if request.product_type else visible_products(ctx.namespace, ctx.rules)
    found: dict[str, Value | AnyOf] = {"product_type": AnyOf(products)}
    status = request.status or ("Assigned" if request.filter_name else None)
    if status:
        found["status"] = AnyOf(statuses_shown_as(status, ctx))
    if request.filter_name:
        found |= {"association_name": request.filter_name, "association_value": request.filter_value}
    return found


def refuse_unfit_filters(request: ListPhoneNumbersRequest) -> None:
    """Refuse half a filter, and a status that there is none of, which the newer contract leaves to the service."""
    if (request.filter_name is None) != (request.filter_value is None):
        raise Refusal("BadRequest", "FilterName and FilterValue must be given together.")
    if request.status is not None and request.status not in STATUSES:
        raise Refusal("BadRequest", f"Status must be one of {', '.join(STATUSES)}.")
