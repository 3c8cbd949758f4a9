"""What the words around a sum of money say of it: its role, how firmly it is stated."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from schemas.vocabulary import Qualifier, Role
from services.extractor.names.gazetteer import read_list
from services.extractor.names.neighbours import sentence_after, sentence_before

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_BEFORE, _AFTER = 72, 48
_CONTRACT_STANDS_BACK = 24
"""Characters that "deal" or "project" count as further away: "a loan agreement of $5 million"."""

_AFTER_STANDS_BACK = 12
"""The same for words after a sum that do not follow it at once: "$5 million for a plant"."""


class AmountWords(NamedTuple):
    """The word lists of `amounts.toml`; see its top."""

    least: int
    per_unit: frozenset[str]
    per_time: frozenset[str]
    conversion: frozenset[str]
    conversion_marks: frozenset[str]
    not_before: tuple[str, ...]
    qualifiers: Mapping[str, Qualifier]
    qualifiers_after: tuple[tuple[str, Qualifier], ...]
    roles: Mapping[str, Role]


@cache
def amount_words() -> AmountWords:
    """Return the word lists around sums of money."""
    lists = read_list("amounts.toml")
    return AmountWords(
        least=lists["least"],
        per_unit=frozenset(lists["per_unit"]),
        per_time=frozenset(lists["per_time"]),
        conversion=frozenset(lists["conversion"]),
        conversion_marks=frozenset(lists["conversion_marks"]),
        not_before=tuple(lists["not_before"]),
        qualifiers={w: Qualifier(q) for q, words in lists["qualifiers"].items() for w in words},
        qualifiers_after=tuple(
            (w, Qualifier(q)) for q, words in lists["qualifiers_after"].items() for w in words
        ),
        roles={w: Role(role) for role, words in lists["roles"].items() for w in words},
    )


def qualifier_of(flat: str, start: int, end: int) -> Qualifier:
    """Return how firmly a sum at `start:end` is stated."""
    lists = amount_words()
    for words, qualifier in lists.qualifiers_after:
        if flat.startswith(words, end):
            return qualifier
    before = flat[max(0, start - 40) : start].lower().rstrip("(").split()[-4:]
    for first in range(len(before)):
        found = lists.qualifiers.get(" ".join(before[first:]).strip("(.,"))
        if found:
            return found
    return Qualifier.EXACT


def role_of(flat: str, start: int, end: int) -> Role:
    """Return what a sum is, by the nearest word of its sentence that tells."""
    roles = amount_words().roles
    before = sentence_before(flat, start)[-_BEFORE:].lower().rpartition(";")[2]
    after = sentence_after(flat, end)[:_AFTER].lower().partition(";")[0]
    best, role = _BEFORE * 2, Role.UNSTATED
    for text, follows in ((before, False), (after, True)):
        for found in _WORD.finditer(text):
            meant = roles.get(found.group())
            if meant is None:
                continue
            distance = found.start() if follows else len(text) - found.end()
            if meant is Role.CONTRACT:
                distance += _CONTRACT_STANDS_BACK
            if follows and found.start() > 1:
                distance += _AFTER_STANDS_BACK
            if distance < best:
                best, role = distance, meant
    return role
