"""ValidateE911Address: validates an address to be used for 911 calls made with voice connectors.

Differs from AWS: the form of an address is judged, no register is asked.
"""

from __future__ import annotations

from dialbook.contract.voice.emergency_calling import ValidateE911AddressRequest, ValidateE911AddressResponse
from dialbook.domain.emergency_addresses import Address, validate
from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context
from dialbook.operations.emergency_calling.view import address_view, candidate_view, external_id


async def validate_e911_address(request: ValidateE911AddressRequest, ctx: Context) -> ValidateE911AddressResponse:
    """Validate an address and keep nothing of it. Our choice: for another account than the caller's it is Forbidden."""
    if request.aws_account_id != ctx.account:
        raise Refusal("Forbidden", "AwsAccountId must be the account that makes the request.")
    given = Address(
        street_number=request.street_number,
        street_info=request.street_info,
        city=request.city,
        state=request.state,
        country=request.country,
        postal_code=request.postal_code,
    )
    validation = validate(given)
    address = validation.address
    return ValidateE911AddressResponse(
        address=address_view(address) if address else None,
        address_external_id=external_id(address, ctx.account) if address else None,
        candidate_address_list=[candidate_view(candidate) for candidate in validation.candidates],
        validation_result=validation.result,
    )
