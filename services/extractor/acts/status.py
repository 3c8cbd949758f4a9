"""How real an act is: done, under way, planned, wished for, called off or denied."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.vocabulary import Kind, Status
from services.extractor.acts.marks import CueFound, Marks
from services.extractor.acts.patterns import Trigger
from services.extractor.words.lexicon import Meaning, known, listed
from services.extractor.words.scanner import fold
from services.extractor.words.wording import Form

_FINITE = frozenset({Form.PAST, Form.EITHER})
_ALWAYS: frozenset[Meaning] = frozenset({"conditional", "denied", "negated", "past"})
_LASTING = frozenset({Kind.PROJECT, Kind.TRADE, Kind.INVESTMENT, Kind.AID, Kind.EASING})
_STOPPED_REACH = 9
_POSSIBLE = "wish.may"
_BE = frozenset(("be", "been", "being"))


class Judgement(NamedTuple):
    """The kind and status of an act as its sentence tells it; `cue` names what decided.

    `status` is None where nothing is affirmed. A wish for an act is a statement that was made.
    """

    kind: Kind
    status: Status | None
    background: bool
    cue: str


def judge(trigger: Trigger, marks: Marks) -> Judgement:
    """Return how real the act of a trigger is."""
    background = _is_recalled(trigger, marks)
    if cue := _decisive(trigger, marks):
        kind, status = _by_meaning(cue.cue.meaning, cue.cue.id, trigger)
        return Judgement(kind, status, background, cue.cue.id)
    kind, status, why = _by_form(trigger, marks)
    return Judgement(kind, status, background, why)


def _by_meaning(meaning: Meaning, cue: str, trigger: Trigger) -> tuple[Kind, Status | None]:
    kind = trigger.pattern.kind
    spoken = kind is Kind.STATEMENT
    if meaning == "wish":
        possible = cue == _POSSIBLE and not spoken
        return Kind.STATEMENT, None if possible else Status.DONE
    if meaning == "conditional":
        return kind, None
    if meaning == "planned":
        return kind, Status.DONE if spoken else Status.PLANNED
    if meaning == "ongoing":
        return kind, Status.DONE if spoken or kind is Kind.AGREEMENT else Status.ONGOING
    if meaning == "past":
        return kind, Status.DONE
    refused = Status.CANCELLED if meaning == "cancelled" else Status.DENIED
    return kind, None if spoken else refused


def _by_form(trigger: Trigger, marks: Marks) -> tuple[Kind, Status | None, str]:
    """Judge an act without a cue by the form of its verb."""
    kind, form = trigger.pattern.kind, trigger.form
    present = trigger.pattern.present
    if form is Form.BASE and _word_before(trigger, marks) == "to":
        return kind, _of_infinitive(trigger, marks), "infinitive"
    if form is Form.ING and kind not in _LASTING and not _is_told(trigger, marks):
        return kind, None, "gerund"
    if form is Form.ING and kind in _LASTING:
        be = _word_before(trigger, marks) in ("is", "are", "been")
        return kind, Status.ONGOING if be else present, "-ing form"
    if form in (Form.BASE, Form.THIRD):
        return kind, present, "present tense"
    if form is Form.NONE:
        return kind, present, "noun"
    return kind, Status.DONE, "past tense"


def _of_infinitive(trigger: Trigger, marks: Marks) -> Status | None:
    """Judge "to build …": planned in a headline or where an agreement says so, else a purpose."""
    if trigger.pattern.kind is Kind.STATEMENT:
        return Status.DONE
    if marks.sentence.field == "title":
        return Status.PLANNED
    before = fold(marks.slice(marks.sentence.start, trigger.verb_start)).split()
    agreed = trigger.pattern.kind in _LASTING and not known("agreed").isdisjoint(before)
    return Status.PLANNED if agreed else None


def _is_told(trigger: Trigger, marks: Marks) -> bool:
    """Say whether an -ing form tells an act: "is signing", "after signing", ", signing"."""
    before = marks.slice(trigger.verb_start - 20, trigger.verb_start).rstrip()
    return before.endswith((",", " –", " -")) or _word_before(trigger, marks) in known("telling")


def _word_before(trigger: Trigger, marks: Marks) -> str:
    words = marks.slice(trigger.verb_start - 20, trigger.verb_start).lower().split()
    return words[-1] if words else ""


def _decisive(trigger: Trigger, marks: Marks) -> CueFound | None:
    """Return the cue that decides: the nearest before the verb, else one behind the act."""
    before = sorted(_before(trigger, marks), key=lambda found: (-found.end, found.start))
    if before:
        nearest = before[0]
        if nearest.cue.meaning == "planned" and (stopped := _stopped(trigger, marks)):
            return stopped
        if nearest.cue.meaning in ("planned", "ongoing"):
            stronger = [
                f for f in before[1:] if f.cue.meaning in ("wish", "conditional", "denied")
            ]
            return stronger[0] if stronger else nearest
        return nearest
    return next(_after(trigger, marks), None)


def _stopped(trigger: Trigger, marks: Marks) -> CueFound | None:
    """Return the cue that stops what was to come: "the talks to be held were called off"."""
    for found in marks.cues():
        far = marks.words_between(trigger.end, max(found.start, trigger.end))
        behind = found.cue.side == "after" and found.start >= trigger.end
        if behind and found.cue.meaning == "cancelled" and far <= _STOPPED_REACH:
            words = marks.slice(found.start - 12, found.start).lower().split()
            if not {"was", "were", "been"}.isdisjoint(words):
                return found
    return None


def _before(trigger: Trigger, marks: Marks) -> Iterator[CueFound]:
    at = trigger.verb_start
    for found in marks.cues():
        if found.cue.side == "before" and found.end <= at and found.cue.meaning != "past":
            between = marks.slice(found.end, at)
            if marks.words_between(found.end, at) > found.cue.reach or ";" in between:
                continue
            if "," in between and found.cue.meaning not in ("conditional", "denied"):
                continue
            if _governs(found, between, trigger):
                yield found


def _governs(found: CueFound, between: str, trigger: Trigger) -> bool:
    """Say whether the verb stands in a form that the cue can govern."""
    meaning, form = found.cue.meaning, trigger.form
    if meaning == "cancelled":
        return form is Form.NONE or form is Form.BASE or (form is Form.ING)
    if meaning == "ongoing" and form not in (Form.NONE, Form.ING, Form.BASE):
        return False
    if meaning in _ALWAYS:
        return meaning != "negated" or form is not Form.PAST
    if form in _FINITE or form is Form.PARTICIPLE:
        return bool(_BE & set(between.lower().split())) and meaning != "ongoing"
    return form is not Form.THIRD


def _after(trigger: Trigger, marks: Marks) -> Iterator[CueFound]:
    """Yield cues behind a noun, or behind a verb that is not in the past."""
    if trigger.form in _FINITE or trigger.form is Form.PARTICIPLE:
        return
    for found in marks.cues():
        if found.cue.side == "after" and found.start >= trigger.end:
            between = marks.slice(trigger.end, found.start)
            if marks.words_between(trigger.end, found.start) > found.cue.reach:
                return
            stopped = found.cue.meaning in ("cancelled", "denied")
            if stopped and trigger.form is not Form.NONE:
                continue
            if ";" not in between and ", but" not in between:
                yield found


def is_past(trigger: Trigger, marks: Marks) -> CueFound | None:
    """Return the word right before the verb that puts an act into the past of the past."""
    for found in marks.cues():
        if found.cue.meaning != "past" or found.end > trigger.verb_start:
            continue
        if marks.words_between(found.end, trigger.verb_start) <= found.cue.reach:
            return found
    return None


def _is_recalled(trigger: Trigger, marks: Marks) -> bool:
    """Say whether the sentence recalls an act; "said it had signed" is news."""
    sentence = marks.sentence
    if sentence.field == "title" or sentence.number == 0:
        return False
    if trigger.reduced:
        return True
    found = is_past(trigger, marks)
    if found is None:
        return False
    said = marks.slice(sentence.start, found.start) + " "
    return not any(word in said for word in listed("said"))
