import io
import json
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article
from schemas.topics import MAX_ARTICLE_BYTES
from schemas.vocabulary import PubStatus
from services.runtime.articles import (
    EPOCH,
    BadLine,
    bounded_lines,
    canonical_url,
    derived_id,
    read_articles,
)
from tests.factories import article


def read(*lines: bytes) -> list[Article | BadLine]:
    return list(read_articles(lines, "wire.jsonl"))


def one(**fields: Any) -> Article:
    (found,) = read(orjson.dumps(fields))
    assert isinstance(found, Article)
    return found


def reason(line: bytes) -> str:
    (found,) = read(line)
    assert isinstance(found, BadLine)
    return found.reason


def test_an_article_is_read_as_it_was_published() -> None:
    assert read(article().to_bytes()) == [article()]


def test_lines_come_in_order_and_bad_ones_are_numbered_in_the_file() -> None:
    found = read(b'{"title": "a"}\n', b"\n", b"  \r\n", b"no\n", b'{"title": "b"}')
    assert [str(f) if isinstance(f, BadLine) else f.title for f in found] == [
        "a",
        "wire.jsonl:4: not JSON: expecting value at character 1",
        "b",
    ]


def test_lines_are_read_one_at_a_time() -> None:
    taken = []

    def lines() -> Any:
        for number in range(3):
            taken.append(number)
            yield b'{"title": "a"}'

    next(read_articles(lines(), "wire.jsonl"))
    assert taken == [0]


@pytest.mark.parametrize(
    "line", [b'\xef\xbb\xbf{"title":"a"}', b'{"title":"a"}\r\n', b' \t{"title":"a"} \r\r\n']
)
def test_byte_order_marks_and_line_endings_of_other_systems_are_forgiven(line: bytes) -> None:
    (found,) = read(line)
    assert isinstance(found, Article)
    assert found.title == "a"


def test_control_characters_inside_strings_are_kept() -> None:
    (found,) = read(b'{"title": "a\x01b\tc", "body": "x\x00y\\u0000z"}')
    assert isinstance(found, Article)
    assert (found.title, found.body) == ("a\x01b\tc", "x\x00y\x00z")


def test_unknown_fields_are_ignored_whatever_they_hold() -> None:
    (found,) = read(b'{"title": "a", "x": "\\ud800", "y": 1e999, "z": true}')
    assert isinstance(found, Article)
    assert found.title == "a"


def test_null_and_empty_fields_count_as_missing() -> None:
    found = one(title=None, body=None, article_id="", published="", url="", subjects=None)
    assert (found.title, found.body, found.published, found.url) == ("", "", None, None)
    assert found.article_id.startswith("sha256:")
    assert one(status=None, language=None, source=None).status is PubStatus.USABLE


def test_a_revision_is_stated_only_where_the_line_has_it() -> None:
    assert "revision" in one(revision=1).model_fields_set
    assert "revision" not in one(title="a").model_fields_set
    assert (one(title="a").revision, one(revision="7").revision) == (1, 7)


def test_times_without_a_zone_are_utc() -> None:
    ten = datetime(2026, 10, 6, 10, tzinfo=UTC)
    assert one(published="2026-10-06T10:00:00").published == ten
    assert one(published="2026-10-06 10:00").published == ten
    assert one(published="2026-10-06T12:00:00+02:00").published == ten
    assert one(published=ten.timestamp()).published == ten
    assert one(published="2026-10-06").published == ten - timedelta(hours=10)
    assert one(embargoed_until="2026-10-06T10:00").embargoed_until == ten


def test_a_missing_time_of_retrieval_is_that_of_publication_or_the_epoch() -> None:
    ten = datetime(2026, 10, 6, 10, tzinfo=UTC)
    assert one(published="2026-10-06T10:00Z").retrieved == ten
    assert one(title="a").retrieved == EPOCH
    assert one(published="2026-10-06T10:00Z", retrieved="1999-01-01").retrieved.year == 1999


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "not JSON: expecting property name enclosed in double quotes at character 2"),
        (b'{"a": 1} x', "not JSON: extra data at character 10"),
        (b"\x00\x00", "not JSON: expecting value at character 1"),
        (b'{"body": NaN}', "not JSON: NaN is not a value"),
        (b"[" * 100_000, "not JSON: nested too deeply"),
        (b"[]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        ('{"title": "ü"}'.encode("latin-1"), "not UTF-8: byte 0xfc at 12"),
        ('{"title": "ü"}'.encode("utf-16"), "not UTF-8: byte 0xff at 1"),
        (b'{"title": "a\\ud800"}', "title: lone surrogate \\ud800 at 1"),
        (b'{"subjects": ["\\udfff"]}', "subjects: lone surrogate \\udfff at 0"),
        (b'{"title": 5}', "title: should be a valid string"),
        (b'{"article_id": 5}', "article_id: should be a valid string"),
        (b'{"subjects": ["a", 1]}', "subjects.1: should be a valid string"),
        (b'{"subjects": "a"}', "subjects: should be a valid tuple"),
        (b'{"revision": 0}', "revision: should be greater than or equal to 1"),
        (
            b'{"revision": 9007199254740992}',
            "revision: should be less than or equal to 9007199254740991",
        ),
        (b'{"revision": true}', "revision: should not be true or false"),
        (b'{"status": "killed"}', "status: should be 'usable', 'withheld' or 'canceled'"),
        (b'{"title": 1, "body": 2}', "title: should be a valid string; body: should be a valid"),
        (b'{"published": "soon"}', "published: should be a valid datetime or date"),
        (b'{"published": 1e300}', "published: should be a valid datetime"),
    ],
)
def test_the_reason_names_the_fault(line: bytes, told: str) -> None:
    assert reason(line).startswith(told)


def test_many_faults_are_told_in_one_short_line() -> None:
    line = orjson.dumps({"subjects": list(range(1000)), "title": 1})
    assert reason(line).endswith("; 998 more")
    assert len(reason(line)) < 200


def test_a_number_too_long_to_be_read_is_not_json() -> None:
    told = reason(b'{"x": "\x01", "revision": ' + b"9" * 5000 + b"}")
    assert told == "not JSON: Exceeds the limit (4300 digits) for integer string conversion"


def test_a_body_of_five_megabytes_is_good() -> None:
    assert len(one(body="x" * 5_000_000).body) == 5_000_000


def test_the_longest_line_is_taken_and_one_byte_more_is_refused() -> None:
    frame = len(b'{"body":""}')
    longest = b'{"body":"' + b"x" * (MAX_ARTICLE_BYTES - frame) + b'"}'
    good, bad, after = read_articles(
        io.BytesIO(longest + b"\r\n" + longest + b" \n" + b'{"title":"a"}'), "wire.jsonl"
    )
    assert isinstance(good, Article)
    assert str(bad) == "wire.jsonl:2: longer than 15728640 bytes"
    assert isinstance(after, Article)
    assert after.title == "a"


class Endless(io.RawIOBase):
    """A line that goes on for a while, made as it is read."""

    def __init__(self, size: int) -> None:
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self._left)
        self._left -= size
        buffer[:size] = b"x" * size
        return size


def test_a_line_without_end_is_not_loaded_whole() -> None:
    tracemalloc.start()
    try:
        with io.BufferedReader(Endless(20 * MAX_ARTICLE_BYTES)) as stream:
            (line,) = bounded_lines(stream)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(line) == MAX_ARTICLE_BYTES + 1
    assert peak < 5 * MAX_ARTICLE_BYTES


def test_a_url_names_its_item_whatever_led_to_it() -> None:
    plain = one(url="https://example.com/a?b=1")
    assert plain.article_id == "https://example.com/a?b=1"
    for url in (
        "HTTPS://Example.COM/a?b=1#top",
        "https://example.com/a?utm_source=x&b=1&UTM_medium=y",
        " https://example.com/a?b=1 ",
    ):
        assert one(url=url).article_id == plain.article_id
    for url in ("https://example.com/A?b=1", "https://example.com/a?b=2", "urn:x:a?b=1"):
        assert one(url=url).article_id != plain.article_id


def test_a_url_keeps_its_password_and_gets_a_path() -> None:
    assert canonical_url("https://Me:Pass@Example.com") == "https://Me:Pass@example.com/"
    assert canonical_url("urn:Newsml:A") == "urn:Newsml:A"
    assert canonical_url("/only/a/path") == canonical_url("http://[broken") == ""


def test_a_long_url_is_named_by_its_digest() -> None:
    long = one(url="https://example.com/" + "a" * 600)
    assert len(long.article_id) == len("sha256:") + 64
    assert long.article_id != one(url="https://example.com/" + "a" * 601).article_id


@given(st.text())
def test_a_canonical_url_is_its_own(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


def test_without_a_url_source_title_and_time_name_the_item() -> None:
    told = {"source": "Wire", "title": "A", "published": "2026-10-06T10:00:00Z"}
    first = one(**told, body="one").article_id
    assert one(**told, body="two").article_id == first
    assert one(**{**told, "published": "2026-10-06T12:00:00+02:00"}).article_id == first
    for changed in ({"source": "Other"}, {"title": "B"}, {"published": "2026-10-06T10:00:01Z"}):
        assert one(**{**told, **changed}).article_id != first


def test_items_without_title_or_time_are_told_apart_by_their_text() -> None:
    for told in ({}, {"title": "Morning briefing"}, {"published": "2026-10-06"}):
        assert one(**told, body="one").article_id != one(**told, body="two").article_id
        assert one(**told, body="one").article_id == one(**told, body="one").article_id


def test_the_parts_of_a_derived_id_do_not_run_into_each_other() -> None:
    assert derived_id(article(url=None, source="ab", title="c")) != derived_id(
        article(url=None, source="a", title="bc")
    )


_texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(title=_texts, body=_texts, source=_texts, revision=st.integers(1, 2**53 - 1))
def test_what_is_read_is_what_was_written(
    title: str, body: str, source: str, revision: int
) -> None:
    told = article(title=title, body=body, source=source[:256], revision=revision)
    assert read(told.to_bytes()) == [told]


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_line_raises(line: bytes) -> None:
    for found in read(line):
        assert isinstance(found, Article | BadLine)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(Article.model_fields)), _json))
def test_whatever_the_fields_hold_an_article_is_one_that_can_be_published(
    fields: dict[str, Any],
) -> None:

    for found in read(json.dumps(fields).encode()):
        if isinstance(found, BadLine):
            assert found.reason
            assert "\n" not in found.reason
        else:
            assert Article.from_bytes(found.to_bytes()) == found
