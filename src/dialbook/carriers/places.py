"""What libphonenumber knows of places in the U.S.: which area codes belong to a state, and which exchanges to a city."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from typing import NamedTuple

from dialbook.carriers.numbering_plan import InvalidNumber, facts_of

CITY = re.compile(r"(.+), ([A-Z]{2})")
CAPITAL = "Washington D.C."
"""The one city that the data does not describe as a city in a state."""
EXCHANGE = "555"
"""In place of an exchange that a description leaves open."""


class Places(NamedTuple):
    """Prefixes of numbers, with the country code, by place; names in capitals."""

    area_codes: Mapping[str, tuple[str, ...]]
    """Three digits each, by state."""
    exchanges: Mapping[tuple[str, str], tuple[str, ...]]
    """Country code, area code and exchange, by city and state."""


def is_us_area_code(text: str) -> bool:
    """Tell whether these are the three digits of an area code of the U.S., other than a toll-free prefix."""
    try:
        facts = facts_of(f"1{text}{EXCHANGE}0100")
    except InvalidNumber:
        return False
    return len(text) == 3 and (facts.country, facts.type) == ("US", "Local")


@functools.cache
def us_places() -> Places:
    """Read the data, once, when somebody first asks for a place."""
    descriptions = {prefix: text.replace(CAPITAL, "Washington, DC") for prefix, text in _described()}
    known = {area_code for area_code in {prefix[1:4] for prefix in descriptions} if is_us_area_code(area_code)}
    return places_of({prefix: text for prefix, text in descriptions.items() if prefix[1:4] in known})


def places_of(descriptions: Mapping[str, str]) -> Places:
    """Sort prefixes by what they are described as: "Seattle, WA", or the name of a state for the rest of an area code."""
    exchanges: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for prefix, text in sorted(descriptions.items()):
        if found := CITY.fullmatch(text):
            exchange = prefix + EXCHANGE[len(prefix) - 4 :] if len(prefix) < 7 else prefix
            if exchange == prefix or exchange not in descriptions:
                exchanges[found[1].upper(), found[2]].append(exchange)
    area_codes: defaultdict[str, list[str]] = defaultdict(list)
    for area_code, state in sorted(states_of(descriptions).items()):
        area_codes[state].append(area_code)
    return Places(
        {state: tuple(codes) for state, codes in area_codes.items()},
        {place: tuple(found) for place, found in exchanges.items()},
    )


def states_of(descriptions: Mapping[str, str]) -> dict[str, str]:
    """Return the state of each area code: that of most of its cities or, where it has none, of those that share its name."""
    by_area: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for prefix, text in descriptions.items():
        if found := CITY.fullmatch(text):
            by_area[prefix[1:4]][found[2]] += 1
    by_name: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names = {prefix[1:]: text for prefix, text in descriptions.items() if len(prefix) == 4}
    for area_code, name in names.items():
        by_name[name] += by_area[area_code]
    votes = {area_code: by_area[area_code] or by_name[name] for area_code, name in names.items()}
    return {area_code: counted.most_common(1)[0][0] for area_code, counted in (by_area | votes).items() if counted}


def _described() -> Iterator[tuple[str, str]]:
    """Yield the prefixes of the North American plan, which come first in the data.

    The whole data takes seconds to import and 100 MB to keep. Its first pieces are read by themselves, and not kept.
    """
    import phonenumbers  # noqa: PLC0415 - 30 ms that only searches and orders need

    for path in _pieces(Path(phonenumbers.__file__).with_name("geodata")):
        loader = SourceFileLoader(f"phonenumbers.geodata.{path.stem}", str(path))
        piece = module_from_spec(ModuleSpec(loader.name, loader, origin=loader.path))
        loader.exec_module(piece)
        found = [(prefix, text["en"]) for prefix, text in piece.data.items() if prefix.startswith("1")]
        yield from found
        if not found:
            return


def _pieces(folder: Path) -> list[Path]:
    return sorted(folder.glob("data*.py"), key=lambda path: int(path.stem.removeprefix("data")))
