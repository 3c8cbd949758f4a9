"""The sample articles with what is expected of them."""

import json
import tomllib
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from schemas.article import Article
from schemas.record import pair_of
from schemas.vocabulary import Kind, Sector, Status

FOLDER = Path(__file__).parents[2] / "seeds" / "articles"
FILES = sorted(FOLDER.glob("*.jsonl"))


class Act(NamedTuple):
    """One act between two countries that a careful reader finds."""

    pair: str
    kind: Kind
    status: Status
    sectors: frozenset[Sector]
    background: bool


class Expected(NamedTuple):
    """What is expected of one revision of one article."""

    acts: tuple[Act, ...]
    amounts: tuple[str, ...]
    same_as: str | None

    def pairs(self) -> set[str]:
        """Pairs with an act that was done, goes on or is to come."""
        return {act.pair for act in self.acts if is_cooperation(act.status)}

    def kinds(self) -> set[tuple[str, Kind]]:
        """The kinds of those acts, each with its pair."""
        return {(act.pair, act.kind) for act in self.acts if is_cooperation(act.status)}


def is_cooperation(status: Status) -> bool:
    """Say whether an act of this status is cooperation, counted or planned."""
    return status not in (Status.CANCELLED, Status.DENIED)


@cache
def lines_of(path: Path) -> tuple[dict[str, Any], ...]:
    """Return the raw articles of one file, in order of arrival."""
    return tuple(json.loads(line) for line in path.read_text("utf-8").splitlines())


def raw_articles() -> list[dict[str, Any]]:
    """Return the raw articles of all files, in order of arrival."""
    return [line for path in FILES for line in lines_of(path)]


def article_of(line: dict[str, Any]) -> Article:
    """Build the article of a line; it counts as taken in when it was published."""
    return Article.model_validate({**line, "retrieved": line["published"]})


def articles() -> list[Article]:
    """Return all sample articles, in order of arrival."""
    return [article_of(line) for line in raw_articles()]


def _acts(entry: dict[str, Any]) -> tuple[Act, ...]:
    return tuple(
        Act(
            pair_of(one, other),
            Kind(act["kind"]),
            Status(act["status"]),
            frozenset(map(Sector, act["sectors"])),
            act.get("background", False),
        )
        for act in entry["acts"]
        for one, other in combinations(act["countries"], 2)
    )


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """Return the entries of `expected.toml`."""
    return tuple(tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))["article"])


@cache
def expectations() -> dict[tuple[str, int], Expected]:
    """Return what is expected, by article id and revision."""
    return {
        (entry["id"], entry.get("revision", 1)): Expected(
            _acts(entry), tuple(entry.get("amounts", ())), entry.get("same_as")
        )
        for entry in entries()
    }
