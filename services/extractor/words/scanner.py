"""Finds many words at once in a text, whole words only, whatever their case."""

import re
from collections.abc import Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

T = TypeVar("T")
_ASCII = bytes(ord(chr(c).lower()) if chr(c).isalnum() else 32 for c in range(128)) + bytes(128)
_SIGNS = re.compile(r"[^\w ]|_")


def fold(text: str) -> str:
    """Return a text of the same length as it is compared: lower case, punctuation as spaces."""
    if text.isascii():
        return text.encode().translate(_ASCII).decode()
    # The dotted capital I alone becomes two characters in lower case.
    return _SIGNS.sub(" ", text.replace("İ", "i").lower())


class Scanner(Generic[T]):
    """Looks for all surfaces of a word list in one pass, however many there are.

    Overlapping hits are all given: a longest-match search would lose the word that a longer
    one hides. Cost is linear in the text and its hits.
    """

    def __init__(self, surfaces: Mapping[str, T]) -> None:
        folded: dict[str, T] = {}
        for surface, meaning in surfaces.items():
            folded.setdefault(" " + " ".join(fold(surface).split()), meaning)
        self._meanings = tuple(folded.values())
        self._search = AhoCorasick(list(folded))

    def hits(self, folded: str) -> list[tuple[int, int, T]]:
        """Return start, end and meaning of each word found in a folded text, in order of end.

        A phrase does not reach across punctuation: it folds to a space of its own.
        """
        padded = f" {folded} "
        meanings = self._meanings
        return [
            (start, end - 1, meanings[index])
            for index, start, end in self._search.find_matches_as_indexes(padded, overlapping=True)
            if padded[end] == " "
        ]
