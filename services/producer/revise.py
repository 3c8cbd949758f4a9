"""Which revision of its item an article is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.article import Article

_NOT_CONTENT = {"article_id", "revision", "retrieved"}


@dataclass(frozen=True)
class Told:
    """A revision given out before: its content, and whether Kafka has acknowledged it."""

    content: bytes
    acknowledged: bool


Revisions = Mapping[int, Told]
"""The revisions given out for one article, by number."""


def content_of(article: Article) -> bytes:
    """Return the digest of what an article says, 16 bytes.

    Its id, its revision and when it was retrieved are not part of it. Fields at their default
    are left out: a field that is added one day must not make every article a new one.
    """
    told = article.model_dump_json(exclude=_NOT_CONTENT, exclude_defaults=True)
    return hashlib.sha256(told.encode()).digest()[:16]


def stated_revision(article: Article) -> int | None:
    """Return the revision the wire gave, None where it gave none."""
    return article.revision if "revision" in article.model_fields_set else None


def revision_of(stated: int | None, content: bytes, known: Revisions) -> int | None:
    """Return the revision to publish an article under; None if there is nothing to publish.

    A stated revision higher than all known is kept. Else content that is known is nothing new,
    unless its sending was cut short: then it goes out again under the revision it had. Content
    that is not known gets its stated revision if no other content has it (an older revision
    that comes late), and the next one if none is stated or it is taken.
    """
    if not known:
        return stated or 1
    highest = max(known)
    if stated and stated > highest:
        return stated
    if before := [number for number, told in known.items() if told.content == content]:
        return _to_repeat(before, known)
    return stated if stated and stated not in known else highest + 1


def _to_repeat(numbers: list[int], known: Revisions) -> int | None:
    last = max(numbers)
    return None if known[last].acknowledged else last
