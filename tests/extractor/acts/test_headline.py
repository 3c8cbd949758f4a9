"""One mention is the news, in every pair that shares it."""

from datetime import UTC, datetime

from schemas.report import Mention
from services.extractor.extract import extract
from tests.factories import article


def news(
    body: str, title: str = "", published: datetime | None = None
) -> list[tuple[str, Mention]]:
    reports = extract(article(title=title, body=body, published=published))
    return [(r.pair, m) for r in reports for m in r.mentions if m.headline]


def test_what_the_title_tells_is_the_news() -> None:
    body = "Peru's premier met Chile's president. Peru sold 300 tonnes of fish to Chile."
    ((_, mention),) = news(body, title="Peru sells fish to Chile")
    assert mention.kind == "trade"


def test_without_a_title_the_first_act_is_the_news() -> None:
    ((_, mention),) = news("Peru praised Chile. It rained. Peru signed a treaty with Chile.")
    assert mention.kind == "statement"


def test_in_one_sentence_an_agreement_is_more_than_a_meeting() -> None:
    ((_, mention),) = news("The presidents of Peru and Chile signed a treaty.")
    assert mention.kind == "agreement"


def test_background_is_not_the_news() -> None:
    body = "It rained. Peru signed a treaty with Chile in May 2019. Peru praised Chile."
    ((_, mention),) = news(body, published=datetime(2026, 10, 7, tzinfo=UTC))
    assert mention.kind == "statement"


def test_what_was_cancelled_is_not_the_news_if_something_else_is() -> None:
    body = "Peru cancelled talks with Chile. Peru signed a treaty with Chile."
    ((_, mention),) = news(body)
    assert mention.kind == "agreement"


def test_pairs_that_share_an_act_share_the_news() -> None:
    found = news("Peru, Chile and Bolivia signed a treaty.")
    assert [pair for pair, _ in found] == ["BOL-CHL", "BOL-PER", "CHL-PER"]


def test_pairs_with_acts_of_their_own_do_not_share_the_news() -> None:
    found = news("Peru signed a treaty with Chile. Kenya signed a treaty with Ghana.")
    assert [pair for pair, _ in found] == ["CHL-PER"]


def test_news_without_a_date_has_the_day_its_opening_states() -> None:
    body = "Peru signed a treaty with Chile. The ministers met in Lima on Monday."
    ((_, mention),) = news(body, published=datetime(2026, 10, 7, tzinfo=UTC))
    assert mention.date is not None
    assert mention.date.value == "2026-10-05"


def test_no_date_is_invented() -> None:
    ((_, mention),) = news(
        "Peru signed a treaty with Chile.", published=datetime(2026, 10, 7, tzinfo=UTC)
    )
    assert mention.date is None


def test_an_old_day_in_the_opening_is_not_that_of_the_news() -> None:
    body = "Peru signed a treaty with Chile. The quarrel began on 3 May 2019."
    ((_, mention),) = news(body, published=datetime(2026, 10, 7, tzinfo=UTC))
    assert mention.date is None


def test_the_news_has_the_topics_the_article_comes_back_to() -> None:
    body = (
        "Peru signed a treaty with Chile. Wheat is dear in Lima. Farmers want more wheat. "
        "Wheat comes by ship."
    )
    ((_, mention),) = news(body, title="Peru, Chile sign wheat treaty")
    assert "agriculture" in {sector.value for sector in mention.sectors}


def test_an_article_without_acts_has_no_news() -> None:
    assert news("It rained.") == []
