from datetime import UTC, datetime

from schemas.article import Article
from schemas.topics import MAX_ARTICLE_BYTES
from services.producer.intake import Intake, take_in
from services.producer.revise import Told, content_of
from tests.factories import article

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def numbers(intake: Intake) -> list[tuple[str, int, bool]]:
    return [(one.article_id, one.revision, one.first) for one in intake.outgoing]


def test_a_record_is_the_article_with_its_revision_and_time_of_retrieval() -> None:
    (one,) = take_in([article()], {"a1": {4: Told(b"other", True)}}, NOW).outgoing
    assert Article.from_bytes(one.value) == article(revision=5, retrieved=NOW)
    assert one.content == content_of(article())


def test_new_and_revised_and_known_articles_are_told_apart() -> None:
    known = {
        "a2": {1: Told(b"other", True)},
        "a3": {1: Told(content_of(article()), True)},
    }
    intake = take_in([article(article_id=f"a{n}") for n in (1, 2, 3)], known, NOW)
    assert numbers(intake) == [("a1", 1, True), ("a2", 2, False)]
    assert intake.known == 1
    assert known["a2"].keys() == {1}


def test_copies_within_a_batch_are_known_and_changes_revised() -> None:
    intake = take_in([article(), article(), article(title="New"), article()], {}, NOW)
    assert numbers(intake) == [("a1", 1, True), ("a1", 2, False)]
    assert intake.known == 2


def test_a_sending_cut_short_is_repeated_once() -> None:
    known = {"a1": {1: Told(content_of(article()), False)}}
    intake = take_in([article(), article()], known, NOW)
    assert numbers(intake) == [("a1", 1, True)]
    assert intake.known == 1


def test_a_record_larger_than_the_topic_takes_is_refused_by_name() -> None:
    large = article(article_id="big", body="x" * MAX_ARTICLE_BYTES)
    intake = take_in([article(), large, article(article_id="a2")], {}, NOW)
    assert [one.article_id for one in intake.outgoing] == ["a1", "a2"]
    (refused,) = intake.refused
    assert refused.name == "big"
    assert "larger than its topic takes" in refused.reason
