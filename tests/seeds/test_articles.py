import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from schemas.article import Article
from schemas.vocabulary import Kind, PubStatus, Sector, Status
from tests.seeds.samples import (
    FILES,
    Act,
    article_of,
    articles,
    entries,
    expectations,
    lines_of,
    raw_articles,
)

FIRSTS = {article.article_id: article for article in reversed(articles())}
# at least these must take part
CONTINENTS = {
    "Africa": {"KEN", "GHA", "DZA", "NER", "NGA", "MOZ", "COD", "ZMB", "SEN", "ETH", "RWA"},
    "America": {"CAN", "CHL", "MEX", "GTM", "ARG", "BRA", "COL", "PER", "JAM", "USA", "BOL"},
    "Asia": {"CHN", "KAZ", "IND", "JPN", "PHL", "KOR", "MNG", "VNM", "NPL", "LKA", "SAU"},
    "Europe": {"DEU", "NOR", "POL", "UKR", "HUN", "SRB", "EST", "FIN", "ALB", "XKX", "FRA"},
    "Oceania": {"AUS", "NZL", "FJI", "PNG", "WSM", "TON", "PLW"},
}

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
every_article = pytest.mark.parametrize(
    "article", articles(), ids=lambda article: f"{article.article_id}@{article.revision}"
)


def acts() -> list[Act]:
    return [act for expected in expectations().values() for act in expected.acts]


def test_there_are_enough_of_them_to_show_the_stream() -> None:
    assert len(FILES) >= 5
    assert len(FIRSTS) >= 48


@every_file
def test_a_file_is_one_object_a_line_and_ends_with_a_line(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.endswith("}\n")
    assert all(isinstance(json.loads(line), dict) for line in text.split("\n")[:-1])


@every_file
def test_the_lines_of_a_file_stand_in_order_of_publication(path: Path) -> None:
    times = [datetime.fromisoformat(line["published"]) for line in lines_of(path)]
    assert times == sorted(times)


@pytest.mark.parametrize("line", raw_articles(), ids=lambda line: line["article_id"])
def test_an_article_has_the_fields_of_an_article_and_no_others(line: dict[str, object]) -> None:
    assert set(line) <= set(Article.model_fields) - {"retrieved"}
    assert {"article_id", "title", "body", "published", "source", "url"} <= set(line)
    assert article_of(line).published is not None


@every_article
def test_an_article_is_of_autumn_2026(article: Article) -> None:
    assert article.published is not None
    assert "2026-09-28" <= article.published.date().isoformat() <= "2026-11-01"


@every_article
def test_an_article_comes_from_no_real_host(article: Article) -> None:
    assert article.url is not None
    assert re.fullmatch(r"https://[a-z-]+\.example/2026/\d\d/\d\d/[a-z-]+", article.url)


@every_article
def test_an_article_reads_like_a_wire(article: Article) -> None:
    if article.status is PubStatus.CANCELED:
        assert article.body == ""
        return
    assert 20 <= len(article.title) <= 90
    assert 300 <= len(article.body) <= 2500
    assert re.search(r"^[A-Z'\- ]{3,}.{0,30}(Sept|Oct|Nov|October) \d+", article.body, re.M)


@every_article
def test_the_dateline_has_the_day_of_publication(article: Article) -> None:
    told = re.search(r"(?:Sept|Oct|October) (\d+)", article.body)
    if told and article.status is PubStatus.USABLE and "singapore" not in article.article_id:
        assert article.published is not None
        assert int(told[1]) == article.published.day


def test_the_text_is_clean() -> None:
    for article in articles():
        for text in (article.title, article.body):
            assert text == text.strip()
            assert "  " not in text
            assert not re.search(r"[\x00-\x09\x0b-\x1f]", text)


def test_an_id_stands_for_one_item_and_its_revisions_follow_each_other() -> None:
    seen: Counter[str] = Counter()
    for article in articles():
        seen[article.article_id] += 1
        assert article.revision == seen[article.article_id]


def test_every_article_has_an_entry_of_what_is_expected_and_every_entry_an_article() -> None:
    names = [(entry["id"], entry.get("revision", 1)) for entry in entries()]
    assert names == [(article.article_id, article.revision) for article in articles()]
    assert len(names) == len(set(names))


def test_an_entry_has_no_field_that_nobody_reads() -> None:
    known = {"id", "revision", "same_as", "note", "acts", "amounts"}
    of_an_act = {"countries", "kind", "status", "sectors", "background"}
    for entry in entries():
        assert set(entry) <= known
        assert all(set(act) <= of_an_act for act in entry["acts"])


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_told_of(kind: Kind) -> None:
    assert kind in {act.kind for act in acts()}


@pytest.mark.parametrize("status", Status)
def test_every_status_is_told_of(status: Status) -> None:
    assert status in {act.status for act in acts()}


@pytest.mark.parametrize("sector", Sector)
def test_every_sector_is_told_of(sector: Sector) -> None:
    assert sector in {sector for act in acts() for sector in act.sectors}


@pytest.mark.parametrize("continent", CONTINENTS)
def test_countries_of_every_continent_take_part(continent: str) -> None:
    told = {code for act in acts() for code in act.pair.split("-")}
    assert told >= CONTINENTS[continent]


def test_the_european_union_takes_part() -> None:
    assert {"ECU-EUU", "EUU-MDA"} <= {act.pair for act in acts()}


def test_a_summit_of_five_is_ten_pairs() -> None:
    assert len(expectations()["mekong-five-summit", 1].pairs()) == 10


def test_amounts_come_in_many_currencies() -> None:
    sums = [one for expected in expectations().values() for one in expected.amounts]
    assert all(re.fullmatch(r"\d+ [A-Z]{3}", one) for one in sums)
    assert len({one.split()[1] for one in sums}) >= 15


def test_background_is_told_with_a_date_and_without() -> None:
    assert sum(act.background for act in acts()) >= 8
    assert "Some 1,800 companies" in FIRSTS["china-kazakhstan-dry-port"].body


@pytest.mark.parametrize("word", ["on Tuesday", "yesterday", "last month", "last week", "in 2025"])
def test_dates_are_told_as_wires_tell_them(word: str) -> None:
    assert any(word in article.body for article in articles())


def test_articles_that_tell_the_same_event_tell_of_the_same_acts() -> None:
    later = [(key, one) for key, one in expectations().items() if one.same_as]
    assert len(later) >= 7
    order = list(FIRSTS)[::-1]
    for (article_id, _), expected in later:
        first = expectations()[expected.same_as or "", 1]
        assert order.index(expected.same_as or "") < order.index(article_id)
        assert expected.pairs() == first.pairs(), article_id
        assert expected.kinds() & first.kinds(), article_id


def test_five_events_are_told_by_two_outlets_in_words_of_their_own() -> None:
    bodies = [
        (FIRSTS[key[0]], FIRSTS[one.same_as]) for key, one in expectations().items() if one.same_as
    ]
    retold = [(one, other) for one, other in bodies if one.body != other.body]
    assert len(retold) >= 5
    assert all(one.source != other.source for one, other in bodies)


def test_one_wire_copy_goes_through_three_outlets() -> None:
    copies = Counter(article.body for article in articles() if article.body)
    assert copies.most_common(2)[0][1] == 3
    assert copies.most_common(2)[1][1] == 1


def test_a_revision_takes_a_pair_back() -> None:
    before, after = (expectations()["bolivia-paraguay-gas", n].pairs() for n in (1, 2))
    assert before - after == {"ARG-BOL"}


@pytest.mark.parametrize("status", [PubStatus.CANCELED, PubStatus.WITHHELD])
def test_an_article_that_is_killed_or_withheld_tells_nothing(status: PubStatus) -> None:
    found = [article for article in articles() if article.status is status]
    assert found
    for article in found:
        assert expectations()[article.article_id, article.revision].acts == ()


def test_many_articles_tell_of_no_cooperation() -> None:
    quiet = [key for key, expected in expectations().items() if not expected.pairs()]
    assert len(quiet) >= 15


@pytest.mark.parametrize(
    ("article_id", "word", "code"),
    [
        ("korea-georgia-battery-plant", "Georgia", "GEO"),
        ("georgia-alabama-rail", "Georgia", "GEO"),
        ("football-jordan-striker", "Jordan", "JOR"),
        ("turkey-prices", "turkey", "TUR"),
        ("lisbon-bread-contest", "Chad", "TCD"),
        ("japan-srilanka-debt", "Indian", "IND"),
    ],
)
def test_names_that_only_look_like_a_country_take_no_part(
    article_id: str, word: str, code: str
) -> None:
    assert word in FIRSTS[article_id].body
    assert code not in "".join(expectations()[article_id, 1].pairs())
