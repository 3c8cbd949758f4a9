from hypothesis import given
from hypothesis import strategies as st

from services.producer.source import Batch, FileDone, Item, Pause, Refused, batches
from services.runtime.articles import BadLine
from tests.factories import article

BAD = BadLine("f", 1, "no")
LOST = Refused("f", "gone")
DONE = FileDone(b"/f", 1, 2)


def cut(items: list[Item], articles: int = 3, size: int = 10_000) -> list[Batch]:
    return list(batches(items, articles, size))


def numbers(items: list[Item], **limits: int) -> list[int]:
    return [len(batch.articles) for batch in cut(items, **limits)]


def test_a_batch_ends_when_it_has_enough_articles() -> None:
    assert numbers([article()] * 7) == [3, 3, 1]


def test_a_batch_ends_when_it_is_large_enough() -> None:
    assert numbers([article(title="", body="x" * 60)] * 5, size=100) == [2, 2, 1]


def test_an_article_larger_than_a_batch_is_still_sent() -> None:
    assert numbers([article(body="x" * 1000)] * 2, size=100) == [1, 1, 0]


def test_bad_lines_are_not_gathered_without_end() -> None:
    assert [len(batch.bad) for batch in cut([BAD] * 7)] == [3, 3, 1]


def test_a_pause_sends_what_is_there_even_if_that_is_nothing() -> None:
    assert numbers([article(), Pause(), Pause(), article()]) == [1, 0, 1]


def test_a_source_without_items_is_one_empty_batch() -> None:
    assert cut([]) == [Batch()]


def test_everything_has_its_place_in_a_batch() -> None:
    (batch,) = cut([article(), BAD, DONE, LOST])
    assert (batch.articles, batch.bad, batch.files) == ([article()], [BAD, LOST], [DONE])


def test_a_refusal_says_what_and_why() -> None:
    assert str(LOST) == "f: gone"


@given(
    st.lists(st.sampled_from([article(), BAD, LOST, DONE, Pause()])),
    st.integers(1, 5),
    st.integers(1, 500),
)
def test_no_item_is_lost_or_moved_before_another(
    items: list[Item], articles: int, size: int
) -> None:
    cuts = cut(items, articles, size)
    assert [a for b in cuts for a in b.articles] == [i for i in items if i == article()]
    assert [a for b in cuts for a in b.bad] == [i for i in items if i in (BAD, LOST)]
    # The end of a file is never in a batch before the file's articles.
    before_files = [sum(len(b.articles) for b in cuts[: n + 1]) for n, b in enumerate(cuts)]
    ends = [total for total, b in zip(before_files, cuts, strict=True) for _ in b.files]
    needed = [sum(i == article() for i in items[:n]) for n, i in enumerate(items) if i == DONE]
    assert all(end >= need for end, need in zip(ends, needed, strict=True))
