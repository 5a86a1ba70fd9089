"""What a search for numbers to order may ask for."""

from __future__ import annotations

import msgspec

from dialbook.domain.phone_numbers import NumberType
from dialbook.domain.refusal import Refusal


class NumberSearch(msgspec.Struct, frozen=True, kw_only=True):
    """What a number must be to be found; None stands for anything. Cities and states are in capitals."""

    country: str
    type: NumberType | None = None
    area_code: str | None = None
    city: str | None = None
    state: str | None = None
    """Two letters."""
    toll_free_prefix: str | None = None

    def sought_type(self) -> NumberType | None:
        """Return the one type that numbers of this search can have; None where no number can be all that is asked for.

        Toll-free numbers belong to no area code and no place; in the U.S. they are found by their prefix alone. Our choice.
        """
        if self.country != "US":
            return self.type
        found: NumberType = "TollFree" if self.toll_free_prefix else "Local"
        contradicted = found == "TollFree" and bool(self.area_code or self.city or self.state)
        return None if contradicted or self.type not in (None, found) else found


def capitals(place: str | None) -> str | None:
    """Return the name of a place as searches compare it; None for one of white space only."""
    return " ".join((place or "").split()).upper() or None


def refuse_unfit_search(search: NumberSearch) -> None:
    """Refuse a search that names too little, or outside the U.S. anything but the type of number."""
    filters = (search.area_code, search.city, search.state, search.toll_free_prefix)
    if search.country == "US":
        # "For US numbers, provide at least one of the following search filters: AreaCode, City, State, or TollFreePrefix."
        if not any(filters):
            raise Refusal("BadRequest", "One of AreaCode, City, State and TollFreePrefix must be given for the U.S.")
        # "If you provide City, you must also provide State."
        if search.city and not search.state:
            raise Refusal("BadRequest", "State must be given with City.")
        return
    # "Numbers outside the US only support the PhoneNumberType filter, which you must use."
    if any(filters):
        raise Refusal("BadRequest", "AreaCode, City, State and TollFreePrefix can be given only for the U.S.")
    if search.type is None:
        raise Refusal("BadRequest", "PhoneNumberType must be given for countries other than the U.S.")
