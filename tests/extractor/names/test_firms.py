import pytest

from services.extractor.names.bodies import Places
from services.extractor.names.countries import find_countries
from services.extractor.names.firms import find_firms


def firms(text: str) -> list[tuple[str, str | None]]:
    countries = find_countries(text)
    places = Places(countries)
    found = [
        b for one in countries if one.form == "demonym" for b in find_firms(text, one, places)
    ]
    assert all(text[one.start : one.end] == one.name for one in found)
    return [(one.name, one.country) for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Turkish builder Anadol won.", [("Anadol", "TUR")]),
        ("Turkish state-owned energy company Anadol Enerji won.", [("Anadol Enerji", "TUR")]),
        ("Turkish firms Anadol and Ova won.", [("Anadol", "TUR"), ("Ova", "TUR")]),
        ("Anadol, a Turkish builder, won.", [("Anadol", "TUR")]),
        ("Anadol, the large Turkish bank, won.", [("Anadol", "TUR")]),
        ("Turkish president Ali Veli came.", []),
        ("The Turkish company said on Monday", []),
        ("Turkish companies in Peru won.", []),
        ("A Turkish company The Minister met", []),
        ("Meanwhile, a Turkish bank closed.", []),
    ],
)
def test_an_adjective_tells_the_country_of_a_firm(text: str, found: list[tuple[str, str]]) -> None:
    assert firms(text) == found
