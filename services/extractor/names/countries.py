"""Finds the countries that a text names."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from services.extractor.names.doubt import Surroundings, Suspect, settle
from services.extractor.names.gazetteer import (
    Form,
    Known,
    country_forms,
    cues,
    doubts,
    nobodies,
    prefixes,
    shared_forms,
)
from services.extractor.names.neighbours import ends_as_language, words_after
from services.extractor.names.spellings import Names, level


class CountryName(NamedTuple):
    """A country named at `start:end` of a text.

    `form` says by what kind of word; `strong` is false where the word may well mean something
    else and nothing around it tells.
    """

    start: int
    end: int
    code: str
    form: Form
    strong: bool


class _Meaning(NamedTuple):
    """What a listed spelling stands for: one owner or more, two at once, half an adjective."""

    owners: tuple[Known, ...] = ()
    shared: tuple[str, str] | None = None
    prefix: str | None = None


@cache
def _names() -> Names[_Meaning]:
    owners: dict[str, tuple[Known, ...]] = {}
    for known in country_forms():
        owners[known.words] = (*owners.get(known.words, ()), known)
    nobody = nobodies()
    listed = [(form, _Meaning(shared=codes)) for form, codes in shared_forms().items()]
    listed += [(form, _Meaning(prefix=code)) for form, code in prefixes().items()]
    listed += [(words, _Meaning(found)) for words, found in owners.items()]
    listed += [(words, _Meaning()) for words in sorted(nobody.phrases | nobody.outlets)]
    return Names(listed)


def find_countries(text: str) -> list[CountryName]:
    """Return the countries that a text names, in order, never overlapping.

    The longest form wins. Words that only contain a country's name (seas, languages, currencies,
    newspapers) are left out. A weak name is settled by its sentence, then by the other names in
    `text`: a whole article settles more than one sentence of it.
    """
    flat = level(text)
    hits = _names().find(flat)
    found: list[CountryName | Suspect] = []
    for number, (start, end, meaning) in enumerate(hits):
        if meaning.owners:
            named = _named(flat, start, end, meaning.owners)
            if named is not None:
                found.append(named)
        elif meaning.shared:
            found += _two(flat, start, end, meaning.shared)
        elif meaning.prefix and number + 1 < len(hits):
            following = hits[number + 1]
            if following[0] == end + 1 and flat[end] in "-–" and following[2].owners:
                found.append(CountryName(start, end, meaning.prefix, "demonym", strong=True))
    return _without_doubt(flat, found)


def _named(
    flat: str, start: int, end: int, owners: tuple[Known, ...]
) -> CountryName | Suspect | None:
    known = owners[0]
    after = words_after(flat, end)
    lists = nobodies()
    if known.form == "demonym":
        if not lists.after_adjective.isdisjoint(after):
            return None
        if ends_as_language(flat, start, end, lists.language):
            return None
    elif not lists.after_name.isdisjoint(after):
        return None
    if known.strong:
        return CountryName(start, end, known.code, known.form, True)
    return Suspect(start, end, owners, after)


def _two(flat: str, start: int, end: int, codes: tuple[str, str]) -> Iterator[CountryName]:
    """Give the first word of "North and South Korea" to one country and the last to the other."""
    words = flat[start:end]
    first = min(words.find(mark) for mark in " -" if mark in words)
    last = max(words.rfind(" "), words.rfind("-")) + 1
    yield CountryName(start, start + first, codes[0], "name", strong=True)
    yield CountryName(start + last, end, codes[1], "name", strong=True)


def _without_doubt(flat: str, found: list[CountryName | Suspect]) -> list[CountryName]:
    if not any(isinstance(one, Suspect) for one in found):
        return [one for one in found if isinstance(one, CountryName)]
    certain = [(one.start, one.code) for one in found if isinstance(one, CountryName)]
    around = Surroundings(flat, certain)
    settled: list[CountryName | None] = [
        _settled(around, one) if isinstance(one, Suspect) else one for one in found
    ]
    return _joined(flat, [one for one in settled if one is not None])


def _settled(around: Surroundings, suspect: Suspect) -> CountryName | None:
    verdict = settle(around, suspect)
    if verdict is None:
        return None
    code, strong = verdict
    form = next(owner.form for owner in suspect.owners if owner.code == code)
    return CountryName(suspect.start, suspect.end, code, form, strong)


def _joined(flat: str, found: list[CountryName]) -> list[CountryName]:
    """Settle weak names that stand in a list with a certain one: first forwards, then back."""
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for here in order:
            weak, beside = found[here], found[here + step]
            if not weak.strong and beside.strong and _is_joined(flat, weak, beside):
                found[here] = weak._replace(strong=True)
    return found


def _is_joined(flat: str, weak: CountryName, beside: CountryName) -> bool:
    first, second = sorted((weak, beside), key=lambda one: one.start)
    if flat[first.end : second.start].lower() not in cues().joints:
        return False
    rule = doubts().get(flat[weak.start : weak.end])
    return rule is None or beside.code not in rule.apart
