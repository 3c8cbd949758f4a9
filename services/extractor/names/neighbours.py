"""Reads the words around a place in a text: a few, so that each look costs the same."""

import re

_AFTER = re.compile(r"[ -]([^\W\d_]+)(?:[ -]([^\W\d_]+))?")
_JOINT = r"(?:, and |, | and | or )"
_CLOSED = re.compile(rf"(?:{_JOINT}[A-Z][a-z]+)*+['\"”’)\]]*(?:[.;:)\]\n]|,(?! [A-Z])|$)")
_VERB = re.compile(rf"(\w+) (?:[A-Z][a-z]+{_JOINT}){{0,4}}$")
_STOP = re.compile(r"(?<=[a-z]{2})[.!?]['\"”’)]* (?=[\"“A-Z])|\n")
_OPENING = frozenset(".!?:;\n")
_CAPITAL_BEFORE = re.compile(r"(?:^|[\s(\"“-])([A-Z][\w'.]*) $")
_CAPITAL_AFTER = re.compile(r" ([A-Z][a-z]\w*)")
_WORD = re.compile(r"[^\W\d_]{4,}")
_REACH = 48
_AROUND = 120


def words_after(flat: str, end: int) -> tuple[str, ...]:
    """Return the next word and the next two, as written and in lower case where shouted."""
    found = _AFTER.match(flat, end, end + _REACH)
    if found is None:
        return ()
    one, two = found.groups()
    if one.isupper():
        one, two = one.lower(), two and two.lower()
    return (one, f"{one} {two}") if two else (one,)


def words_before(flat: str, start: int) -> frozenset[str]:
    """Return the last word, two and three before a place, in lower case."""
    if not start or flat[start - 1] != " ":
        return frozenset()
    line = flat[max(0, start - _REACH) : start].rpartition("\n")[2]
    words = line.lower().split()[-3:]
    return frozenset(" ".join(words[-count:]) for count in range(1, len(words) + 1))


def ends_as_language(flat: str, start: int, end: int, verbs: frozenset[str]) -> bool:
    """Say whether an adjective, or a list of them, ends its phrase after "in" or "speaks"."""
    if _CLOSED.match(flat, end, end + _REACH) is None:
        return False
    found = _VERB.search(flat[max(0, start - _REACH) : start])
    return found is not None and found.group(1).lower() in verbs


def capital_before(flat: str, start: int) -> tuple[str, bool] | None:
    """Return a word with a capital letter before a place, with whether it opens a sentence."""
    low = max(0, start - _REACH)
    found = _CAPITAL_BEFORE.search(flat[low:start])
    if found is None:
        return None
    ahead = flat[low : low + found.start(1)].rstrip(' "“(')
    return found.group(1).rstrip("."), not ahead or ahead[-1] in _OPENING


def capital_after(flat: str, end: int) -> str | None:
    """Return the word after a place if it has a capital letter."""
    found = _CAPITAL_AFTER.match(flat, end, end + _REACH)
    return found.group(1) if found else None


def inside_sentence(flat: str, start: int) -> bool:
    """Say whether a word in lower case, or a comma after one, stands directly before a place."""
    before = flat[max(0, start - _REACH) : start].rstrip(' ("“-–—')
    if not before or before[-1] in _OPENING:
        return False
    last: str = before.rsplit(None, 1)[-1]
    return last[0].islower() or last.endswith(",")


def is_shouted(flat: str, start: int, end: int) -> bool:
    """Say whether the line around a place is in capitals."""
    low, high = _line(flat, start, end)
    return flat[low:start].isupper() or flat[end:high].isupper()


def _line(flat: str, start: int, end: int) -> tuple[int, int]:
    """Return where the line around a place begins and ends, as far as it is looked at."""
    reach = _AROUND // 2
    low = flat.rfind("\n", max(0, start - reach), start) + 1 or max(0, start - reach)
    high = flat.find("\n", end, end + reach)
    return low, high if high >= 0 else end + reach


def in_heading(flat: str, start: int, end: int) -> bool:
    """Say whether nearly all longer words around a place begin with a capital letter."""
    around = _WORD.findall(flat, *_line(flat, start, end))
    small = sum(word[0].islower() for word in around)
    return bool(small * 6 < len(around))


def window(flat: str, start: int, end: int) -> str:
    """Return the sentence around a place, or as much of it as is looked at."""
    return sentence_before(flat, start) + flat[start:end] + sentence_after(flat, end)


def sentence_before(flat: str, start: int) -> str:
    """Return what stands before a place in its sentence, or as much of it as is looked at."""
    low = max(0, start - _AROUND)
    for stop in _STOP.finditer(flat, low, start):
        low = stop.end()
    return flat[low:start]


def sentence_after(flat: str, end: int) -> str:
    """Return what stands after a place in its sentence, or as much of it as is looked at."""
    stop = _STOP.search(flat, end, end + _AROUND)
    return flat[end : stop.start() if stop else end + _AROUND]
