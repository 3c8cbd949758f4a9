"""Settles what a name means that may be a country or something else."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from services.extractor.names.gazetteer import Doubt, Known, cues, doubts
from services.extractor.names.neighbours import (
    capital_after,
    capital_before,
    in_heading,
    inside_sentence,
    is_shouted,
    window,
    words_before,
)

_PLAIN = Doubt()


class Suspect(NamedTuple):
    """A weak form at `start:end`, the countries that own it and the words that follow it."""

    start: int
    end: int
    owners: tuple[Known, ...]
    after: tuple[str, ...]

    @property
    def rule(self) -> Doubt:
        """What the gazetteer says about this form."""
        return doubts().get(self.owners[0].words, _PLAIN)


class Surroundings:
    """A text and the countries that it names without doubt, as (start, code) in order."""

    def __init__(self, flat: str, certain: Sequence[tuple[int, str]]) -> None:
        self.flat = flat
        self._places: dict[str, list[int]] = {}
        for start, code in certain:
            self._places.setdefault(code, []).append(start)
        self._told: dict[tuple[str, ...], bool] = {}

    def tells(self, words: tuple[str, ...]) -> bool:
        """Say whether any of the words stands in the text."""
        if words not in self._told:
            self._told[words] = any(word in self.flat for word in words)
        return self._told[words]

    def nearest(self, suspect: Suspect) -> str | None:
        """Return the owner whose own name stands nearest, if the text names any of them."""
        named = [owner.code for owner in suspect.owners if owner.code in self._places]
        if len(named) > 1:
            named.sort(key=lambda code: self._distance(code, suspect.start))
        return named[0] if named else None

    def _distance(self, code: str, start: int) -> int:
        places = self._places[code]
        at = bisect_left(places, start)
        return min(abs(place - start) for place in places[max(0, at - 1) : at + 1])


def settle(around: Surroundings, suspect: Suspect) -> tuple[str, bool] | None:
    """Return the country a weak form means and whether that is settled, or None if it is none."""
    if _means_other(around.flat, suspect):
        return None
    rule = suspect.rule
    named = around.nearest(suspect)
    if named is not None:
        return named, True
    if rule.own:
        return None
    strong = (
        _is_cued(around.flat, suspect)
        or (rule.plain and not is_shouted(around.flat, suspect.start, suspect.end))
        or (rule.mid and _is_mid(around.flat, suspect))
        or around.tells(rule.settled_by)
    )
    return rule.default or suspect.owners[0].code, strong


def _means_other(flat: str, suspect: Suspect) -> bool:
    rule = suspect.rule
    if any(word.lower() in rule.next for word in suspect.after):
        return True
    if rule.before and not words_before(flat, suspect.start).isdisjoint(rule.before):
        return True
    if rule.against:
        near = window(flat, suspect.start, suspect.end)
        if any(word in near for word in rule.against):
            return True
    return rule.person and _is_person(flat, suspect)


def _is_person(flat: str, suspect: Suspect) -> bool:
    """Say whether a name of somebody goes on before or after; headings do not tell."""
    goes_on = _is_named_on(flat, suspect)
    return goes_on and not in_heading(flat, suspect.start, suspect.end)


def _is_named_on(flat: str, suspect: Suspect) -> bool:
    lists = cues()
    last = capital_after(flat, suspect.end)
    if last and last not in lists.name_after:
        return True
    before = capital_before(flat, suspect.start)
    if before is None:
        return False
    word, opens_sentence = before
    return word in lists.first_names if opens_sentence else word not in lists.name_before


def _is_cued(flat: str, suspect: Suspect) -> bool:
    lists = cues()
    if flat.startswith(lists.after, suspect.end):
        return True
    return not words_before(flat, suspect.start).isdisjoint(lists.before)


def _is_mid(flat: str, suspect: Suspect) -> bool:
    before = capital_before(flat, suspect.start)
    opened = before is not None and before[0] in cues().name_before
    return (opened or inside_sentence(flat, suspect.start)) and not in_heading(
        flat, suspect.start, suspect.end
    )
