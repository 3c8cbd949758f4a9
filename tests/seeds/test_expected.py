"""What the extractor finds in the sample articles, held to what a careful reader finds.

Articles without cooperation are exact, one by one. The others are held together by floors, so
that a change of the word lists may lose one article and win another, and a loss shows at once.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest

from schemas.article import Article
from schemas.report import Report
from schemas.vocabulary import Kind
from services.extractor.extract import extract
from tests.seeds.samples import Expected, articles, expectations, is_cooperation

# Precision and recall that must be reached: what was measured, less about three points.
LEAST = {"pairs": (0.95, 0.80), "kinds": (0.83, 0.68), "amounts": (0.97, 0.72)}


class Score(NamedTuple):
    """Shares of what was found that is right, and of what is right that was found."""

    precision: float
    recall: float


@cache
def found_in(article: Article) -> tuple[Report, ...]:
    return extract(article)


def expected_of(article: Article) -> Expected:
    return expectations()[article.article_id, article.revision]


def found_kinds(article: Article) -> set[tuple[str, Kind]]:
    return {
        (report.pair, mention.kind)
        for report in found_in(article)
        for mention in report.mentions
        if is_cooperation(mention.status)
    }


def found_pairs(article: Article) -> set[str]:
    return {pair for pair, _ in found_kinds(article)}


def found_amounts(article: Article) -> set[str]:
    return {
        f"{amount.value} {amount.currency}"
        for report in found_in(article)
        for mention in report.mentions
        for amount in mention.amounts
        if is_cooperation(mention.status)
    }


Answers = dict[str, tuple[Callable[[Article], set[Any]], Callable[[Expected], set[Any]]]]

QUESTIONS: Answers = {
    "pairs": (found_pairs, Expected.pairs),
    "kinds": (
        found_kinds,
        Expected.kinds,
    ),
    "amounts": (found_amounts, lambda expected: set(expected.amounts)),
}


def score(question: str) -> Score:
    answer, truth = QUESTIONS[question]
    right = found = wanted = 0
    for article in articles():
        one, other = answer(article), truth(expected_of(article))
        right += len(one & other)
        found += len(one)
        wanted += len(other)
    return Score(right / found, right / wanted)


QUIET = [article for article in articles() if not expected_of(article).pairs()]


@pytest.mark.parametrize("article", QUIET, ids=lambda a: f"{a.article_id}@{a.revision}")
def test_an_article_without_cooperation_tells_of_no_pair(article: Article) -> None:
    assert found_pairs(article) == set()


@pytest.mark.parametrize("question", QUESTIONS)
def test_most_of_what_is_told_is_found(
    question: str, record_property: Callable[[str, object], None]
) -> None:
    reached = score(question)
    record_property(f"seeds_{question}", f"precision {reached[0]:.2f}, recall {reached[1]:.2f}")
    assert reached.precision >= LEAST[question][0]
    assert reached.recall >= LEAST[question][1]


def test_what_was_called_off_or_denied_is_told_as_such() -> None:
    wanted = {
        (article.article_id, act.pair, act.status)
        for article in articles()
        for act in expected_of(article).acts
        if not is_cooperation(act.status)
    }
    found = {
        (article.article_id, report.pair, mention.status)
        for article in articles()
        for report in found_in(article)
        for mention in report.mentions
        if not is_cooperation(mention.status)
    }
    assert len(found & wanted) >= len(wanted) - 1


def test_every_quote_stands_where_it_says() -> None:
    for article in articles():
        for report in found_in(article):
            for quote in (quote for mention in report.mentions for quote in mention.evidence):
                assert article.text(quote.field)[quote.start : quote.end] == quote.quote


def test_a_report_names_its_article() -> None:
    for article in articles():
        for report in found_in(article):
            assert (report.article_id, report.revision) == (article.article_id, article.revision)
            assert (report.source, report.url) == (article.source, article.url)


def test_one_wire_copy_tells_the_same_wherever_it_appears() -> None:
    copies = [article for article in articles() if article.article_id.startswith("peru-thailand")]
    kinds = [found_kinds(article) for article in copies]
    assert len(kinds) == 3
    assert kinds[0] == kinds[1] == kinds[2]
