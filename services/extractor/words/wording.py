"""The small language in which the lexicon writes wordings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

_VOWELS = frozenset("aeiou")


class Form(StrEnum):
    """The form in which a verb stands; NONE where a wording has no verb."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    PARTICIPLE = "participle"
    EITHER = "past or participle"
    ING = "ing"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Surface:
    """One spelling of a segment, with the form of its verb and where the verb ends in it."""

    text: str
    form: Form


class WordingError(ValueError):
    """A wording, a list or a verb of the lexicon that cannot be read."""


def segments(wording: str) -> tuple[str, ...]:
    """Return the parts of a wording between its gaps: one or two."""
    parts = tuple(" ".join(part.split()) for part in wording.split("~"))
    if not all(parts) or len(parts) > 2:
        raise WordingError(f"{wording!r} has an empty part or more than one gap")
    return parts


def inflect(verb: str, irregular: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Form]]:
    """Yield the forms of a verb: its own from the irregular verbs, the others by rule.

    An irregular verb lists past and participle, and the -ing form where the rule fails.
    """
    yield verb, Form.BASE
    yield _third(verb), Form.THIRD
    parts = list(irregular.get(verb, ()))
    yield (parts[2] if len(parts) > 2 else _ing(verb)), Form.ING
    if not parts:
        yield _past(verb), Form.EITHER
    elif len(parts) == 1 or parts[0] == parts[1]:
        yield parts[0], Form.EITHER
    else:
        yield parts[0], Form.PAST
        yield parts[1], Form.PARTICIPLE


def plural(noun: str) -> str:
    """Return the regular plural of a noun or of the last word of a phrase."""
    return _third(noun)


def _third(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x", "z", "o")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + "ed"


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return verb[:-1] + "ing"
    return verb + "ing"


def surfaces(
    segment: str,
    lists: Mapping[str, Sequence[str]],
    irregular: Mapping[str, Sequence[str]],
) -> Iterator[Surface]:
    """Yield all spellings of a segment; raise WordingError for a list that does not exist."""
    choices = [list(_choices(token, lists, irregular)) for token in segment.split()]
    for chosen in product(*choices):
        forms = [form for _, form in chosen if form is not Form.NONE]
        yield Surface(" ".join(text for text, _ in chosen), forms[0] if forms else Form.NONE)


def _choices(
    token: str, lists: Mapping[str, Sequence[str]], irregular: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Form]]:
    for word in token.split("|"):
        if word.startswith("{") and word.endswith("}"):
            yield from inflect(word[1:-1], irregular)
        elif word.startswith("@"):
            if word[1:] not in lists:
                raise WordingError(f"there is no list {word!r}")
            for member in lists[word[1:]]:
                yield member, Form.NONE
                yield plural(member), Form.NONE
        else:
            yield word, Form.NONE
