"""Triggers become acts, or are rejected with a reason."""

import pytest

from schemas.vocabulary import Kind
from services.extractor.acts.judging import Act, find_acts, points_back
from tests.extractor.reading_one import read_body, read_line


def acts(body: str, title: str = "") -> list[Act]:
    return find_acts(read_body(body, title))


def rejections(body: str, title: str = "") -> dict[str, str]:
    return {act.rule: act.rejected for act in acts(body, title) if act.rejected}


def taken(body: str, title: str = "") -> list[str]:
    return [act.rule for act in acts(body, title) if act.rejected is None]


def test_an_act_is_taken() -> None:
    assert taken("Peru signed a treaty with Chile.") == ["agreement.signed"]


def test_a_wish_is_marked_in_the_rule() -> None:
    (act,) = acts("Peru wants to sign a treaty with Chile.")
    assert act.rule == "agreement.signed/wish"
    assert act.judged.kind is Kind.STATEMENT


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Peru could export fish to Chile.", "not affirmed (wish.may)"),
        ("Peru attacked a ship that brought exports to 200 Chileans.", "words of a clash"),
        ("A Peruvian band visited Chile.", "nobody with an office"),
        ("Peruvian exports to Chile grew.", "no figure"),
        ("A deal between two towns of Peru was praised.", "no two sides"),
        ("The forum heard Peru's view of Chile.", "not named beside it"),
        ("Peru's president signed a letter to a bank in Chile.", "not both sides"),
    ],
)
def test_a_trigger_is_rejected_with_its_reason(sentence: str, reason: str) -> None:
    assert any(reason in told for told in rejections(sentence).values())


def test_a_firm_act_holds_beside_a_clash() -> None:
    sentence = "Peru, which accused Chile of theft in May, signed a treaty with Chile."
    assert "agreement.signed" in taken(sentence)


def test_despite_sanctions_they_signed() -> None:
    sentence = "Despite the sanctions it imposed in May, Peru signed a treaty with Chile."
    assert "agreement.signed" in taken(sentence)


def test_a_clash_is_no_cooperation() -> None:
    assert taken("Peru accused Chile of spying and expelled its ambassador.") == []


def test_the_content_of_an_act_gives_way_to_it() -> None:
    told = rejections("Peru signed a treaty with Chile to deepen cooperation.")
    assert told["statement.deepen"] == "content of another act of the sentence"


def test_the_content_of_an_act_told_before_gives_way() -> None:
    body = "Peru signed a treaty with Chile. The treaty is aimed at deepening cooperation."
    assert "statement.deepen" in rejections(body)


def test_a_statement_alone_is_taken() -> None:
    assert taken("Peru is deepening cooperation with Chile.") == ["statement.deepen"]


def test_under_the_news_of_a_rupture_kind_words_do_not_count() -> None:
    body = "Peru thanked Chile for years of trade. Peru had signed a treaty with Chile in 1999."
    told = rejections(body, title="Peru bans fish from Chile")
    assert set(told.values()) == {"in passing, under the news of a rupture"}


def test_under_the_news_of_a_rupture_a_firm_act_counts() -> None:
    body = "Peru signed a treaty with Kenya on Monday."
    assert taken(body, title="Peru bans fish from Chile") == ["agreement.signed"]


def test_a_headline_that_lifts_a_ban_tells_of_no_rupture() -> None:
    body = "Peru thanked Chile for its patience."
    assert "statement.praised" in taken(body, title="Peru lifts ban on fish from Chile")


def test_an_article_about_a_match_has_no_acts() -> None:
    match = (
        "Peru met Chile in the semi-final of the championship. The striker scored in the first "
        "half, the goalkeeper saved a penalty, and the coach praised the squad after the match."
    )
    assert acts(match) == []


@pytest.mark.parametrize("sentence", ["The agreement covers fish.", "They left.", "It holds."])
def test_a_sentence_can_point_back(sentence: str) -> None:
    assert points_back(read_line(sentence))


def test_a_sentence_that_names_its_subject_does_not_point_back() -> None:
    assert not points_back(read_line("Peru left."))
