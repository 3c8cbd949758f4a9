"""The lexicon of the extractor, loaded from its TOML files."""

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from schemas.vocabulary import Kind, Sector, Status
from services.extractor.words.scanner import Scanner, fold
from services.extractor.words.wording import Form, inflect, segments, surfaces

Meaning = Literal[
    "planned", "wish", "conditional", "negated", "cancelled", "denied", "ongoing", "past"
]

_ROOT = "seeds"
_SURNAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM", "KHM"})
_LINKS = frozenset({"to", "from", "in", "with", "for", "by", "between"})
_KINDS = tuple(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way of telling an act, with the conditions under which it counts.

    `gap` is the most words between the two parts of its wordings, `right`, if not 0, the most
    until the second side. `attached`: both sides stand right at the words. `firm`: holds beside
    words of conflict. `office`: somebody with an office acts. `into`: "in X" is a side. `figure`:
    a number stands in the sentence. `directed`: the members of a list do it each, not with one
    another. `listed`: only a list of both sides does it. `beside`: both are named in one word
    with it or by "between". `content`: gives way to an act that has
    it as its object. `not_after`, `unless_followed`: words that do not stand right before it,
    right behind it. `not_forms`: forms of the verb that mean something else. `present`: the
    status that the present tense tells.
    """

    id: str
    kind: Kind
    gap: int = 6
    right: int = 0
    attached: bool = False
    firm: bool = False
    office: bool = False
    into: bool = False
    figure: bool = False
    content: bool = False
    present: Status = Status.DONE
    directed: bool = False
    listed: bool = False
    beside: bool = False
    unless_followed: frozenset[str] = frozenset()
    not_forms: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    matches: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """Words near a trigger that say how real the act is."""

    id: str
    meaning: Meaning
    side: Literal["before", "after"]
    reach: int


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a pattern: numbers of its segments; `turns`: its object may come first.

    `link` stands for the second segment where that is one small word, as in "sell ~ to": such
    words are everywhere, and only looked for behind the first segment.
    """

    pattern: Pattern
    first: int
    second: int | None
    turns: bool
    link: str = ""


@dataclass(slots=True)
class Word:
    """What a spelling means: parts of wordings, cues, and tags of other lists.

    `first` are the wordings that it begins, `seconds` the numbers of their other parts,
    `numbers` those of the parts it stands for.
    """

    parts: list[tuple[int, Form]] = field(default_factory=list)
    first: tuple[tuple[Form, Wording], ...] = ()
    seconds: frozenset[int | None] = frozenset()
    numbers: frozenset[int] = frozenset()
    cues: list[tuple[Cue, Form]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists of a language, ready for use; `content` is the hash of their files."""

    patterns: tuple[Pattern, ...]
    words: Scanner[Word]
    sectors: Scanner[tuple[Sector, ...]]
    people: Scanner[tuple[str, str]]
    lists: Mapping[str, tuple[str, ...]]
    homographs: frozenset[str]
    eu_members: frozenset[str]
    content: str


@cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the lexicon of a language; raise WordingError naming what cannot be read."""
    return build(read_files(language))


def read_files(language: str) -> dict[str, bytes]:
    """Return the files of a language's lexicon by name."""
    folder = files(_ROOT) / "lexicon" / language
    found = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return {entry.name: entry.read_bytes() for entry in found if entry.name.endswith(".toml")}


@cache
def known(name: str, language: str = "en") -> frozenset[str]:
    """Return a list of the lexicon as a set."""
    return frozenset(lexicon(language).lists[name])


def listed(name: str, language: str = "en") -> tuple[str, ...]:
    """Return a list of the lexicon in its own order."""
    return lexicon(language).lists[name]


def build(contents: Mapping[str, bytes]) -> Lexicon:
    """Make a lexicon of the contents of its files."""
    tables = {name.removesuffix(".toml"): _table(name, text) for name, text in contents.items()}
    return _Builder(tables).built(_hash(contents))


def _table(name: str, text: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(text.decode())
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _hash(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{name}\0{len(contents[name])}\0".encode() + contents[name])
    return digest.hexdigest()[:16]


class _Builder:
    """Gathers the spellings of all files and what each means."""

    def __init__(self, tables: Mapping[str, dict[str, Any]]) -> None:
        self._tables = tables
        self._lists: dict[str, list[str]] = tables["lists"]["lists"]
        self._irregular: dict[str, list[str]] = tables["lists"]["irregular"]
        self._words: defaultdict[str, Word] = defaultdict(Word)
        self._segments: dict[str, int] = {}
        self._starts: defaultdict[int, list[Wording]] = defaultdict(list)

    def built(self, content: str) -> Lexicon:
        tables = self._tables
        patterns = tuple(self._pattern(raw) for kind in _KINDS for raw in tables[kind]["pattern"])
        for raw in tables["status"]["cue"]:
            self._cue(raw)
        named = {
            **tables["sides"]["sides"],
            **tables["sentences"]["sentences"],
            **tables["grammar"]["grammar"],
        }
        named["before_verbs"] = tables["lists"]["homographs"]["before"]
        named["before_nouns"] = tables["lists"]["homographs"]["after"]
        for name in ("offices", "both", "anew", "media", "posted", "aside", "assault"):
            self._tag(name, named[name])
        self._tag("sour", tables["conflict"]["conflict"]["sour"])
        self._tag("conflict", tables["conflict"]["conflict"]["veto"])
        self._tag("sport", tables["conflict"]["conflict"]["sport"])
        return Lexicon(
            patterns,
            Scanner(self._finished_words()),
            Scanner(self._sectors()),
            Scanner(self._people()),
            {name: tuple(words) for name, words in named.items()},
            self._homographs(),
            frozenset(named["eu_members"]),
            content,
        )

    def _finished_words(self) -> Mapping[str, Word]:
        """Return the words, told which wordings they begin."""
        for word in self._words.values():
            word.first = tuple(
                (form, wording)
                for number, form in word.parts
                for wording in self._starts.get(number, ())
            )
            word.seconds = frozenset(wording.second for _, wording in word.first)
            word.numbers = frozenset(number for number, _ in word.parts)
        return self._words

    def _pattern(self, raw: dict[str, Any]) -> Pattern:
        told = {name: value for name, value in raw.items() if name != "say"}
        told["kind"] = Kind(told["kind"])
        told["present"] = Status(told.get("present", Status.DONE))
        for name in ("unless_followed", "not_forms", "not_after"):
            told[name] = frozenset(told.get(name, ()))
        for name in ("matches", "refuses"):
            told[name] = tuple(told[name])
        pattern = Pattern(**told)
        for wording in raw["say"]:
            self._wording(pattern, wording)
        return pattern

    def _wording(self, pattern: Pattern, wording: str) -> None:
        first, *rest = segments(wording)
        lone_verb = first.startswith("{") and first.endswith("}") and " " not in first
        link = rest[0] if rest and rest[0] in _LINKS else ""
        second = self._segment(rest[0]) if rest and not link else None
        turns = lone_verb and second is not None
        number = self._segment(first)
        self._starts[number].append(Wording(pattern, number, second, turns, link))

    def _segment(self, segment: str) -> int:
        if segment not in self._segments:
            self._segments[segment] = number = len(self._segments)
            for spelling in self._spellings(segment):
                self._word(spelling.text).parts.append((number, spelling.form))
        return self._segments[segment]

    def _word(self, spelling: str) -> Word:
        return self._words[" ".join(fold(spelling).split())]

    def _spellings(self, segment: str) -> Iterable[Any]:
        return dict.fromkeys(surfaces(segment, self._lists, self._irregular))

    def _cue(self, raw: dict[str, Any]) -> None:
        cue = Cue(raw["id"], raw["meaning"], raw["side"], raw["reach"])
        for wording in raw["say"]:
            for spelling in self._spellings(wording):
                self._word(spelling.text).cues.append((cue, spelling.form))

    def _tag(self, tag: str, wordings: Iterable[str]) -> None:
        for wording in wordings:
            for spelling in self._spellings(wording):
                self._word(spelling.text).tags.add(tag)

    def _people(self) -> dict[str, tuple[str, str]]:
        """Return full names, and surnames with a title, each with country and surname."""
        table = self._tables["people"]
        found: dict[str, tuple[str, str]] = {}
        for code, names in table["people"].items():
            for name in names:
                surname = name.split()[0] if code in _SURNAME_FIRST else name.split()[-1]
                found[name] = (code, "" if surname in table["titles"]["common"] else surname)
                if found[name][1]:
                    for title in table["titles"]["before"]:
                        found[f"{title} {surname}"] = found[name]
        return found

    def _homographs(self) -> frozenset[str]:
        """Return the verb forms that can be nouns."""
        verbs = self._tables["lists"]["homographs"]["verbs"]
        forms = (form for verb in verbs for form in inflect(verb, self._irregular))
        return frozenset(text for text, form in forms if form in (Form.BASE, Form.THIRD))

    def _sectors(self) -> dict[str, tuple[Sector, ...]]:
        found: defaultdict[str, list[Sector]] = defaultdict(list)
        for sector, words in self._tables["sectors"]["sectors"].items():
            for word in words:
                found[word].append(Sector(sector))
        hidden = dict.fromkeys(self._tables["sectors"]["hidden"]["words"], ())
        return {**hidden, **{word: tuple(sectors) for word, sectors in found.items()}}
