"""Finds listed names in a text, in the spellings that wires use."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

T = TypeVar("T")

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "da", "de", "del", "du", "la"})
_LIKE = (
    ("\xa0", " "),
    ("\u202f", " "),
    ("’", "'"),
    ("ʼ", "'"),
    ("‘", "'"),
    ("‑", "-"),
    ("‐", "-"),
)
_APART = frozenset(("", " ", "\n", ",", ".", "'", "-", ")", ";", ":"))


def level(text: str) -> str:
    """Return a text of the same length with plain spaces, apostrophes and hyphens.

    Ends of lines stay: a name does not reach from one paragraph into the next.
    """
    for odd, plain in _LIKE:
        if odd in text:
            text = text.replace(odd, plain)
    return text


def spellings(name: str) -> Iterator[str]:
    """Yield a name as written, without accents, decomposed, in capitals and as a heading."""
    name = level(name)
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    for form in (name, bare, unicodedata.normalize("NFD", name)):
        yield form
        yield form.upper()
        yield " ".join(w[0].upper() + w[1:] if w in _SMALL else w for w in form.split(" "))


class Names(Generic[T]):
    """Looks for all names of a list in one pass: whole words, the longest of those that overlap.

    Cost is linear in the text and its hits, whatever the length of the list. Where two names
    share a spelling the earlier of the list keeps it.
    """

    def __init__(self, names: Mapping[str, T] | Iterable[tuple[str, T]]) -> None:
        pairs = names.items() if isinstance(names, Mapping) else names
        meanings: dict[str, T] = {}
        for name, meaning in pairs:
            for spelling in spellings(name):
                meanings.setdefault(spelling, meaning)
        self._meanings = tuple(meanings.values())
        self._search = AhoCorasick(list(meanings), store_patterns=False)

    def find(self, levelled: str) -> list[tuple[int, int, T]]:
        """Return start, end and meaning of each name in a text made level, none overlapping."""
        hits = self._search.find_matches_as_indexes(levelled, overlapping=True)
        whole = [(s, -e, i) for i, s, e in hits if _stands_alone(levelled, s, e)]
        whole.sort()
        found: list[tuple[int, int, T]] = []
        for start, minus_end, index in whole:
            if found and start < found[-1][1]:
                if -minus_end - start <= found[-1][1] - found[-1][0]:
                    continue
                found.pop()
            found.append((start, -minus_end, self._meanings[index]))
        return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether no word goes on at either side; "US$" is a sign of money."""
    if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return False
    after = text[end : end + 1]
    if after in _APART:
        return True
    return not (after.isalnum() or after in "_$€£¥" or unicodedata.combining(after))
