"""The acts of an article: its triggers, judged one by one, taken or rejected."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.vocabulary import Kind, Status
from services.extractor.acts.marks import Marks
from services.extractor.acts.patterns import Trigger, triggers
from services.extractor.acts.reading import Line, Reading
from services.extractor.acts.sides import UNASKED, Sides, find_sides
from services.extractor.acts.status import Judgement, is_past, judge
from services.extractor.words.lexicon import known, listed

_DIGIT = re.compile(r"\d")
_THEIRS = 30
_DROPPED = frozenset({Status.CANCELLED, Status.DENIED})
WISH = "/wish"
"""What is added to a rule's id where the act is only wished for."""


@dataclass(slots=True)
class Act:
    """A trigger with what was made of it; `rejected` says why it was not taken."""

    line: Line
    trigger: Trigger
    judged: Judgement
    sides: Sides
    rejected: str | None = None

    @property
    def rule(self) -> str:
        """Return the id of the pattern, marked where the act is only wished for."""
        wished = self.judged.kind is not self.trigger.pattern.kind
        return self.trigger.pattern.id + (WISH if wished else "")

    @property
    def status(self) -> Status:
        """Return the status of an act that was not rejected."""
        return self.judged.status or Status.DONE


def find_acts(reading: Reading) -> list[Act]:
    """Return every trigger of an article in order, those rejected with the reason.

    Sides that a sentence leaves open are not yet filled in.
    """
    if reading.sport:
        return []
    found: list[Act] = []
    for line in reading.lines:
        acts = [_act(trigger, line) for trigger in triggers(line.marks)]
        if acts:
            _give_way(acts, line)
            found += acts
    if _is_rupture(found, reading):
        _keep_firm(found)
    return found


def _is_rupture(acts: Sequence[Act], reading: Reading) -> bool:
    """Say whether the headline tells of a rupture, and of no act of cooperation."""
    sour = any(
        line.marks.has("sour") for line in reading.lines if line.marks.sentence.field == "title"
    )
    return sour and not any(
        act.rejected is None
        and act.line.marks.sentence.field == "title"
        and act.judged.kind is not Kind.STATEMENT
        and act.judged.status not in _DROPPED
        for act in acts
    )


def _keep_firm(acts: Sequence[Act]) -> None:
    """Reject what is said in passing under the news of a rupture: kind words, old deals."""
    for act in acts:
        dropped = act.judged.status in _DROPPED
        firm = act.trigger.pattern.firm or act.trigger.pattern.kind is Kind.MEETING
        past = is_past(act.trigger, act.line.marks)
        passing = past or act.judged.kind is Kind.STATEMENT or not firm
        if act.rejected is None and passing and not dropped:
            act.rejected = "in passing, under the news of a rupture"


def _act(trigger: Trigger, line: Line) -> Act:
    """Return what is made of a trigger; sides are only looked for if its words allow it."""
    judged = judge(trigger, line.marks)
    rejected = next(_objections(trigger, judged, line.marks), None)
    if rejected:
        return Act(line, trigger, judged, UNASKED, rejected)
    sides = find_sides(trigger, line.marks, line.present)
    act = Act(line, trigger, judged, sides)
    act.rejected = next(_objections_of_sides(act), None)
    return act


def _objections(trigger: Trigger, judged: Judgement, marks: Marks) -> Iterator[str]:
    """Yield what speaks against taking a trigger for an act, whatever its sides."""
    pattern = trigger.pattern
    if judged.status is None:
        yield f"not affirmed ({judged.cue})"
    if not pattern.firm and _is_clash(trigger, marks):
        yield "words of a clash beside it"
    if pattern.office and marks.sentence.field == "body" and not marks.has("offices"):
        yield "nobody with an office acts"
    if pattern.figure and judged.status not in _DROPPED and not _has_figure(marks.sentence.text):
        yield "no figure is stated"


def _objections_of_sides(act: Act) -> Iterator[str]:
    pattern = act.trigger.pattern
    if pattern.listed and not act.sides.listed:
        yield "not both sides do it together"
    if pattern.beside and not act.sides.beside:
        yield "both sides are not named beside it"
    if pattern.attached and not act.sides.pairs and not _is_theirs(act):
        yield "no two sides beside it"


def _is_theirs(act: Act) -> bool:
    """Say whether "their" or "the two countries" stands where the sides are asked for."""
    after = act.line.marks.slice(act.trigger.end, act.trigger.end + _THEIRS).lower()
    return any(word in after for word in (" their ", " both ", " the two ", " each other"))


def _has_figure(text: str) -> bool:
    return bool(_DIGIT.search(text)) or any(word in text for word in listed("figures"))


def _is_clash(trigger: Trigger, marks: Marks) -> bool:
    """Say whether words of conflict stand in the trigger's clause, outside its own words."""
    for start, end in marks.tags.get("conflict", ()):
        if start >= trigger.end or end <= trigger.start:
            between = marks.slice(min(end, trigger.end), max(start, trigger.start))
            if ";" not in between and ", but " not in between:
                return True
    return False


def points_back(line: Line) -> bool:
    """Say whether a sentence opens by pointing back: "The agreement", "They"."""
    opening = line.marks.folded[:60].split()
    return any(" ".join(opening[:count]) in known("reference") for count in range(1, 5))


def _give_way(acts: Sequence[Act], line: Line) -> None:
    """Reject the content of an act told in the same sentence or, pointing back, before it.

    "Signed a pact to deepen ties", "The pact aims at deepening ties" tell of one act.
    """
    contents = [act for act in acts if act.rejected is None and act.trigger.pattern.content]
    told = any(act.rejected is None and act.judged.kind is not Kind.STATEMENT for act in acts)
    if contents and (told or points_back(line)):
        for act in contents:
            act.rejected = "content of another act of the sentence"
