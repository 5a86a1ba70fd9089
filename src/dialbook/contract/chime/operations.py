"""All the operations of chime by name.

Generated from botocore 1.44.5's model of chime 2018-05-01 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from dialbook.contract.chime import (
    accounts,
    phone_number_countries,
    phone_number_orders,
    phone_numbers,
    search,
    settings,
)
from dialbook.contract.model import Contract

CONTRACT = Contract(
    namespace="chime",
    operations={
        operation.name: operation
        for operation in (
            *accounts.OPERATIONS,
            *phone_number_countries.OPERATIONS,
            *phone_number_orders.OPERATIONS,
            *phone_numbers.OPERATIONS,
            *search.OPERATIONS,
            *settings.OPERATIONS,
        )
    },
)
