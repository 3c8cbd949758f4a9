import pytest

from services.extractor.names.doubt import Surroundings, Suspect, settle
from services.extractor.names.gazetteer import country_forms


def suspect(text: str, words: str) -> Suspect:
    start = text.index(words)
    owners = tuple(known for known in country_forms() if known.words == words)
    return Suspect(start, start + len(words), owners, ())


def settled(text: str, words: str, *certain: tuple[int, str]) -> tuple[str, bool] | None:
    return settle(Surroundings(text, certain), suspect(text, words))


@pytest.mark.parametrize(
    ("text", "words", "verdict"),
    [
        ("the king of Jordan came", "Jordan", ("JOR", True)),
        ("Jordan's prime minister came", "Jordan", ("JOR", True)),
        ("near Aqaba, Jordan rested", "Jordan", ("JOR", True)),
        ("Jordan came", "Jordan", ("JOR", False)),
        ("they saw Michael Jordan", "Jordan", None),
        ("they saw Jordan Smith", "Jordan", None),
        ("on Monday Jordan came", "Jordan", ("JOR", False)),
        ("Stars Meet Jordan Smith In Finals", "Jordan", ("JOR", False)),
        ("they flew to Turkey", "Turkey", ("TUR", True)),
        ("In Turkey it rained", "Turkey", ("TUR", True)),
        ("Turkey rose", "Turkey", ("TUR", False)),
        ("flowers from Holland", "Holland", ("NLD", True)),
        ("the prince of Wales", "Wales", None),
        ("they speak English", "English", None),
        ("an English minister", "English", ("GBR", False)),
        ("US troops left", "US", ("USA", True)),
        ("LET US GO HOME", "US", ("USA", False)),
        ("the South rose", "the South", None),
        ("Wellington won", "Wellington", None),
        ("the army of the Congo", "the Congo", ("COD", True)),
    ],
)
def test_words_around_a_name_settle_it(
    text: str, words: str, verdict: tuple[str, bool] | None
) -> None:
    assert settled(text, words) == verdict


def test_another_name_of_the_same_country_settles_it() -> None:
    assert settled("Jordan came to Amman", "Jordan", (15, "JOR")) == ("JOR", True)


def test_a_name_of_several_goes_to_the_nearest_owner() -> None:
    text = "x" * 50 + " Congo " + "x" * 50
    assert settled(text, "Congo", (0, "COG"), (70, "COD")) == ("COD", True)
    assert settled(text, "Congo", (40, "COG"), (100, "COD")) == ("COG", True)


def test_a_form_without_rules_of_its_own_is_settled_by_cues_alone() -> None:
    text = "the government of Guam"
    known = next(known for known in country_forms() if known.words == "Guam")
    one = Suspect(text.index("Guam"), len(text), (known,), ())
    assert settle(Surroundings(text, []), one) == ("GUM", True)
