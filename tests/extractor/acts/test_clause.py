"""A trigger stands in a clause of its sentence."""

import pytest

from services.extractor.acts.clause import clause_of, crosses_clauses
from tests.extractor.reading_one import read_line, trigger_of


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("Peru signed a treaty.", "Peru signed a treaty."),
        ("Peru signed a treaty, but Chile left.", "Peru signed a treaty"),
        ("Chile left while Peru signed a treaty.", "Peru signed a treaty."),
        ("Chile left; Peru signed a treaty; it rained.", "Peru signed a treaty"),
        ("Peru signed a treaty, which Chile read.", "Peru signed a treaty"),
        ("In Lima, where Peru signed a treaty, it rained.", "Peru signed a treaty, it rained."),
    ],
)
def test_the_clause_ends_where_another_begins(sentence: str, clause: str) -> None:
    start, end = clause_of(trigger_of(sentence, "agreement.signed"), read_line(sentence).marks)
    assert sentence[start:end].strip() == clause


def test_words_that_open_clauses_are_seen() -> None:
    assert crosses_clauses("the talks, which failed")
    assert not crosses_clauses("the talks in Lima")
