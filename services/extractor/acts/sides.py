"""The two sides of an act: which countries a trigger is about."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from schemas.record import pair_of
from schemas.vocabulary import Kind
from services.extractor.acts.beside import codes_of, named_between, named_in_compound
from services.extractor.acts.clause import clause_of
from services.extractor.acts.marks import Marks
from services.extractor.acts.parties import Party
from services.extractor.acts.patterns import Trigger
from services.extractor.words.lexicon import known, lexicon
from services.extractor.words.wording import Form

MOST_LISTED = 8
"""Countries of a list up to which each is paired with each; beyond, nobody is paired."""

_TWO = 2
_OPENING_REACH = 12
_BESIDE = 8
_STEP = re.compile(
    r"\b(?:to|with|from|by|in|for)"
    r"(?: (?:the|its|several|\w+ [\w ]{0,30}(?:nations|countries|states):?))? $"
)
_UNION = "EUU"


class Sides(NamedTuple):
    """The pairs an act is about, and how they were found.

    `codes`: who is in the sentence at all; `listed`: a list of both does it, `beside`: it
    stands right at the trigger; `open_with`: the one
    list that stands behind the trigger while nobody stands before it.
    """

    pairs: tuple[str, ...]
    how: str
    codes: frozenset[str]
    open_with: tuple[str, ...] = ()
    listed: bool = False
    beside: bool = False


UNASKED = Sides((), "not looked for", frozenset())


def find_sides(trigger: Trigger, marks: Marks, present: Sequence[Party]) -> Sides:
    """Return the pairs that a sentence itself gives for a trigger; none if it leaves it open."""
    usable = [party for party in present if _counts(party, trigger)]
    seen = frozenset(party.code for party in usable)
    if not usable:
        return Sides((), "nobody beside it" if trigger.pattern.attached else "not told", seen)
    if codes := named_between(trigger, marks, usable) or named_in_compound(trigger, marks, usable):
        return Sides(_among(codes), "named beside it", seen, listed=True, beside=True)
    inside = _inside(clause_of(trigger, marks), usable)
    left, right = _left_and_right(trigger, marks, inside)
    if trigger.pattern.attached and not right:
        return Sides((), "nobody beside it", seen)
    if len(seen) < _TWO:
        return _one_sided(trigger, marks, left, right, seen)
    if _is_own_list(trigger, marks, left, right):
        return Sides(_among(codes_of(left)), "a list that does it together", seen, listed=True)
    if left and right and (pairs := _across(codes_of(left), codes_of(right))):
        return Sides(pairs, "on both sides of it", seen)
    if not left and (pairs := _in_turn(trigger, marks, inside)):
        return Sides(pairs, "one after the other behind it", seen)
    return _one_sided(trigger, marks, left, right, seen)


def _in_turn(trigger: Trigger, marks: Marks, inside: Sequence[Party]) -> tuple[str, ...]:
    """Return who stands behind a trigger in two steps: "exports from A to B"."""
    nominal = trigger.form is Form.NONE or trigger.turned
    if trigger.pattern.directed and not nominal:
        return ()
    ahead = [party for party in inside if party.start >= trigger.verb_end]
    if not ahead or marks.words_between(trigger.end, max(ahead[0].start, trigger.end)) > _BESIDE:
        return ()
    first = [party for party in ahead if party.group == ahead[0].group]
    rest = [party for party in ahead if party.group != ahead[0].group]
    if not rest or not _is_step(marks, first[-1].end, rest[0].start):
        return ()
    second = [party for party in rest if party.group == rest[0].group]
    return _across(codes_of(first), codes_of(second))


def _is_step(marks: Marks, start: int, end: int) -> bool:
    """Say whether the second side follows: "to B", or "After talks with A, B …"."""
    between = marks.slice(start, end)
    if _STEP.search(between):
        return True
    opens = marks.sentence.text.split(" ", 1)[0].lower().strip("“\"'") in known("openings")
    return opens and ", " in between


def _one_sided(
    trigger: Trigger,
    marks: Marks,
    left: Sequence[Party],
    right: Sequence[Party],
    seen: frozenset[str],
) -> Sides:
    """Return what is told where parties stand on one side of the trigger only."""
    side = left or right
    codes = codes_of(side)
    listed = len({party.group for party in side}) == 1
    needed = trigger.pattern.right and not right
    if len(codes) == _TWO and not listed and not needed and trigger.pattern.firm:
        return Sides(_among(codes), "together before or behind it", seen)
    acting = bool(left) or _act_behind(trigger, marks, right)
    if len(codes) > 1 and listed and acting and not trigger.pattern.directed:
        return Sides(_among(codes), "a list that does it together", seen, listed=True)
    behind = () if left else codes
    return Sides((), "not told", seen, behind)


def _act_behind(trigger: Trigger, marks: Marks, right: Sequence[Party]) -> bool:
    """Say whether those behind a trigger do it: "signed by A and B", "the summit of A and B"."""
    if not right:
        return False
    if trigger.form is Form.ING and trigger.start - marks.sentence.start <= _OPENING_REACH:
        return True
    before = marks.slice(trigger.start, right[0].start).rstrip().lower()
    return not before.endswith((" with", " with the")) and (
        trigger.turned or trigger.form is Form.NONE or " by " in before
    )


def _counts(party: Party, trigger: Trigger) -> bool:
    """Say whether somebody can be a side of this act, and is no topic, place or adversary."""
    if party.aside and trigger.pattern.kind is not Kind.EASING:
        return False
    if not party.site:
        return True
    return trigger.pattern.into and party.start >= trigger.verb_end


def _inside(bounds: tuple[int, int], found: Iterable[Party]) -> list[Party]:
    """Return who stands in the clause; where one country does, also who stands before it."""
    before_end = [party for party in found if party.start < bounds[1]]
    inside = [party for party in before_end if party.start >= bounds[0]]
    return inside if len(codes_of(inside)) >= _TWO else before_end


def _left_and_right(
    trigger: Trigger, marks: Marks, inside: Sequence[Party]
) -> tuple[list[Party], list[Party]]:
    """Return who acts before the trigger's verb, and who stands behind it."""
    left = [party for party in inside if party.start < trigger.verb_start and not party.site]
    right = [party for party in inside if party.start >= trigger.verb_end]
    reach = trigger.pattern.right
    if (
        reach
        and right
        and marks.words_between(trigger.end, max(right[0].start, trigger.end)) > reach
    ):
        right = []
    if len(codes_of(left)) > 1:
        left = _subject(left, marks) if right else _nearest_list(left)
    return left, _first_list(right, marks)


def _subject(left: Sequence[Party], marks: Marks) -> list[Party]:
    """Return the list that is the sentence's subject: the first, unless an aside opens it."""
    groups = list(dict.fromkeys(party.group for party in left))
    first = marks.sentence.text.split(" ", 1)[0].lower().strip("“\"'")
    chosen = groups[0]
    if first in known("openings") and len(groups) > 1:
        comma = marks.sentence.text.find(", ")
        after = [p.group for p in left if p.start - marks.sentence.start > comma >= 0]
        chosen = after[0] if after else groups[-1]
    return [party for party in left if party.group == chosen]


def _nearest_list(left: list[Party]) -> list[Party]:
    """Return the list right before the verb, if one stands there; else everybody."""
    last = [party for party in left if party.group == left[-1].group]
    return last if len(codes_of(last)) > 1 else left


def _first_list(right: Sequence[Party], marks: Marks) -> list[Party]:
    """Return the first list behind the trigger, with those that another "with" joins to it."""
    if not right:
        return []
    chosen = {right[0].group}
    for party in right[1:]:
        if marks.slice(party.start - 10, party.start).endswith((" with ", " with the ")):
            chosen.add(party.group)
    return [party for party in right if party.group in chosen]


def _is_own_list(
    trigger: Trigger, marks: Marks, left: Sequence[Party], right: Sequence[Party]
) -> bool:
    """Say whether a list before the trigger acts together: "A and B signed …", not "with C"."""
    if trigger.pattern.directed or len(codes_of(left)) < _TWO:
        return False
    if len({party.group for party in left}) > 1:
        return False
    if not right:
        return True
    before = marks.slice(trigger.verb_end, right[0].start).split()
    return "with" not in before and trigger.pattern.kind is not Kind.STATEMENT


def _across(left: Collection[str], right: Collection[str]) -> tuple[str, ...]:
    return real_pairs((one, other) for one in left for other in right)


def _among(codes: Collection[str]) -> tuple[str, ...]:
    return real_pairs(combinations(codes, 2)) if len(codes) <= MOST_LISTED else ()


def real_pairs(couples: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the pairs of couples of countries, without the Union and a member of its own."""
    members = lexicon().eu_members
    pairs: dict[str, None] = {}
    for one, other in couples:
        within = _UNION in (one, other) and (one in members or other in members)
        if one != other and not within:
            pairs[pair_of(one, other)] = None
    return tuple(pairs)
