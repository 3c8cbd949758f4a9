"""Refusals as text, safe on a terminal, or as JSON."""

import base64
from collections.abc import Iterator

import orjson

from services.refusals.refused import Refused


def escaped(text: str, keep: str = "") -> str:
    """Escape what is not printable, but for the characters in `keep`.

    A record can hold anything; what moves a cursor, colours or turns text round is written out.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in keep else _escape(one) for one in text)


def text_of(value: bytes | None, keep: str = "") -> str:
    """Return bytes as text that is safe on a terminal; what is no UTF-8 is written as \\x…."""
    if value is None:
        return "none"
    return escaped(value.decode(errors="backslashreplace"), keep)


def one_line(refused: Refused, *, back: bool) -> str:
    """Return a refusal as a line: its place, when, whether it is back, where it stood, why."""
    message = " ".join(refused.why.message.split())
    parts = (
        f"{refused.place!s:<8}",
        f"{refused.when:%Y-%m-%d %H:%M:%SZ}",
        "put back" if back else "open    ",
        refused.stood,
        f"{refused.why.exception}: {message}",
    )
    return escaped("  ".join(parts))


def in_full(refused: Refused, *, back: bool) -> Iterator[str]:
    """Yield the lines that tell all of a refusal: its head, its stack trace, its bytes."""
    why = refused.why
    yield f"refusal    {refused.place}, {'put back' if back else 'open'}"
    yield f"when       {refused.when.isoformat()}"
    yield f"stood at   {escaped(refused.stood)}"
    yield f"exception  {escaped(why.exception)}"
    yield f"message    {_indented(why.message)}"
    yield f"key        {text_of(refused.key)}"
    for name, value in refused.headers:
        yield f"header     {escaped(name)}: {text_of(value)}"
    yield ""
    yield escaped(why.stacktrace.rstrip("\n"), keep="\n")
    yield ""
    yield f"value      {_number(refused.value)}"
    yield text_of(refused.value, keep="\n")


def as_json(refused: Refused, *, back: bool, whole: bool = False) -> bytes:
    """Return a refusal as JSON on one line; the whole has the stack trace and the bytes, too."""
    why = refused.why
    told = {
        "place": str(refused.place),
        "when": refused.when.isoformat(),
        "put_back": back,
        "topic": why.topic,
        "partition": why.partition,
        "offset": why.offset,
        "exception": why.exception,
        "message": why.message,
        "key": None if refused.key is None else refused.key.decode(errors="backslashreplace"),
        "size": None if refused.value is None else len(refused.value),
    }
    if whole:
        value = None if refused.value is None else base64.b64encode(refused.value).decode()
        told |= {"stacktrace": why.stacktrace, "value_base64": value}
    return orjson.dumps(told)


def _escape(character: str) -> str:
    return ascii(character)[1:-1]


def _indented(message: str) -> str:
    return "\n           ".join(escaped(line) for line in message.splitlines())


def _number(value: bytes | None) -> str:
    return "" if value is None else f"{len(value)} bytes"
