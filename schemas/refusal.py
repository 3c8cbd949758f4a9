"""The refusal: a record that could not be read or processed, kept with its original bytes."""

import traceback
from collections.abc import Iterable
from dataclasses import dataclass

_PREFIX = "__streams.errors."


@dataclass(frozen=True)
class Refusal:
    """Where a refused record stood and why it was refused.

    On `refused.v1` the value is the record's original bytes, the key its key, and this is in
    the headers, named as Kafka Streams names them.
    """

    exception: str
    message: str
    stacktrace: str
    topic: str
    partition: int
    offset: int

    @classmethod
    def of(cls, error: Exception, topic: str, partition: int, offset: int) -> "Refusal":
        """Describe an exception raised for the record that stood at this place."""
        return cls(
            type(error).__qualname__,
            str(error),
            "".join(traceback.format_exception(error)),
            topic,
            partition,
            offset,
        )

    def headers(self) -> list[tuple[str, bytes]]:
        """Return the Kafka headers that carry the refusal.

        What UTF-8 cannot write (a lone surrogate quoted by an error) is escaped.
        """
        return [
            (f"{_PREFIX}{name}", str(value).encode(errors="backslashreplace"))
            for name, value in vars(self).items()
        ]

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes]]) -> "Refusal":
        """Read a refusal back; raise ValueError naming a header that is missing."""
        told = {key: value.decode() for key, value in headers if key.startswith(_PREFIX)}
        try:
            texts = [told[_PREFIX + name] for name in ("exception", "message", "stacktrace")]
            place = told[_PREFIX + "topic"], told[_PREFIX + "partition"], told[_PREFIX + "offset"]
        except KeyError as missing:
            raise ValueError(f"a refusal without the header {missing}") from None
        return cls(texts[0], texts[1], texts[2], place[0], int(place[1]), int(place[2]))
