"""The gazetteer as it is read from `seeds/gazetteer`: countries, doubts, nobodies, bodies."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Form = Literal["name", "demonym", "capital", "metonym"]

_FIELDS: tuple[tuple[str, Form, bool], ...] = (
    ("names_strong", "name", True),
    ("names_weak", "name", False),
    ("demonyms", "demonym", True),
    ("demonyms_weak", "demonym", False),
    ("capitals", "capital", True),
    ("capitals_weak", "capital", False),
    ("cities", "capital", True),
    ("metonyms", "metonym", True),
)


class GazetteerError(ValueError):
    """A word list that cannot be read: which file, which entry, what is wrong."""


@dataclass(frozen=True, slots=True)
class Known:
    """A form of a country as the gazetteer lists it; `strong` where it has no other meaning."""

    words: str
    code: str
    form: Form
    strong: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """What settles a weak form; see the top of `doubts.toml` for each field."""

    against: tuple[str, ...] = ()
    before: frozenset[str] = frozenset()
    next: frozenset[str] = frozenset()
    settled_by: tuple[str, ...] = ()
    person: bool = False
    own: bool = False
    mid: bool = False
    plain: bool = False
    apart: frozenset[str] = frozenset()
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Cues:
    """The words that settle any weak form; see `doubts.toml`."""

    before: frozenset[str]
    after: tuple[str, ...]
    joints: frozenset[str]
    name_before: frozenset[str]
    name_after: frozenset[str]
    first_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Nobodies:
    """What is no actor though it sounds like one; see `not_actors.toml`."""

    outlets: frozenset[str]
    phrases: frozenset[str]
    after_adjective: frozenset[str]
    after_name: frozenset[str]
    language: frozenset[str]


@cache
def read_list(name: str) -> Mapping[str, Any]:
    """Return a word list of `seeds/gazetteer` as TOML; raise GazetteerError if it is broken."""
    place = files("seeds").joinpath("gazetteer", name)
    try:
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise GazetteerError(f"{name}: {error}") from error


@cache
def country_codes() -> frozenset[str]:
    """Return the codes of all countries of the gazetteer."""
    return frozenset(entry["code"] for entry in read_list("countries.toml")["country"])


@cache
def country_forms() -> tuple[Known, ...]:
    """Return every form of every country; a weak form may have several owners."""
    entries = read_list("countries.toml")["country"]
    return tuple(known for entry in entries for known in _forms_of(entry))


def _forms_of(entry: Mapping[str, Any]) -> Iterator[Known]:
    code, name = entry["code"], entry["name"]
    unread = set(entry) - {"code", "name"} - {field for field, _, _ in _FIELDS}
    if unread:
        raise GazetteerError(f"countries.toml: {code} has unknown fields {sorted(unread)}")
    if name not in entry.get("names_weak", ()):
        yield Known(name, code, "name", strong=True)
    for field, form, strong in _FIELDS:
        for words in entry.get(field, ()):
            yield Known(words, code, form, strong)


@cache
def doubts() -> Mapping[str, Doubt]:
    """Return what settles each weak form that has rules of its own."""
    return {form: _doubt(entry) for entry in _table("doubt") for form in entry["forms"]}


def _doubt(entry: Mapping[str, Any]) -> Doubt:
    return Doubt(
        against=tuple(entry.get("against", ())),
        before=frozenset(entry.get("before", ())),
        next=frozenset(entry.get("next", ())),
        settled_by=tuple(entry.get("for", ())),
        person=entry.get("person", False),
        own=entry.get("own", False),
        mid=entry.get("mid", False),
        plain=entry.get("plain", False),
        apart=frozenset(entry.get("apart", ())),
        default=entry.get("default"),
    )


def _table(name: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = read_list("doubts.toml")[name]
    return found


@cache
def cues() -> Cues:
    """Return the words that settle any weak form."""
    lists, names = (read_list("doubts.toml")[table] for table in ("cues", "names"))
    return Cues(
        frozenset(lists["before"]),
        tuple(lists["after"]),
        frozenset(lists["joints"]),
        frozenset(names["before"]),
        frozenset(names["after"]),
        frozenset(names["first"]),
    )


@cache
def shared_forms() -> Mapping[str, tuple[str, str]]:
    """Return the words that name two countries at once, with their codes in order."""
    return {
        form: (entry["codes"][0], entry["codes"][1])
        for entry in _table("shared")
        for form in entry["forms"]
    }


@cache
def prefixes() -> Mapping[str, str]:
    """Return the first halves of joined adjectives ("Sino-"), with the country of each."""
    return {form: entry["code"] for entry in _table("prefix") for form in entry["forms"]}


@cache
def nobodies() -> Nobodies:
    """Return what is no actor."""
    lists = read_list("not_actors.toml")
    return Nobodies(**{field: frozenset(lists[field]) for field in Nobodies.__slots__})
