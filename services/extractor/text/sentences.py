"""The sentences of a wire text, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from schemas.article import TextField
from services.extractor.text.dateline import dateline_end, lead_end
from services.extractor.text.plain import Plain, make_plain
from services.extractor.words.lexicon import known
from services.extractor.words.scanner import fold

LONGEST = 1500
"""Characters after which a sentence is cut at the next space, so that its cost has a bound."""

_END = re.compile(
    r"""[.!?…。\n](?:(?<=\n)
      | (?<!\n)[.!?…。]*["'”’»)\]]*(?=\s|$)      # a full stop and white space
      | (?<=[a-z]{2}[.!?])["”’]?(?=[“"A-Z][a-z]?[a-z]?[a-z]?[a-z ]))   # the space was lost""",
    re.VERBOSE,
)
_LONGEST_SHORT = 24
_BEFORE_WORDS = "\"'“‘’([{—–-/"
_WORD_AFTER = re.compile(r"[\s\"'“”‘’(\[]*([\w'’]+)")
_SPOKEN = re.compile(
    r"\s+(?:[A-Z][\w.-]*\s+){0,4}(?:said|says|asked|asks|added|told|wrote|replied)\b"
)
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?$|[A-Z]$")


class Sentence(NamedTuple):
    """A sentence of the title or the body: `start` and `end` are positions in the plain text."""

    field: TextField
    number: int
    start: int
    end: int
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Text:
    """A field of an article, read: its plain form, its sentences and where its dateline ends."""

    field: TextField
    published: str
    plain: Plain
    folded: str
    sentences: tuple[Sentence, ...]
    dateline: int


def read(field: TextField, published: str) -> Text:
    """Split the text of a field into sentences, without its dateline."""
    plain = make_plain(published)
    begin = dateline_end(plain.text) if field == "body" else 0
    paragraph = 0
    sentences: list[Sentence] = []
    for start, end in split(plain.text, begin):
        paragraph += "\n" in plain.text[sentences[-1].end if sentences else start : start]
        if sentences and plain.text[start : start + 3].isupper():
            start += lead_end(plain.text[start:end])
        sentence = plain.text[start:end]
        sentences.append(Sentence(field, len(sentences), start, end, sentence, paragraph))
    return Text(field, published, plain, fold(plain.text), tuple(sentences), begin)


def split(text: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of a plain text, white space left out."""
    start = at = begin
    while found := _END.search(text, at):
        stop, at = found.span()
        if text[stop] == "\n" or _is_end(text, stop, at, start):
            yield from _pieces(text, start, at)
            start = at
        else:
            at = stop + 1
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, cut where it is longer than any sentence."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        yield start, cut
        start = cut + (cut < end and text[cut] == " ")
    if start < end:
        yield start, end


def _is_end(text: str, stop: int, end: int, start: int) -> bool:
    """Say whether the mark from `stop` to `end` ends the sentence that began at `start`."""
    after = _WORD_AFTER.match(text, end)
    if after is None:
        return True
    word = after.group(1)
    if word[0].islower():
        return False
    mark = text[stop:end]
    if mark.startswith("..") and text[after.start(1) - 1] == "(":
        return False
    if mark[0] != ".":
        return not (mark[-1] in "\"”’'" and _SPOKEN.match(text, end))
    return _ends_after_stop(text, stop, end, start, word)


def _ends_after_stop(text: str, stop: int, end: int, start: int, word: str) -> bool:
    """Say whether a full stop ends a sentence, or only shortens the word before it."""
    least = max(start, stop - _LONGEST_SHORT)
    first = max(text.rfind(" ", least, stop) + 1, text.rfind("\n", least, stop) + 1, least)
    last = text[first:stop].lstrip(_BEFORE_WORDS)
    if not last:
        return True
    short = last.casefold().rstrip("'’-")
    if end == stop + 1 and stop + 1 < len(text) and not text[stop + 1].isspace():
        return len(word) > 3 or word.casefold() in known("openers")
    if short in known("never_last"):
        return short == "no" and last.islower()
    if short in known("seldom_last") or (_INITIALS.fullmatch(last) and last != "I"):
        return word.casefold() in known("openers") and len(word) > 1
    return not (last.isdigit() and first <= start + 1)
