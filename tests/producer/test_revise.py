from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article
from schemas.vocabulary import PubStatus
from services.producer.revise import Told, content_of, revision_of, stated_revision
from tests.factories import article

A, B, C = b"a", b"b", b"c"


def known(**contents: bytes) -> dict[int, Told]:
    """`known(r1=A)`: revision 1 has content A, and Kafka has acknowledged it."""
    return {int(name[1:]): Told(content, True) for name, content in contents.items()}


@pytest.mark.parametrize(
    ("stated", "content", "before", "expected"),
    [
        (None, A, known(), 1),
        (3, A, known(), 3),
        (None, A, known(r1=A), None),
        (1, A, known(r1=A), None),
        (None, B, known(r1=A), 2),
        (1, B, known(r1=A), 2),
        (2, B, known(r1=A), 2),
        (5, B, known(r1=A), 5),
        (2, A, known(r1=A), 2),
        (2, A, known(r2=A), None),
        (None, A, known(r1=A, r2=B), None),
        (1, A, known(r1=A, r2=B), None),
        (2, C, known(r1=A, r2=B), 3),
        (None, C, known(r1=A, r5=B), 6),
        (1, A, known(r2=B), 1),
        (3, A, known(r2=A, r5=B), None),
        (5, C, known(r5=B), 6),
    ],
)
def test_revisions(
    stated: int | None, content: bytes, before: dict[int, Told], expected: int | None
) -> None:
    assert revision_of(stated, content, before) == expected


def test_what_was_cut_short_goes_out_again_under_its_number() -> None:
    cut_short = {1: Told(A, True), 2: Told(B, False)}
    assert revision_of(None, B, cut_short) == 2
    assert revision_of(2, B, cut_short) == 2
    assert revision_of(None, C, cut_short) == 3
    assert revision_of(None, A, cut_short) is None


_wire = st.lists(st.tuples(st.none() | st.integers(1, 5), st.sampled_from([A, B, C])), max_size=12)


def through(wire: list[tuple[int | None, bytes]], before: dict[int, Told]) -> list[int]:
    given_out = []
    for stated, content in wire:
        if (number := revision_of(stated, content, before)) is not None:
            before[number] = Told(content, True)
            given_out.append(number)
    return given_out


@given(_wire)
def test_no_number_is_given_to_two_contents(wire: list[tuple[int | None, bytes]]) -> None:
    numbers = through(wire, {})
    assert len(numbers) == len(set(numbers))


@given(_wire)
def test_running_again_adds_nothing(wire: list[tuple[int | None, bytes]]) -> None:
    before: dict[int, Told] = {}
    through(wire, before)
    assert through(wire, before) == []


@given(_wire)
def test_every_content_is_published(wire: list[tuple[int | None, bytes]]) -> None:
    before: dict[int, Told] = {}
    through(wire, before)
    assert {told.content for told in before.values()} == {content for _, content in wire}


def test_content_is_all_but_name_revision_and_retrieval() -> None:
    content = content_of(article())
    assert len(content) == 16
    for same in (
        {"article_id": "other"},
        {"revision": 7},
        {"retrieved": datetime(2030, 1, 1, tzinfo=UTC)},
    ):
        assert content_of(article(**same)) == content
    changes: list[dict[str, Any]] = [
        {"title": "x"},
        {"body": "x"},
        {"status": PubStatus.CANCELED},
        {"source": "x"},
        {"url": None},
        {"language": "fr"},
        {"subjects": ("x",)},
        {"usage_terms": "x"},
        {"published": None},
        {"embargoed_until": datetime(2030, 1, 1, tzinfo=UTC)},
    ]
    assert len({content_of(article(**change)) for change in changes} | {content}) == 11
    compared = {name for change in changes for name in change}
    assert compared | {"article_id", "revision", "retrieved"} == set(Article.model_fields)


def test_content_is_the_same_after_a_way_through_the_topic() -> None:
    told = article(published="2026-10-06T10:00:00.5+05:30", embargoed_until="2026-10-07T00:00:00Z")
    assert content_of(Article.from_bytes(told.to_bytes())) == content_of(told)


def test_a_field_that_is_added_with_a_default_changes_no_content() -> None:
    class Later(Article):
        genre: str = ""

    assert content_of(Later(**dict(article()))) == content_of(article())
    assert content_of(Later(**dict(article()), genre="x")) != content_of(article())


def test_a_revision_is_stated_where_it_was_given() -> None:
    assert stated_revision(article(revision=1)) == 1
    assert stated_revision(article()) is None
