"""People are known by the office an article gives them."""

import pytest

from services.extractor.names.people import known_people
from services.extractor.text.sentences import read
from tests.extractor.reading_one import read_body


def called(body: str) -> dict[str, str]:
    return read_body(body).people.words


@pytest.mark.parametrize(
    ("sentence", "name", "code"),
    [
        ("Chilean Foreign Minister Marta Olivos spoke.", "Olivos", "CHL"),
        ("Kenya's ambassador to Japan, Peter Otieno, spoke.", "Otieno", "KEN"),
        ("First Deputy Minister of Finance of Azerbaijan Anar Karimli spoke.", "Karimli", "AZE"),
        ("Karim Odeh, the Jordanian trade minister, spoke.", "Odeh", "JOR"),
        ("Maria Lund of Norway's oil fund spoke.", "Lund", "NOR"),
        ("Vietnamese Deputy Prime Minister Tran Hai spoke.", "Tran", "VNM"),
        ("The president of Ghana, Kwesi Boadu, spoke.", "Boadu", "GHA"),
        ("Finland's prime minister Aino Virtala spoke.", "Virtala", "FIN"),
    ],
)
def test_an_office_beside_a_country_tells_whom_somebody_acts_for(
    sentence: str, name: str, code: str
) -> None:
    assert called(sentence).get(name) == code


def test_an_ambassador_acts_for_the_country_that_sent_him() -> None:
    words = called("Kenya's ambassador to Japan, Peter Otieno, spoke.")
    assert set(words.values()) == {"KEN"}


def test_a_name_claimed_by_two_countries_is_nobody() -> None:
    words = called("Chilean minister Ana Roca met Peruvian minister Luis Roca.")
    assert "Roca" not in words
    assert words["Ana"] == "CHL"


def test_weekdays_and_offices_are_no_names() -> None:
    words = called("Norwegian Prime Minister Monday visits Peru. Chilean President Council met.")
    assert not {"Monday", "Council", "President"} & set(words)


def test_a_country_without_office_teaches_nothing() -> None:
    assert called("Chilean Marta Olivos sang in Lima.") == {}


def test_somebody_once_introduced_is_found_by_surname() -> None:
    reading = read_body("Chilean minister Marta Olivos came. Olivos met Peru's premier.")
    assert [party.code for party in reading.lines[1].present] == ["CHL", "PER"]


def test_leaders_are_known_without_being_introduced() -> None:
    people, called_by_name = known_people(read("body", "Angela Merkel spoke. Merkel left."))
    assert [person.code for person in called_by_name] == ["DEU"]
    assert people.words == {"Merkel": "DEU"}


def test_a_leader_with_a_common_surname_is_known_by_full_name_only() -> None:
    people, called_by_name = known_people(read("body", "Gordon Brown spoke. Brown bears left."))
    assert [person.code for person in called_by_name] == ["GBR"]
    assert people.words == {}


def test_a_name_in_lower_case_is_nobody() -> None:
    assert known_people(read("body", "the president putin joke"))[1] == []
