"""What a source of articles gives, cut into batches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from schemas.article import Article
from services.runtime.articles import BadLine


@dataclass(frozen=True)
class Refused:
    """A whole file or article that is not taken in, and the reason."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True)
class FileDone:
    """A file read to its end as it was: absolute name, size in bytes, time in nanoseconds."""

    name: bytes
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Pause:
    """Nothing more for the moment: what has been gathered should be sent."""


Item = Article | BadLine | Refused | FileDone | Pause


@dataclass
class Batch:
    """Articles that are sent together, and what the source told between them."""

    articles: list[Article] = field(default_factory=list)
    bad: list[BadLine | Refused] = field(default_factory=list)
    files: list[FileDone] = field(default_factory=list)
    size: int = 0

    def add(self, item: Item) -> None:
        """Put one item where it belongs; `size` is about the bytes the batch holds."""
        if isinstance(item, Article):
            self.articles.append(item)
            self.size += len(item.title) + len(item.body)
        elif isinstance(item, BadLine | Refused):
            self.bad.append(item)
        elif isinstance(item, FileDone):
            self.files.append(item)

    def full(self, articles: int, size: int) -> bool:
        """Say whether the batch has reached one of its limits."""
        return max(len(self.articles), len(self.bad)) >= articles or self.size >= size


def batches(items: Iterable[Item], articles: int, size: int) -> Iterator[Batch]:
    """Cut a source into batches of at most so many articles, ended early by size or a pause.

    An article larger than `size` makes a batch with those before it. After a pause the batch
    may be empty: the reader gets a turn.
    """
    batch = Batch()
    for item in items:
        batch.add(item)
        if isinstance(item, Pause) or batch.full(articles, size):
            yield batch
            batch = Batch()
    yield batch
