"""An address for emergency calls as the API shows it."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from dialbook.contract.voice import emergency_calling as voice
from dialbook.domain.emergency_addresses import Address, street_of


def address_view(address: Address) -> voice.Address:
    """Return a validated address, its street taken apart."""
    street = street_of(address.street_info)
    return voice.Address(
        city=address.city,
        country=address.country,
        post_directional=street.post_directional,
        postal_code=address.postal_code,
        postal_code_plus4=address.postal_code_plus4,
        pre_directional=street.pre_directional,
        state=address.state,
        street_name=street.name,
        street_number=address.street_number,
        street_suffix=street.suffix,
    )


def candidate_view(address: Address) -> voice.CandidateAddress:
    """Return a suggested address."""
    return voice.CandidateAddress(
        city=address.city,
        country=address.country,
        postal_code=address.postal_code,
        postal_code_plus4=address.postal_code_plus4,
        state=address.state,
        street_info=address.street_info,
        street_number=address.street_number,
    )


def external_id(address: Address, account: str) -> str:
    """Return the id of an address, which does not hold it: the same for the same address of the same account."""
    digest = sha256(msgspec.json.encode([account, address])).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
