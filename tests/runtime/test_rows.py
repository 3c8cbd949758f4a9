"""Rows in memory and in a file behave alike."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.runtime.rows import FileRows, Rows, rows_of
from services.runtime.settings import Settings


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    return rows_of(Settings(state_store="sqlite", state_dir=tmp_path / "new" / "folder"), "p0")


def test_memory_is_a_dictionary() -> None:
    assert rows_of(Settings(), "p0") == {}


def test_a_row_is_there_until_it_is_removed(rows: Rows) -> None:
    rows["event/ü"] = {"n": 1, "names": ["Åland"]}

    assert rows["event/ü"] == {"n": 1, "names": ["Åland"]}
    del rows["event/ü"]
    assert rows.get("event/ü") is None
    with pytest.raises(KeyError):
        del rows["event/ü"]


def test_what_an_earlier_process_left_is_dropped(tmp_path: Path) -> None:
    FileRows(tmp_path / "rows")["a"] = {}

    assert len(FileRows(tmp_path / "rows")) == 0


_KEYS = st.sampled_from(["a", "b", "c"])
_CHANGES = st.lists(st.tuples(_KEYS, st.none() | st.integers()))


@given(_CHANGES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changes_leave_the_rows_of_a_dictionary(
    rows: Rows, changes: list[tuple[str, int | None]]
) -> None:
    rows.clear()
    known: dict[str, dict[str, int]] = {}
    for key, number in changes:
        for table in (rows, known):
            if number is None:
                table.pop(key, None)
            else:
                table[key] = {"n": number % 2**31}

    assert dict(rows) == known
    assert (len(rows), list(rows)) == (len(known), sorted(known))
