"""Countries named right at a trigger are its sides, whoever else is there."""

import pytest

from services.extractor.acts.beside import codes_of, named_between, named_in_compound
from services.extractor.acts.patterns import Trigger
from tests.extractor.reading_one import parties_of, read_line, trigger_of


def between(sentence: str, rule: str) -> tuple[str, ...]:
    trigger: Trigger = trigger_of(sentence, rule)
    return named_between(trigger, read_line(sentence).marks, parties_of(sentence))


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Talks between Peru and Chile went on.", "meeting.talks"),
        ("Norway praised a treaty signed between Peru and Chile.", "agreement.signed"),
        ("An accord was signed between Peru's port and a bank of Chile.", "agreement.signed"),
    ],
)
def test_between_names_both_sides(sentence: str, rule: str) -> None:
    assert sorted(between(sentence, rule)) == ["CHL", "PER"]


def test_between_in_another_clause_is_no_side() -> None:
    sentence = "Norway signed a treaty, as talks between Peru and Chile went on."
    assert between(sentence, "agreement.signed") == ()


def test_between_two_towns_of_one_country_is_no_side() -> None:
    assert between("Talks between Peru and Lima's mayor went on.", "meeting.talks") == ()


def test_a_compound_names_both_sides() -> None:
    sentence = "Norway praised the Peru-Chile business forum."
    trigger = trigger_of(sentence, "meeting.forum")
    found = named_in_compound(trigger, read_line(sentence).marks, parties_of(sentence))
    assert found == ("PER", "CHL")


def test_a_compound_far_away_is_no_side() -> None:
    sentence = "The Peru-Chile border is long and dry and cold at night, a forum in Oslo heard."
    trigger = trigger_of(sentence, "meeting.forum")
    assert named_in_compound(trigger, read_line(sentence).marks, parties_of(sentence)) == ()


def test_countries_are_named_once() -> None:
    assert codes_of(parties_of("Peru and Lima and Chile met.")) == ("PER", "CHL")
