"""The words of the lexicon that stand in a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from services.extractor.text.sentences import Sentence, Text
from services.extractor.words.lexicon import Cue, Word, Wording, lexicon
from services.extractor.words.sectors import SectorWord, Span, sector_words
from services.extractor.words.wording import Form


class Part(NamedTuple):
    """A part of a wording, found."""

    start: int
    end: int
    number: int
    form: Form


class CueFound(NamedTuple):
    """A cue of status, found."""

    start: int
    end: int
    cue: Cue
    form: Form


@dataclass(slots=True)
class Marks:
    """What the lexicon knows in one sentence; positions in the plain text of its field."""

    sentence: Sentence
    folded: str
    hits: list[tuple[int, int, Word]] = field(default_factory=list)
    sectors: list[SectorWord] = field(default_factory=list)
    tags: dict[str, list[Span]] = field(default_factory=dict)
    _cues: list[CueFound] | None = None

    def parts(self, number: int) -> list[Part]:
        """Return where a part of wordings stands in the sentence, in order of the ends."""
        return [
            Part(start, end, number, form)
            for start, end, word in self.hits
            if number in word.numbers
            for one, form in word.parts
            if one == number
        ]

    def openings(self) -> Iterator[tuple[Part, Wording]]:
        """Yield each part that begins a wording whose other part stands in the sentence too."""
        opening = [hit for hit in self.hits if hit[2].first]
        if not opening:
            return
        none: set[int | None] = {None}
        present = none.union(*[word.numbers for _, _, word in self.hits])
        for start, end, word in opening:
            if word.seconds.isdisjoint(present):
                continue
            for form, wording in word.first:
                if wording.second in present:
                    yield Part(start, end, wording.first, form), wording

    def cues(self) -> list[CueFound]:
        """Return the cues of status in the sentence, in order of their ends."""
        if self._cues is None:
            self._cues = [
                CueFound(start, end, cue, form)
                for start, end, word in self.hits
                for cue, form in word.cues
            ]
        return self._cues

    def has(self, tag: str) -> bool:
        """Say whether a word with this tag stands in the sentence."""
        return tag in self.tags

    def words_between(self, start: int, end: int) -> int:
        """Return how many words stand between two positions of the sentence."""
        offset = self.sentence.start
        between = self.sentence.text[start - offset : end - offset].strip()
        return between.count(" ") + 1 if between else 0

    def slice(self, start: int, end: int) -> str:
        """Return the text between two positions of the sentence."""
        offset = self.sentence.start
        return self.sentence.text[max(0, start - offset) : max(0, end - offset)]


def marks(text: Text) -> list[Marks]:
    """Return the words of the lexicon in each sentence of a text."""
    found = [Marks(one, text.folded[one.start : one.end]) for one in text.sentences]
    hits = lexicon().words.hits(text.folded)
    at, last = 0, len(found) - 1
    for hit in hits:
        start, end, word = hit
        while at < last and found[at].sentence.end < end:
            at += 1
        mark = found[at] if found else None
        if mark is None or not mark.sentence.start <= start <= end <= mark.sentence.end:
            continue
        mark.hits.append(hit)
        for tag in word.tags:
            mark.tags.setdefault(tag, []).append((start, end))
    _add_sectors(text, found)
    return found


def _add_sectors(text: Text, found: list[Marks]) -> None:
    at = 0
    for word in sector_words(text.folded):
        while at < len(found) and found[at].sentence.end < word.end:
            at += 1
        if at == len(found):
            return
        if found[at].sentence.start <= word.start:
            found[at].sectors.append(word)
