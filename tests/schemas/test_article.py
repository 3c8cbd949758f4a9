from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from schemas.article import Article
from schemas.vocabulary import PubStatus
from tests.factories import article

RETRIEVED = datetime(2026, 10, 6, tzinfo=UTC)


def test_an_article_needs_only_a_name_and_the_time_it_was_taken_in() -> None:
    bare = Article(article_id="a1", retrieved=RETRIEVED)
    assert (bare.revision, bare.status, bare.language) == (1, PubStatus.USABLE, "en")
    assert (bare.title, bare.body, bare.source, bare.subjects) == ("", "", "", ())
    assert (bare.published, bare.url, bare.embargoed_until, bare.usage_terms) == (None,) * 4


@pytest.mark.parametrize("missing", ["article_id", "retrieved"])
def test_an_article_without_these_is_refused(missing: str) -> None:
    fields = {"article_id": "a1", "retrieved": RETRIEVED}
    del fields[missing]
    with pytest.raises(ValidationError, match=rf"{missing}\n.*Field required"):
        Article.model_validate(fields)


def test_the_text_of_a_field_is_the_title_or_the_body() -> None:
    told = article(title="Above", body="Below")
    assert (told.text("title"), told.text("body")) == ("Above", "Below")


def test_text_is_kept_as_it_came() -> None:
    body = "  \tTwo spaces,\r\na NUL \x00, a soft hyphen \xad and a flag 🇰🇪 \u2028"
    assert Article.from_bytes(article(body=body).to_bytes()).body == body


@pytest.mark.parametrize("field", ["published", "retrieved", "embargoed_until"])
def test_a_time_without_a_zone_is_refused(field: str) -> None:
    naive = datetime(2026, 10, 6)  # noqa: DTZ001 (that is the point)
    with pytest.raises(ValidationError, match="timezone info"):
        article(**{field: naive})


def test_a_time_keeps_the_zone_of_the_wire() -> None:
    value = article().to_bytes().replace(b"2026-10-06T09:30:00Z", b"2026-10-06T23:30:00+14:00")
    published = Article.from_bytes(value).published
    assert published is not None
    assert published.isoformat() == "2026-10-06T23:30:00+14:00"


@pytest.mark.parametrize(
    "changes",
    [
        {"article_id": ""},
        {"article_id": "x" * 513},
        {"revision": 0},
        {"revision": -1},
        {"status": "killed"},
        {"language": "x" * 36},
        {"source": "x" * 257},
        {"url": "x" * 4097},
        {"usage_terms": "x" * 4097},
        {"body": None},
        {"title": 7},
    ],
    ids=str,
)
def test_a_field_out_of_bounds_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(changes))):
        article(**changes)


@pytest.mark.parametrize("status", ["usable", "withheld", "canceled"])
def test_the_states_of_an_item_are_those_of_ninjs(status: str) -> None:
    assert article(status=status).status is PubStatus(status)
