"""What an article sends to the reports topic, and to which partition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.partitioning import partition_of
from schemas.report import Correction, Report, read_told
from schemas.vocabulary import PubStatus
from services.extractor.extract import extract
from services.extractor.step import step
from tests.factories import article

THREE = "Peru, Chile and Bolivia signed a treaty."


def test_a_first_revision_sends_its_reports_alone() -> None:
    sent = step(article(body=THREE, title=""), 12)
    assert [one.record for one in sent] == list(extract(article(body=THREE, title="")))


def test_a_report_goes_to_the_partition_of_its_pair_under_its_key() -> None:
    for one in step(article(body=THREE, title=""), 12):
        assert isinstance(one.record, Report)
        assert (one.key, one.partition) == (one.record.pair, partition_of(one.record.pair, 12))


def test_a_later_revision_first_tells_every_partition_its_pairs() -> None:
    sent = step(article(body=THREE, title="", revision=2), 5)
    corrections = [one for one in sent if isinstance(one.record, Correction)]
    assert sent[:5] == tuple(corrections)
    assert [one.partition for one in corrections] == [0, 1, 2, 3, 4]
    assert {one.record.pairs for one in corrections if isinstance(one.record, Correction)} == {
        ("BOL-CHL", "BOL-PER", "CHL-PER")
    }
    assert len(sent) == 5 + 3


def test_a_correction_names_article_and_revision() -> None:
    (first, *_) = step(article(revision=3), 2)
    assert isinstance(first.record, Correction)
    assert (first.record.article_id, first.record.revision) == ("a1", 3)
    assert first.record.status is PubStatus.USABLE


@pytest.mark.parametrize("status", [PubStatus.WITHHELD, PubStatus.CANCELED])
def test_an_article_that_may_not_be_used_takes_everything_back(status: PubStatus) -> None:
    sent = step(article(status=status), 3)
    assert [one.partition for one in sent] == [0, 1, 2]
    for one in sent:
        assert isinstance(one.record, Correction)
        assert (one.record.status, one.record.pairs) == (status, ())


def test_a_first_revision_that_tells_nothing_sends_nothing() -> None:
    assert step(article(title="", body="It rained."), 12) == ()


def test_a_later_revision_that_tells_nothing_takes_back_what_was_told() -> None:
    sent = step(article(title="", body="It rained.", revision=2), 2)
    assert [one.record for one in sent if isinstance(one.record, Report)] == []
    assert len(sent) == 2


def test_an_article_in_another_language_that_was_revised_takes_back_too() -> None:
    assert len(step(article(language="fr", revision=2), 4)) == 4


@given(st.integers(min_value=1, max_value=40), st.integers(min_value=1, max_value=5))
def test_partitions_are_those_there_are(partitions: int, revision: int) -> None:
    for one in step(article(revision=revision), partitions):
        assert 0 <= one.partition < partitions


def test_what_is_sent_can_be_read_back() -> None:
    for one in step(article(revision=2), 3):
        assert read_told(one.record.to_bytes()) == one.record
