"""Articles from lines of JSON, as newcomers have them."""

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, BinaryIO, NoReturn, cast
from urllib.parse import SplitResult, urlsplit, urlunsplit

import orjson
from pydantic import AfterValidator, ConfigDict, Field, ValidationError

from schemas.article import Article
from schemas.record import Revision
from schemas.topics import MAX_ARTICLE_BYTES

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_BOM = b"\xef\xbb\xbf"
_UNSTATED = "?"  # stands for the id until one is derived
_SHOWN_ERRORS = 3
_SUBJECT = re.compile(r"^\w+ (?=should )")  # "Input should be" after the field's name
_LONGEST_ID = 512


@dataclass(frozen=True)
class BadLine:
    """A line that is no article: the file's name, the line's number from 1, the reason."""

    name: str
    number: int
    reason: str

    def __str__(self) -> str:
        return f"{self.name}:{self.number}: {self.reason}"


def read_articles(lines: Iterable[bytes], name: str) -> Iterator[Article | BadLine]:
    """Yield an article or a bad line for each line of JSON, one at a time, in order.

    `name` is what bad lines call the file. An open binary file is read with a bound, so that
    a line without end costs no memory; other iterables are taken as they are.

    What is forgiven: a byte order mark, CRLF, blank lines (skipped, but numbered), unknown
    fields, control characters inside strings. A field that is null or "" counts as missing.
    What is missing is filled in: `revision` 1; `retrieved` the published time, else the epoch
    (the producer overwrites it at intake); `article_id` as `derived_id` says; the others as
    `Article` says. A revision counts as stated (`model_fields_set`) only where the line has it.
    Times are ISO 8601 or Unix times; one without a zone is read as UTC.

    What is bad: lines that are not UTF-8, not JSON or not an object, lone surrogates, fields of
    the wrong type or range, and lines longer than `MAX_ARTICLE_BYTES`.
    """
    # A file opened for reading would otherwise give a line of any length in one piece.
    source = bounded_lines(cast(BinaryIO, lines)) if isinstance(lines, io.IOBase) else lines
    for number, line in enumerate(source, start=1):
        if (found := read_line(line, name, number)) is not None:
            yield found


def read_line(line: bytes, name: str, number: int) -> Article | BadLine | None:
    """Read one line as `read_articles` does; a blank one is None."""
    if not (text := line.removeprefix(_BOM).rstrip(b"\r\n")).strip():
        return None
    try:
        return _article(text)
    except ValueError as error:
        return BadLine(name, number, _one_line(error))


def bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a stream, each cut off one byte after the longest that may be.

    The rest of a longer line is read and dropped, so that numbers stay right.
    """
    bound = MAX_ARTICLE_BYTES + 1
    while line := stream.readline(bound):
        rest = line
        while len(rest) == bound and not rest.endswith(b"\n"):
            rest = stream.readline(bound)
        yield line


def derived_id(article: Article) -> str:
    """Return a stable id for an article that states none.

    It is the canonical URL if there is one with a scheme (a long one as its SHA-256), else the
    SHA-256 of source, title and published time. Where the title or the time is missing the
    body is hashed too: two different items must not become revisions of one.
    """
    if article.url and (url := canonical_url(article.url)):
        return url if len(url) <= _LONGEST_ID else _digest([url])
    told = [article.source, article.title, ""]
    if article.published:
        told[2] = str((article.published - EPOCH).total_seconds())
    if not (article.title and article.published):
        told.append(article.body)
    return _digest(told)


def canonical_url(url: str) -> str:
    """Return a URL as its item is known: lower-case host, no fragment, no `utm_` parameters.

    A URL that cannot be split, or has no scheme, gives "".
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if not parts.scheme:
        return ""
    path = parts.path or ("/" if parts.netloc else "")
    host = _lower_host(parts)
    return urlunsplit((parts.scheme, host, path, _without_campaign(parts.query), ""))


def _article(text: bytes) -> Article:
    fields = _given(_parsed(text))
    try:
        stated = _Stated.model_validate(fields)
    except ValidationError as error:
        raise ValueError(_reasons(error)) from None
    if "retrieved" not in fields:
        stated = stated.model_copy(update={"retrieved": stated.published or EPOCH})
    if "article_id" not in fields:
        stated = stated.model_copy(update={"article_id": derived_id(stated)})
    # Validated already, and by the same fields: only the class still has to be the public one.
    return Article.model_construct(_fields_set=set(fields), **vars(stated))


def _parsed(text: bytes) -> dict[str, Any]:
    if len(text) > MAX_ARTICLE_BYTES:
        raise ValueError(f"longer than {MAX_ARTICLE_BYTES} bytes")
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = _leniently_parsed(text)
    if isinstance(value, dict):
        return value
    raise ValueError("not a JSON object")


def _leniently_parsed(text: bytes) -> Any:
    """Read what the strict reader refused: bare control characters, odd unknown fields."""
    try:
        return json.loads(text.decode(), strict=False, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        byte = text[error.start]
        raise ValueError(f"not UTF-8: byte 0x{byte:02x} at {error.start + 1}") from None
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise ValueError(f"not JSON: {reason} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("not JSON: nested too deeply") from None
    except ValueError as error:
        reason = str(error).partition(":")[0]  # what follows is advice for programmers
        raise ValueError(f"not JSON: {reason}") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a value")


def _given(value: dict[str, Any]) -> dict[str, Any]:
    """Keep the fields of an article that say something."""
    fields = {
        name: value[name]
        for name in Article.model_fields
        if name in value and value[name] is not None and value[name] != ""
    }
    for name, told in fields.items():
        if told is True or told is False:
            raise ValueError(f"{name}: should not be true or false")
        for text in told if isinstance(told, list) else [told]:
            _refuse_surrogates(name, text)
    return fields


def _refuse_surrogates(name: str, text: Any) -> None:
    if not isinstance(text, str) or text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise ValueError(f"{name}: lone surrogate \\u{code:04x} at {error.start}") from None


def _reasons(error: ValidationError) -> str:
    told = error.errors(include_url=False, include_context=False, include_input=False)
    reasons = [
        f"{'.'.join(str(part) for part in one['loc'])}: {_SUBJECT.sub('', one['msg'])}"
        for one in told[:_SHOWN_ERRORS]
    ]
    more = len(told) - len(reasons)
    return "; ".join(reasons) + (f"; {more} more" if more else "")


def _one_line(error: ValueError) -> str:
    return " ".join(str(error).split())


def _digest(told: list[str]) -> str:
    return "sha256:" + hashlib.sha256(orjson.dumps(told)).hexdigest()


def _lower_host(parts: SplitResult) -> str:
    """Lower-case the host; a name and password before it keep their case."""
    user, at, host = parts.netloc.rpartition("@")
    return user + at + host.lower()


def _without_campaign(query: str) -> str:
    kept = (part for part in query.split("&") if not part.lower().startswith("utm_"))
    return "&".join(kept)


def _in_utc(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


_Time = Annotated[datetime, AfterValidator(_in_utc)]


class _Stated(Article):
    """An article as a line states it: open to unknown fields, times with or without a zone."""

    model_config = ConfigDict(extra="ignore")

    article_id: Annotated[str, Field(max_length=_LONGEST_ID)] = _UNSTATED
    revision: Revision = 1
    published: _Time | None = None
    retrieved: _Time = EPOCH
    embargoed_until: _Time | None = None
