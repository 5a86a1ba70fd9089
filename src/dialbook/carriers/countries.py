"""Where the simulated carrier sells numbers: the countries that AWS names, with the types of numbers there."""

from __future__ import annotations

from collections.abc import Mapping

from dialbook.domain.phone_numbers import NumberType

BOTH: tuple[NumberType, ...] = ("Local", "TollFree")
LOCAL: tuple[NumberType, ...] = ("Local",)
TOLL_FREE: tuple[NumberType, ...] = ("TollFree",)

COUNTRIES: Mapping[str, tuple[NumberType, ...]] = {
    # The administration guide, "Country requirements for phone numbers", has a table of number types for each country. Those of Finland,
    # Germany, Ireland, New Zealand and Switzerland were not at hand: both types there are our choice.
    "AT": BOTH,
    "AU": BOTH,
    # "Local only", says the guide where one provisions; its table of the country has both. Toll-free numbers of the North American
    # plan belong to no country within it, and are those of the U.S. here.
    "CA": LOCAL,
    "CH": BOTH,
    "DE": BOTH,
    "DK": BOTH,
    "FI": BOTH,
    "GB": BOTH,
    "IE": BOTH,
    "IT": TOLL_FREE,
    "KR": TOLL_FREE,
    "NG": LOCAL,
    "NZ": BOTH,
    # The table has toll-free numbers too, and other products than outside the U.S. Our choice: a country like the others.
    "PR": LOCAL,
    "SE": BOTH,
    "US": BOTH,
}
