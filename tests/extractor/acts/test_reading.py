"""An article is read once: its sentences, who stands in them, the day it counts from."""

from datetime import UTC, date, datetime, timedelta, timezone

from services.extractor.acts.reading import read_article
from tests.extractor.reading_one import read_body
from tests.factories import article


def test_title_and_body_are_numbered_through() -> None:
    reading = read_body("Peru signed. Chile left.", title="Peru signs pact")
    assert [line.number for line in reading.lines] == [0, 1, 2]
    assert [line.marks.sentence.field for line in reading.lines] == ["title", "body", "body"]


def test_the_day_of_publication_is_the_anchor() -> None:
    told = article(published=datetime(2026, 3, 4, 23, 0, tzinfo=UTC))
    assert read_article(told).anchor == date(2026, 3, 4)


def test_the_anchor_is_the_day_in_universal_time() -> None:
    east = timezone(timedelta(hours=9))
    told = article(published=datetime(2026, 3, 4, 3, 0, tzinfo=east))
    assert read_article(told).anchor == date(2026, 3, 3)


def test_a_dateline_with_its_year_is_an_anchor() -> None:
    told = article(published=None, body="LIMA, May 3, 2025 (Andina) -- Peru signed a pact.")
    assert read_article(told).anchor == date(2025, 5, 3)


def test_a_stamp_is_an_anchor() -> None:
    told = article(published=None, body=" date 2024-03-26 + ↺ − 16 px\n\nPeru signed a pact.")
    assert read_article(told).anchor == date(2024, 3, 26)


def test_a_dateline_without_its_year_is_no_anchor() -> None:
    told = article(published=None, body="LIMA, May 3 (Andina) -- Peru signed a pact.")
    assert read_article(told).anchor is None


def test_when_it_was_retrieved_dates_nothing() -> None:
    assert read_article(article(published=None, body="Peru signed a pact.")).anchor is None


def test_a_dateline_is_nobody() -> None:
    (line,) = read_body("LIMA, May 3 (Andina) -- Chile signed a pact.").lines
    assert [party.code for party in line.present] == ["CHL"]


def test_people_of_the_body_are_known_in_the_title() -> None:
    reading = read_body("Chilean premier Marta Olivos spoke.", title="Olivos speaks in Lima")
    assert [party.code for party in reading.lines[0].present] == ["CHL", "PER"]


def test_a_doubtful_name_counts_once_the_country_is_named_without_doubt() -> None:
    reading = read_body("The US lifted its ban on Peru's fish.", title="US troops leave Peru")
    assert "USA" in {party.code for party in reading.lines[0].present}


def test_an_article_about_a_match_is_known() -> None:
    match = (
        "Peru beat Chile 2-1 in the semi-final of the championship. The striker scored twice in "
        "the first half, and the goalkeeper saved a penalty. The coach praised the squad after "
        "the match."
    )
    assert read_body(match).sport


def test_one_word_of_sport_makes_no_match() -> None:
    assert not read_body("Peru and Chile agreed on a coach exchange for schools.").sport


def test_an_empty_article_has_no_lines() -> None:
    assert read_body("").lines == []
