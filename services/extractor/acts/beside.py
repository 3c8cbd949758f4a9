"""Countries named right at a trigger: "talks between A and B", "the A-B forum"."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from services.extractor.acts.clause import crosses_clauses
from services.extractor.acts.marks import Marks
from services.extractor.acts.parties import Party
from services.extractor.acts.patterns import Trigger

_BESIDE, _BETWEEN, _NEAR, _COMPOUND = 8, 60, 5, 4
_AMONG = ("between", "among")


def codes_of(found: Iterable[Party]) -> tuple[str, ...]:
    """Return the countries of parties, each once, in order."""
    return tuple(dict.fromkeys([party.code for party in found]))


def named_between(trigger: Trigger, marks: Marks, usable: Sequence[Party]) -> tuple[str, ...]:
    """Return the countries named by "between A and B" at the trigger."""
    start = trigger.end
    if not marks.slice(trigger.start, trigger.end).lower().endswith(_AMONG):
        after = marks.slice(start, start + _BETWEEN)
        at = after.find(" between ")
        between = after[: max(0, at)]
        if at < 0 or between.count(" ") > _NEAR or crosses_clauses(between):
            return ()
        if any(start <= party.start < start + at for party in usable):
            return ()
        start += at + len(" between")
    ahead = [party for party in usable if party.start >= start]
    if not ahead or marks.words_between(start, ahead[0].start) > _BESIDE:
        return ()
    codes = codes_of(party for party in ahead if party.group == ahead[0].group)
    if len(codes) == 1 and len(ahead) > 1 and " and " in marks.slice(ahead[0].end, ahead[1].start):
        codes = codes_of(ahead[:2])
    return codes if len(codes) > 1 else ()


def named_in_compound(trigger: Trigger, marks: Marks, usable: Sequence[Party]) -> tuple[str, ...]:
    """Return the countries of a compound at the trigger's noun: "A-B trade", "the A-B forum"."""
    for first, second in pairwise(usable):
        joint = marks.slice(first.end, second.start).strip()
        if joint in ("-", "–", "—", "/") and second.start <= trigger.end:
            far = marks.words_between(second.end, max(trigger.start, second.end))
            if far <= _COMPOUND and first.code != second.code:
                return first.code, second.code
    return ()
