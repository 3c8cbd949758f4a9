"""An act needs two countries, one on each side or both together."""

import pytest

from services.extractor.acts.sides import MOST_LISTED, Sides, find_sides, real_pairs
from tests.extractor.reading_one import read_line, trigger_of


def sides(sentence: str, rule: str = "agreement.signed") -> Sides:
    line = read_line(sentence)
    return find_sides(trigger_of(sentence, rule), line.marks, line.present)


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru signed a treaty with Chile.",
        "Peru and Chile signed a treaty.",
        "A treaty was signed by Peru and Chile.",
        "A treaty was signed by Peru with Chile.",
        "Peru's president signed a treaty with Chile's premier in Oslo.",
        "As Norway watched, Peru signed a treaty with Chile.",
        "Despite threats from Norway, Peru signed a treaty with Chile.",
        "The Peru-Chile fishing treaty was signed.",
        "Peru signed a treaty with Chile, as both push back against Norway.",
        "By signing the treaty, the presidents of Peru and Chile ended a quarrel.",
    ],
)
def test_two_sides_are_found_in_a_sentence(sentence: str) -> None:
    assert sides(sentence).pairs == ("CHL-PER",)


def test_a_list_that_acts_together_pairs_all() -> None:
    found = sides("Peru, Chile and Bolivia signed a treaty.")
    assert found.pairs == ("CHL-PER", "BOL-PER", "BOL-CHL")
    assert found.listed


def test_one_side_pairs_with_each_of_the_other() -> None:
    found = sides("Peru signed treaties with Chile and Bolivia.")
    assert found.pairs == ("CHL-PER", "BOL-PER")


def test_another_with_joins_another_side() -> None:
    assert sides("Peru signed treaties with Chile and with Bolivia.").pairs == (
        "CHL-PER",
        "BOL-PER",
    )


def test_countries_visited_are_not_paired_with_one_another() -> None:
    found = sides("Peru's president visited Chile, Bolivia and Ecuador.", "meeting.visited")
    assert found.pairs == ("CHL-PER", "BOL-PER", "ECU-PER")


def test_those_met_are_not_paired_with_one_another() -> None:
    found = sides("The envoy met with ministers of Chile and Bolivia.", "meeting.met")
    assert found.pairs == ()
    assert found.open_with == ("CHL", "BOL")


def test_a_second_side_that_stands_too_far_is_none() -> None:
    sentence = "Peru exported 200 tonnes of fish to ports it did not want to name, Chile said."
    assert sides(sentence, "trade.sold").pairs == ()


def test_one_country_alone_leaves_the_other_open() -> None:
    found = sides("Peru signed a treaty.")
    assert (found.pairs, found.codes) == ((), frozenset({"PER"}))


def test_two_bodies_of_one_country_are_no_two_sides() -> None:
    assert sides("Peru signed a treaty with the Peruvian navy.").pairs == ()


def test_a_country_in_the_next_clause_is_no_side() -> None:
    assert sides("Peru signed a treaty, but Chile stayed away.").pairs == ()


def test_an_adversary_is_no_side() -> None:
    assert sides("Peru and Chile signed a treaty against Norway.").pairs == ("CHL-PER",)


def test_a_site_is_no_side() -> None:
    assert sides("Peru signed a treaty in Norway.").pairs == ()


def test_a_plant_is_built_where_it_stands() -> None:
    found = sides("A Turkish company is building a bridge in Senegal.", "project.built")
    assert found.pairs == ("SEN-TUR",)


def test_a_list_too_long_pairs_nobody_with_one_another() -> None:
    nine = "Peru, Chile, Bolivia, Ecuador, Brazil, Uruguay, Paraguay, Kenya and Ghana"
    assert sides(f"{nine} signed a treaty.").pairs == ()
    assert MOST_LISTED == 8


def test_the_union_is_not_paired_with_a_member() -> None:
    assert real_pairs([("EUU", "FRA"), ("EUU", "NOR")]) == ("EUU-NOR",)


def test_a_country_is_not_paired_with_itself() -> None:
    assert real_pairs([("PER", "PER")]) == ()


def test_pairs_are_named_once() -> None:
    assert real_pairs([("PER", "CHL"), ("CHL", "PER")]) == ("CHL-PER",)
