"""Sentences that tell of one act become one mention, acts told apart stay apart."""

from schemas.report import Mention
from schemas.vocabulary import Kind, Status
from services.extractor.acts.mentions import MOST_EVIDENCE, MOST_MENTIONS
from services.extractor.extract import extract
from tests.factories import article


def mentions(body: str, title: str = "") -> tuple[Mention, ...]:
    reports = extract(article(title=title, body=body))
    return reports[0].mentions if reports else ()


def of_kind(kind: Kind, body: str, title: str = "") -> list[Mention]:
    return [mention for mention in mentions(body, title) if mention.kind is kind]


def test_headline_and_opening_tell_of_one_act() -> None:
    (mention,) = mentions("Peru signed a treaty with Chile on Monday.", "Peru, Chile sign treaty")
    assert [evidence.field for evidence in mention.evidence] == ["title", "body"]


def test_the_first_quote_is_the_one_it_rests_on() -> None:
    (mention,) = mentions("Peru signed a treaty with Chile on Monday.", "Peru, Chile sign treaty")
    assert mention.evidence[0].quote == "Peru, Chile sign treaty"


def test_quotes_are_verbatim() -> None:
    told = article(title="", body="Peru  signed a\ntreaty\u00a0with Chile.  It rained.")
    for report in extract(told):
        for mention in report.mentions:
            for one in mention.evidence:
                assert told.text(one.field)[one.start : one.end] == one.quote


def test_another_memorandum_is_another_act() -> None:
    body = (
        "Peru and Chile signed papers in Lima. "
        "Peru's Ministry of Health signed a memorandum with Chile's Ministry of Health. "
        "Another memorandum was signed by Peru and Chile on railways."
    )
    assert len(of_kind(Kind.AGREEMENT, body)) == 2


def test_a_memorandum_with_other_signatories_is_another_act() -> None:
    body = (
        "Peru and Chile signed several agreements.\n\n"
        "Peru's Ministry of Health signed a memorandum with Chile's Ministry of Health.\n\n"
        "Peru's Ministry of Energy signed a memorandum with Chile's Ministry of Energy."
    )
    assert len(of_kind(Kind.AGREEMENT, body)) == 2


def test_the_umbrella_and_its_first_memorandum_are_one_act() -> None:
    body = (
        "Peru and Chile signed several agreements.\n\n"
        "Peru's Ministry of Health signed a memorandum with Chile's Ministry of Health."
    )
    assert len(of_kind(Kind.AGREEMENT, body)) == 1


def test_the_same_memorandum_told_again_is_one_act() -> None:
    body = (
        "Peru and Chile signed a memorandum on vaccines. "
        "The memorandum was signed by Peru and Chile in Lima."
    )
    assert len(of_kind(Kind.AGREEMENT, body)) == 1


def test_acts_of_different_days_stay_apart() -> None:
    body = (
        "Peru's premier met Chile's president on October 5. "
        "Peru's premier met Chile's president on October 2."
    )
    assert len(of_kind(Kind.MEETING, body)) == 2


def test_done_and_planned_stay_apart() -> None:
    body = "Peru signed a treaty with Chile. Peru will sign a treaty with Chile on wheat."
    found = of_kind(Kind.AGREEMENT, body)
    assert [mention.status for mention in found] == [Status.DONE, Status.PLANNED]


def test_news_and_background_stay_apart() -> None:
    body = "Peru signed a treaty with Chile. Peru signed a treaty with Chile in May 2019."
    assert [mention.background for mention in of_kind(Kind.AGREEMENT, body)] == [False, True]


def test_different_kinds_stay_apart() -> None:
    kinds = {
        mention.kind for mention in mentions("The presidents of Peru and Chile signed a treaty.")
    }
    assert kinds == {Kind.MEETING, Kind.AGREEMENT}


def test_statements_of_a_pair_are_one_mention() -> None:
    body = "Peru praised Chile for its fish. Peru's premier thanked Chile. Chile praised Peru."
    assert len(of_kind(Kind.STATEMENT, body)) == 1


def test_a_sentence_that_points_back_adds_its_sectors() -> None:
    (mention,) = mentions("Peru signed a treaty with Chile. The treaty covers wheat and railways.")
    assert {sector.value for sector in mention.sectors} == {"agriculture", "transport"}
    assert len(mention.evidence) == 2


def test_a_sentence_that_points_back_adds_its_money() -> None:
    (mention,) = mentions(
        "Peru signed a contract with Chile. The contract is worth 5 million euros."
    )
    assert [(one.value, one.currency) for one in mention.amounts] == [("5000000", "EUR")]


def test_a_sum_goes_to_the_agreement_even_past_a_meeting() -> None:
    body = (
        "Peru signed a contract with Chile. Peru's premier met Chile's president. "
        "The combined value is 5 million euros."
    )
    (agreement,) = of_kind(Kind.AGREEMENT, body)
    (meeting,) = of_kind(Kind.MEETING, body)
    assert [one.value for one in agreement.amounts] == ["5000000"]
    assert meeting.amounts == ()


def test_a_standing_state_of_things_is_background() -> None:
    body = (
        "Peru signed a treaty with Chile. It rained in Lima. Nobody spoke of fish. "
        "Peru supplies wheat to Chile."
    )
    (trade,) = of_kind(Kind.TRADE, body)
    assert (trade.status, trade.background) == (Status.ONGOING, True)


def test_a_mention_without_sector_has_those_of_the_news() -> None:
    body = "Peru signed a wheat treaty with Chile. Peru's premier met Chile's president in Oslo."
    (meeting,) = of_kind(Kind.MEETING, body)
    assert [sector.value for sector in meeting.sectors] == ["agriculture"]


def test_quotes_and_mentions_are_bounded() -> None:
    body = "Another memorandum was signed by Peru and Chile. " * 300
    found = mentions(body)
    assert len(found) <= MOST_MENTIONS
    assert all(len(mention.evidence) <= MOST_EVIDENCE for mention in found)


def test_a_mention_carries_its_codes() -> None:
    (mention,) = mentions("Peru signed a treaty with Chile.")
    assert (mention.plover, mention.cameo) == ("SUPPORT", "057")
