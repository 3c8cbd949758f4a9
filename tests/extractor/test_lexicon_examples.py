"""Every pattern of the lexicon is shown at work, and shown where it must keep still."""

import pytest

from services.extractor.explain import explain
from services.extractor.words.lexicon import Pattern, lexicon
from tests.factories import article

PATTERNS = lexicon().patterns


def _rules(sentence: str) -> set[str]:
    """Return the patterns by which a sentence standing alone tells of an act."""
    found = explain(article(title="", body=sentence))
    taken = (one for line in found.sentences for one in line.considered if one.taken)
    return {one.rule.partition("/")[0] for one in taken}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_a_pattern_matches_its_examples(pattern: Pattern) -> None:
    unmet = [text for text in pattern.matches if pattern.id not in _rules(text)]
    assert not unmet


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_a_pattern_refuses_its_counterexamples(pattern: Pattern) -> None:
    met = [text for text in pattern.refuses if pattern.id in _rules(text)]
    assert not met


def test_every_pattern_has_examples_of_both_sorts() -> None:
    lacking = [p.id for p in PATTERNS if not (p.matches and p.refuses)]
    assert not lacking
