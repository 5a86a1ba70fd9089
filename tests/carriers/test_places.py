"""What belongs to a place in the U.S., as libphonenumber's data says."""

from __future__ import annotations

import subprocess
import sys

import phonenumbers
import pytest
from phonenumbers import geocoder

from dialbook.carriers.numbering_plan import facts_of
from dialbook.carriers.places import is_us_area_code, places_of, us_places

STATES = (
    "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR "
    "PA RI SC SD TN TX UT VA VT WA WI WV WY"
)


def described(digits: str) -> str:
    """Return what libphonenumber says of where a number is."""
    return geocoder.description_for_valid_number(phonenumbers.parse(f"+{digits}"), "en")


def test_every_state_has_area_codes() -> None:
    """The fifty and the capital, and nothing else; each area code belongs to one of them and is of the U.S."""
    area_codes = us_places().area_codes
    assert " ".join(sorted(area_codes)) == STATES
    flat = [code for codes in area_codes.values() for code in codes]
    assert len(flat) == len(set(flat)) > 300
    assert all(is_us_area_code(code) for code in flat)


@pytest.mark.parametrize(
    ("state", "some", "none"),
    [
        ("WA", {"206", "253", "360", "425", "509", "564"}, {"202", "503"}),
        ("NY", {"212", "646", "716", "718", "917"}, {"201"}),
        ("CT", {"203", "475", "860"}, set()),
        ("DC", {"202", "771"}, {"301"}),
    ],
)
def test_area_codes_of_states(state: str, some: set[str], none: set[str]) -> None:
    """Also those of which the data knows no city, or no name."""
    found = set(us_places().area_codes[state])
    assert found >= some
    assert not found & none


def test_exchanges_are_where_libphonenumber_says() -> None:
    """Every one is valid, local, of the U.S., and described as the city."""
    wrong = []
    for (city, state), exchanges in us_places().exchanges.items():
        for exchange in exchanges:
            facts = facts_of(f"{exchange}0100")
            text = described(f"{exchange}0100").replace("Washington D.C.", "Washington, DC").upper()
            if (facts.country, facts.type, text) != ("US", "Local", f"{city}, {state}"):
                wrong.append(exchange)
    assert wrong == []
    assert len(us_places().exchanges) > 5000


@pytest.mark.parametrize(
    "text", ["204", "787", "800", "844", "900", "555", "000", "20", "2065", "", "abc", "٢٠٦", "+20"]
)
def test_what_is_no_area_code_of_the_us(text: str) -> None:
    """Canada's, Puerto Rico's and toll-free ones are not, and neither is what has no three digits."""
    assert not is_us_area_code(text)


def test_how_descriptions_are_read() -> None:
    """A prefix that is shorter than an exchange stands for its exchange 555, unless that is described by itself."""
    places = places_of(
        {
            "1212": "New York, NY",
            "1646": "New York",
            "1646200": "New York, NY",
            "1718": "New York, NY",
            "1718555": "Brooklyn, NY",
            "120332": "Stamford, CT",
            "1203": "Nowhere",
            "1999": "Nowhere else",
        }
    )
    assert places.exchanges == {
        ("STAMFORD", "CT"): ("1203325",),
        ("NEW YORK", "NY"): ("1212555", "1646200"),
        ("BROOKLYN", "NY"): ("1718555",),
    }
    assert places.area_codes == {"CT": ("203",), "NY": ("212", "646", "718")}


def test_the_data_of_the_world_stays_out() -> None:
    """It would take seconds and 100 MB: only what begins with the country code 1 is read, and only when a place is asked for."""
    code = (
        "import sys; from dialbook.carriers import places, simulated; early = 'phonenumbers' in sys.modules; places.us_places();"
        "print(early, [name for name in sys.modules if 'geodata' in name])"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ended.stdout == "False []\n"
