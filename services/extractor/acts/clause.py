"""The clause of a sentence in which a trigger stands."""

import re
from functools import cache

from services.extractor.acts.marks import Marks
from services.extractor.acts.patterns import Trigger
from services.extractor.words.lexicon import listed

_WHERE = " where "
"""Begins a clause for what stands before it only: "where A met B, it rained"."""


def clause_of(trigger: Trigger, marks: Marks) -> tuple[int, int]:
    """Return the bounds of the part of the sentence in which the trigger stands."""
    text, offset = marks.sentence.text, marks.sentence.start
    start, end = 0, len(text)
    breaks, ends = _marks()
    for found in breaks.finditer(text, 0, max(0, trigger.start - offset)):
        start = found.end()
    if after := ends.search(text, trigger.end - offset):
        end = after.start()
    return start + offset, end + offset


def crosses_clauses(text: str) -> bool:
    """Say whether a piece of a sentence reaches into another clause."""
    return _marks()[1].search(text) is not None


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what begins and what ends a clause, each as one expression."""
    breaks = listed("clause_breaks")
    return _any_of((*breaks, _WHERE)), _any_of(breaks + listed("clause_ends"))


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))
