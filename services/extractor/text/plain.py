"""A text made plain for reading, with the way back to the text as it was published."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from services.extractor.words.lexicon import known

MAX_READ = 400_000
"""Characters of a text that are read: a wire item is shorter, a dump is not an article."""

_SPACES = r"\s\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b-\u200f\u2060\ufeff\xad"
_BLANKS = r"\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ODD = re.compile(rf"[{_BLANKS}{_SPACES[2:]}&]")
_RUN = re.compile(rf"[{_SPACES}]+")
_DOUBLE = re.compile(rf"[{_SPACES}]{{2,}}|[{_BLANKS}{_SPACES[2:]}&]")
_ENTITY = re.compile(r"&(?:quot|apos|amp|nbsp|lt|gt|[lr][sd]quo|[nm]dash|#x?[0-9a-fA-F]{2,6});")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\xad]+")
_TERMINAL = frozenset('.!?:;"”’)]…»')
_CLINGING = frozenset(".,;:)%]?!")
_LAST_WORD = re.compile(r"(\w+)\W*$")
_NARROW, _WIDE, _FEW_LINES = 40, 90, 4


@dataclass(frozen=True, slots=True)
class Plain:
    """Text with single spaces, a newline at each paragraph's end and nothing invisible.

    `cuts` are the positions in `text` from which on the shift in `shifts` leads back to the
    published text.
    """

    text: str
    cuts: tuple[int, ...]
    shifts: tuple[int, ...]

    def published(self, position: int) -> int:
        """Return the offset in the published text of a position in the plain one."""
        return position + self.shifts[bisect_right(self.cuts, position) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the published offsets of a span that is not empty."""
        return self.published(start), self.published(end - 1) + 1


def make_plain(text: str) -> Plain:
    """Return the plain form of a text of any kind; lines broken for width are joined."""
    text = text[:MAX_READ]
    wrapped = _is_wrapped(text)
    pieces: list[str] = []
    cuts, shifts = [0], [0]
    read = size = 0
    for start, end in _odd_runs(text):
        gap = _gap(text, start, end, wrapped)
        if gap == text[start:end]:
            continue
        pieces += (text[read:start], gap)
        size += start - read + len(gap)
        read = end
        if size != cuts[-1]:
            cuts.append(size)
            shifts.append(end - size)
        else:
            shifts[-1] = end - size
    pieces.append(text[read:])
    return Plain("".join(pieces), tuple(cuts), tuple(shifts))


def _odd_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield what is not plain: runs of white space but single spaces, and HTML entities."""
    done = 0
    for odd in (_DOUBLE if "  " in text else _ODD).finditer(text):
        start = odd.start()
        if start < done:
            continue
        if text[start] == "&":
            found = _ENTITY.match(text, start)
        else:
            start -= start > done and text[start - 1] == " "
            found = _RUN.match(text, start)
        if found:
            done = found.end()
            yield start, done


def _is_wrapped(text: str) -> bool:
    """Say whether the lines of a text were broken to fit a width."""
    lines = [len(line) for line in text[:20_000].split("\n") if line.strip()]
    if len(lines) < _FEW_LINES or max(lines) > _WIDE:
        return False
    return sum(length > _NARROW for length in lines) * 2 > len(lines)


def _gap(text: str, start: int, end: int, wrapped: bool) -> str:
    """Return what stands for a run of white space: nothing, a space or a paragraph's end."""
    run = text[start:end]
    if run[0] == "&":
        return unescape(run)[:1]
    if _INVISIBLE.fullmatch(run):
        return ""
    lines = run.count("\n") + run.count("\u2029") + (run.count("\r") if "\n" not in run else 0)
    if start == 0 or end == len(text) or not lines:
        return " "
    before, after = text[start - 1], text[end]
    if before not in _TERMINAL and (after.islower() or after in _CLINGING or before == ","):
        return " "
    if lines > 1:
        return "\n"
    if wrapped:
        return "\n" if _ends_paragraph(text, start) else " "
    word = _LAST_WORD.search(text, max(0, start - 20), start)
    return " " if word and word.group(1) in known("leading_on") else "\n"


def _ends_paragraph(text: str, end: int) -> bool:
    """Say whether a line of a text broken for width is much shorter than the others."""
    start = text.rfind("\n", max(0, end - _WIDE), end) + 1
    return end - start < _NARROW and text[end - 1] in _TERMINAL
