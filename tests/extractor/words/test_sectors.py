"""Words name sectors; longer words hide shorter ones."""

from schemas.vocabulary import Kind, Sector
from services.extractor.words.scanner import fold
from services.extractor.words.sectors import count_sectors, sector_words, sectors_of


def named(text: str) -> set[str]:
    return {sector.value for sector in count_sectors(sector_words(fold(text)))}


def test_words_name_their_sector() -> None:
    assert named("They spoke of wheat and railways.") == {"agriculture", "transport"}


def test_a_word_can_name_several_sectors() -> None:
    assert named("a gas pipeline") >= {"energy"}
    assert named("visa-free travel") == {"tourism", "labour"}


def test_a_longer_word_hides_the_one_inside() -> None:
    assert "security" in named("security")
    assert "security" not in named("food security")
    assert "security" not in named("the Security Council")


def test_words_inside_words_name_nothing() -> None:
    assert named("a portrait, an airportless town") == set()


def test_what_is_named_often_is_counted() -> None:
    assert count_sectors(sector_words("wheat and maize and wheat"))[Sector.AGRICULTURE] == 3


def test_words_in_hidden_spans_do_not_count() -> None:
    text = fold("the minister of trade spoke of wheat")
    start = text.index("trade")
    assert set(count_sectors(sector_words(text), [(start, start + 5)])) == {Sector.AGRICULTURE}


def test_an_act_always_has_a_sector() -> None:
    assert sectors_of(Kind.MEETING, ()) == (Sector.DIPLOMACY,)
    assert sectors_of(Kind.AID, ()) == (Sector.HUMANITARIAN,)


def test_trade_and_investment_are_sectors_of_their_own_kind() -> None:
    assert sectors_of(Kind.TRADE, [Sector.ENERGY]) == (Sector.TRADE, Sector.ENERGY)
    assert sectors_of(Kind.INVESTMENT, ()) == (Sector.INVESTMENT,)


def test_sectors_are_in_the_order_of_the_vocabulary() -> None:
    assert sectors_of(Kind.MEETING, [Sector.HEALTH, Sector.TRADE, Sector.ENERGY]) == (
        Sector.TRADE,
        Sector.ENERGY,
        Sector.HEALTH,
    )
