"""The extraction as a whole: pure, deterministic, bounded, and silent where nothing is told."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.report import Report
from schemas.vocabulary import PubStatus, Sector, event_codes
from services.extractor.extract import extract, is_read
from services.extractor.words.lexicon import lexicon
from tests.factories import article

WORDS = [
    "Peru",
    "Chile",
    "Norway",
    "China",
    "EU",
    "Georgia",
    "Jordan",
    "signed",
    "will",
    "sign",
    "treaty",
    "talks",
    "with",
    "between",
    "and",
    ",",
    ".",
    '"',
    "not",
    "denied",
    "cancelled",
    "exports",
    "to",
    "from",
    "$5",
    "million",
    "on",
    "Monday",
    "minister",
    "president",
    "of",
    "the",
    "met",
    "in",
    "Lima",
    "wheat",
    "rail",
    "if",
    "could",
    "hopes",
    "the",
    "two",
    "countries",
    "they",
    "\n\n",
    "\x00",
    ";",
    "-",
    "(",
    ")",
    "billion",
    "won",
    "2019",
    "US$",
    "Mr.",
]
JUMBLED = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def pairs(body: str, title: str = "") -> list[str]:
    return [report.pair for report in extract(article(title=title, body=body))]


def test_an_article_gives_a_report_for_each_pair_in_order() -> None:
    assert pairs("Peru, Chile and Bolivia signed a treaty.") == ["BOL-CHL", "BOL-PER", "CHL-PER"]


def test_a_report_carries_what_a_row_quotes_of_its_article() -> None:
    told = article()
    (report,) = extract(told)
    assert (report.article_id, report.revision) == (told.article_id, told.revision)
    assert (report.title, report.source, report.url) == (told.title, told.source, told.url)
    assert report.published == told.published
    assert report.lexicon == lexicon().content


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "\x00\x01\x02",
        "It rained in Lima.",
        "Two banks in Lima signed a merger agreement.",
        "Перу и Чили подписали соглашение о рыбе.",
        "秘鲁和智利签署了渔业协定。",
        "وقعت بيرو وتشيلي اتفاقية",
        "Peru accused Chile of spying and expelled its ambassador.",
        ". . . ! ? ; : \" ' ( [ {",
    ],
)
def test_where_nothing_is_told_nothing_is_found(body: str) -> None:
    assert pairs(body) == []


def test_the_title_alone_is_enough() -> None:
    assert pairs("", title="Peru, Chile sign treaty") == ["CHL-PER"]


@pytest.mark.parametrize("status", [PubStatus.WITHHELD, PubStatus.CANCELED])
def test_an_article_that_may_not_be_used_tells_nothing(status: PubStatus) -> None:
    assert extract(article(status=status)) == ()


@pytest.mark.parametrize("language", ["de", "ru", "fr-CA", "zh-Hans", "x"])
def test_another_language_is_not_read(language: str) -> None:
    assert not is_read(article(language=language))
    assert extract(article(language=language)) == ()


@pytest.mark.parametrize("language", ["en", "en-GB", "EN_us", "eng"])
def test_english_is_read_whatever_its_country(language: str) -> None:
    assert is_read(article(language=language))


def test_when_an_article_was_retrieved_makes_no_difference() -> None:
    later = article().model_copy(update={"retrieved": article().retrieved.replace(year=2031)})
    assert extract(later) == extract(article())


def wires() -> str:
    """Return a long text of sentences that tell of acts, in one order."""
    chosen = random.Random(7)
    countries = ["Peru", "Chile", "Kenya", "Ghana", "Norway", "Japan"]
    return " ".join(
        f"{chosen.choice(countries)} signed a treaty with {chosen.choice(countries)} on wheat."
        for _ in range(400)
    )


def test_the_same_article_gives_the_same_bytes_twice() -> None:
    told = article(body=wires())
    first = [report.to_bytes() for report in extract(told)]
    assert first == [report.to_bytes() for report in extract(told)]


HOSTILE = {
    "five megabytes of one word": "word " * 1_000_000,
    "five megabytes without a space": "x" * 5_000_000,
    "nothing but NUL": "\x00" * 5_000_000,
    "nested quotes": "“\"'(" * 500_000,
    "a sentence of a hundred thousand letters": "Peru and Chile signed a treaty and " * 3_000,
    "full stops": "." * 2_000_000,
    "capitals": "ABC DEF " * 500_000,
    "digits": "1234567890,." * 300_000,
    "commas between countries": "Peru, Chile, Norway, " * 50_000,
    "treaties": "Peru signed a treaty with Chile. " * 100_000,
    "entities": "&quot;&amp;" * 300_000,
    "lines": "a\n" * 1_000_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_does_not_hang(body: str) -> None:
    started = time.process_time()
    reports = extract(article(title="", body=body))
    assert time.process_time() - started < 20
    assert sum(len(report.to_bytes()) for report in reports) < 1_000_000


def sound(reports: tuple[Report, ...], title: str, body: str) -> None:
    """Hold what is true of every report, whatever it was made of."""
    texts = {"title": title, "body": body}
    assert [r.pair for r in reports] == sorted({r.pair for r in reports})
    for mention in (mention for report in reports for mention in report.mentions):
        assert mention.rule.partition("/")[0] in {p.id for p in lexicon().patterns}
        assert (mention.plover, mention.cameo) == event_codes(mention.kind, mention.status)
        assert list(mention.sectors) == [s for s in Sector if s in mention.sectors]
        for one in mention.evidence:
            assert texts[one.field][one.start : one.end] == one.quote


@settings(max_examples=150, deadline=None)
@given(JUMBLED, JUMBLED)
def test_every_report_is_sound(title: str, body: str) -> None:
    sound(extract(article(title=title, body=body)), title, body)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read(body: str) -> None:
    told = article(title="", body=body)
    assert extract(told) == extract(told)


@settings(max_examples=50, deadline=None)
@given(JUMBLED)
def test_at_most_one_act_of_a_pair_is_the_news(body: str) -> None:
    for report in extract(article(title="", body=body)):
        assert sum(mention.headline for mention in report.mentions) <= 1
