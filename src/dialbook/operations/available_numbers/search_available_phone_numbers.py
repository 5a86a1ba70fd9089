"""SearchAvailablePhoneNumbers: searches for phone numbers that can be ordered.

Differs from AWS: the numbers are the simulated carrier's, or the operator's pool.
"""

from __future__ import annotations

from msgspec import UNSET

from dialbook.contract.voice.search import SearchAvailablePhoneNumbersRequest, SearchAvailablePhoneNumbersResponse
from dialbook.domain.searches import NumberSearch, capitals, refuse_unfit_search
from dialbook.operations.context import Context
from dialbook.operations.numbers_on_offer import pool_is_loaded
from dialbook.operations.paging import token_of
from dialbook.operations.searching import available_from_carrier, available_from_pool


async def search_available_phone_numbers(
    request: SearchAvailablePhoneNumbersRequest, ctx: Context
) -> SearchAvailablePhoneNumbersResponse:
    """Show a page of numbers that nobody owns; without a next page there is no NextToken, not even null (BEHAVIOUR.md 3.5)."""
    search = search_of(request)
    refuse_unfit_search(search)
    available = available_from_pool if await pool_is_loaded(ctx) else available_from_carrier
    found, place = await available(ctx, request, search)
    return SearchAvailablePhoneNumbersResponse(
        e164_phone_numbers=found, next_token=UNSET if place is None else token_of(ctx, request, place)
    )


def search_of(request: SearchAvailablePhoneNumbersRequest) -> NumberSearch:
    """Return what is asked for; an empty filter is none."""
    return NumberSearch(
        country=request.country or "US",
        type=request.phone_number_type,
        area_code=request.area_code or None,
        city=capitals(request.city),
        state=capitals(request.state),
        toll_free_prefix=request.toll_free_prefix,
    )
