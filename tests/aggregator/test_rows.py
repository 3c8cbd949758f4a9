"""Keys and drafts of rows."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.rows import Draft, added, count_key


def test_a_cell_is_keyed_by_pair_and_sector() -> None:
    assert count_key("AZE-CHN", "trade") == "count/AZE-CHN|trade"


def test_a_draft_is_seen_by_its_reader_and_not_by_the_rows() -> None:
    rows: dict[str, Any] = {"a": {"n": 1}, "b": {"n": 2}}
    draft = Draft(rows)
    draft.put("a", {"n": 9})
    draft.put("b", None)

    assert (draft.get("a"), draft.get("b"), draft.get("c")) == ({"n": 9}, None, None)
    assert rows == {"a": {"n": 1}, "b": {"n": 2}}
    assert draft.changes == {"a": {"n": 9}, "b": None}


_NAMES = st.lists(st.sampled_from("abc"), unique=True)


@given(st.lists(_NAMES))
def test_what_is_added_and_taken_away_leaves_the_counter_empty(steps: list[list[str]]) -> None:
    counter: dict[str, int] = {}
    for names in steps:
        counter = added(counter, names, 1)
    for names in reversed(steps):
        counter = added(counter, names, -1)

    assert counter == {}
