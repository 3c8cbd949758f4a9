"""The triggers of a sentence: where the lexicon's patterns are met."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.extractor.acts.marks import Marks, Part
from services.extractor.words.lexicon import Pattern, Wording, known, lexicon, listed
from services.extractor.words.scanner import fold
from services.extractor.words.wording import Form

_TURNED = frozenset({Form.EITHER, Form.PARTICIPLE})
_TURNED_GAP, _PASSIVE_GAP = 10, 16
_MOST = 60
_BE = frozenset(["was", "were", "be", "been", "being", "is", "are", "got"])
_TOWARDS = re.compile(
    r"\b(?:talks|negotiations|discussions|dialogue) (?:on|for|about|over|towards?)\b"
    r"|\bto (?!be\b|have\b|an?\b|the\b)[a-z]"
)
"""Words after which a noun is not the verb's own object: "talks on a deal", "plans to sign"."""
_SHORT_GAP = 8


class Trigger(NamedTuple):
    """A pattern met in a sentence: its span, the span and form of its verb.

    `turned`: the object stands before the verb ("a deal was signed"); `reduced`: right before it,
    so that the act is only referred to ("the deal signed in May").
    """

    pattern: Pattern
    start: int
    end: int
    verb_start: int
    verb_end: int
    form: Form
    turned: bool = False
    reduced: bool = False


def triggers(marks: Marks) -> list[Trigger]:
    """Return the triggers of a sentence in order, of each kind and place the best one."""
    found = list(_found(marks))
    if len(found) < 2:
        return found
    found.sort(key=_rank)
    kept: list[Trigger] = []
    for trigger in found[:_MOST]:
        if not any(_same_place(trigger, other) for other in kept):
            kept.append(trigger)
    return sorted(kept, key=lambda trigger: (trigger.start, trigger.pattern.id))


def _rank(trigger: Trigger) -> tuple[bool, bool, int, bool, int, str]:
    pattern = trigger.pattern
    length = trigger.end - trigger.start
    gerund = trigger.form is Form.ING
    return pattern.attached, not pattern.firm, -length, gerund, trigger.start, pattern.id


def _same_place(one: Trigger, other: Trigger) -> bool:
    overlap = one.start < other.end and other.start < one.end
    return overlap and one.pattern.kind is other.pattern.kind


def _found(marks: Marks) -> Iterator[Trigger]:
    for part, wording in marks.openings():
        trigger = _met(marks, part, wording)
        if trigger and _fits(marks, trigger) and not _is_followed(marks, trigger):
            yield trigger


def _fits(marks: Marks, trigger: Trigger) -> bool:
    """Say whether the verb stands in a form and a place in which the pattern is meant."""
    pattern = trigger.pattern
    if trigger.form.value in pattern.not_forms:
        return False
    if pattern.not_after:
        before = marks.slice(trigger.start - 16, trigger.start).lower().split()
        if before and before[-1].strip("’'“\"(-") in pattern.not_after:
            return False
    if trigger.form not in (Form.BASE, Form.THIRD):
        return True
    verb = fold(marks.slice(trigger.verb_start, trigger.verb_end)).split()[0]
    return verb not in lexicon().homographs or _is_verb_place(marks, trigger)


def _is_verb_place(marks: Marks, trigger: Trigger) -> bool:
    """Say whether a word that is noun and verb stands where a verb can: behind its subject."""
    before = marks.slice(trigger.verb_start - 24, trigger.verb_start).split()
    if not before:
        return False
    word = before[-1].strip('“"(’')
    if fold(word).strip() in known("before_verbs"):
        return True
    if (
        fold(word).strip() in known("before_nouns")
        or word.endswith((",", "'s", "’s", "s'", "s’"))
        or fold(word).split()[-1:] == ["s"]
    ):
        return False
    if trigger.form is Form.THIRD:
        return word[:1].isupper() and not _is_adjective(word)
    return (word.endswith("s") and word[1:].islower()) or marks.sentence.field == "title"


def _is_adjective(word: str) -> bool:
    """Say whether a capitalised word looks like a demonym: "Norwegian imports" is no clause."""
    return word.endswith(listed("demonym_ends"))


def _met(marks: Marks, part: Part, wording: Wording) -> Trigger | None:
    """Return the trigger that a part begins by this wording, if its other part is there."""
    pattern = wording.pattern
    start, end, _, form = part
    if wording.link:
        return _linked(marks, part, wording)
    if wording.second is None:
        return Trigger(pattern, start, end, start, end, form)
    others = marks.parts(wording.second)
    for other in others:
        if other.start >= end:
            if _is_near(marks, end, other.start, pattern.gap):
                verb = part if form is not Form.NONE or other.form is Form.NONE else other
                return Trigger(pattern, start, other.end, verb.start, verb.end, verb.form)
            break
    if wording.turns and form in _TURNED:
        for other in reversed(others):
            if other.end <= start and _is_turned(marks, other.end, start):
                happens = marks.slice(start, end).lower() in known("happens")
                reduced = start - other.end <= 1 and not happens
                return Trigger(pattern, other.start, end, start, end, form, True, reduced)
    return None


def _linked(marks: Marks, part: Part, wording: Wording) -> Trigger | None:
    """Return the trigger of a wording like "sell ~ to", if its last word follows."""
    start, end, _, form = part
    offset = marks.sentence.start
    at = marks.folded.find(f" {wording.link} ", end - offset)
    if at < 0 or not _is_near(marks, end, at + 1 + offset, wording.pattern.gap):
        return None
    last = at + 1 + len(wording.link) + offset
    return Trigger(wording.pattern, start, last, start, end, form)


def _is_turned(marks: Marks, end: int, start: int) -> bool:
    """Say whether an object stands before its verb: "a deal was signed", "a deal signed"."""
    between = marks.slice(end, start).lower().split()
    if between and between[-1] in _BE and len(between) <= _PASSIVE_GAP:
        return ";" not in marks.slice(end, start)
    passive = not between or not _BE.isdisjoint(between)
    return passive and _is_near(marks, end, start, _TURNED_GAP)


def _is_near(marks: Marks, start: int, end: int, most: int) -> bool:
    between = marks.slice(start, end)
    words = between.lower().split()
    if len(words) > most or ";" in between or not known("crossed").isdisjoint(words):
        return False
    if _TOWARDS.search(between) or between.endswith(" up "):
        return False
    return len(words) <= _SHORT_GAP or ", " not in between


def _is_followed(marks: Marks, trigger: Trigger) -> bool:
    """Say whether words follow that give the trigger another sense."""
    unless = trigger.pattern.unless_followed
    if not unless:
        return False
    after = fold(marks.slice(trigger.end, trigger.end + 40)).split()[:4]
    return any(word in unless for word in after) or " ".join(after[:2]) in unless
