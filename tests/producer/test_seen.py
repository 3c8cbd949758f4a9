import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.producer.revise import Told
from services.producer.seen import Damaged, Seen
from services.producer.source import FileDone

ROWS = [("a1", 1, b"x" * 16), ("a1", 2, b"y" * 16), ("a2", 1, b"z" * 16)]
FILE = FileDone(b"/wires/\xff.jsonl", 10, 20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "seen.sqlite"


def filled(path: Path, number: int = 2000) -> None:
    seen = Seen(path)
    with seen.transaction():
        seen.acknowledge((f"article {n}", 1, bytes(16)) for n in range(number))
    seen.close()


def test_a_new_memory_is_empty(path: Path) -> None:
    seen = Seen.open(path)
    assert seen.empty
    assert seen.aside is None
    assert seen.known(["a1"]) == {}
    assert seen.files() == set()
    seen.close()


def test_what_is_written_is_there_for_the_next_process(path: Path) -> None:
    seen = Seen(path)
    with seen.transaction():
        seen.claim(ROWS)
    with seen.transaction():
        seen.acknowledge(ROWS[:1])
        seen.finish([FILE])
    seen.close()
    again = Seen(path)
    assert not again.empty
    assert again.known(["a1", "a2", "a3"]) == {
        "a1": {1: Told(b"x" * 16, True), 2: Told(b"y" * 16, False)},
        "a2": {1: Told(b"z" * 16, False)},
    }
    assert again.files() == {FILE}
    again.close()


def test_a_claim_takes_nothing_back(path: Path) -> None:
    seen = Seen(path)
    with seen.transaction():
        seen.acknowledge(ROWS)
        seen.claim([("a1", 1, b"!" * 16)])
    assert seen.known(["a1"])["a1"][1] == Told(b"x" * 16, True)
    seen.close()


def test_a_file_that_was_read_again_has_one_row(path: Path) -> None:
    seen = Seen(path)
    later = FileDone(FILE.name, 11, 21)
    with seen.transaction():
        seen.finish([FILE, later])
    assert seen.files() == {later}
    seen.close()


def test_an_exception_undoes_all_of_its_transaction(path: Path) -> None:
    seen = Seen(path)

    def fail() -> None:
        with seen.transaction():
            seen.claim(ROWS)
            seen.finish([FILE])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen.empty
    assert seen.files() == set()
    with seen.transaction():
        seen.claim(ROWS)
    assert not seen.empty
    seen.close()


def test_ids_of_any_text_are_told_apart(path: Path) -> None:
    seen = Seen(path)
    ids = ["a", "A", "a\0", "a\0b", "ü", "u\u0308", "1", "1.0"]
    with seen.transaction():
        seen.claim((name, number + 1, bytes(16)) for number, name in enumerate(ids))
    assert {name: list(told) for name, told in seen.known(ids).items()} == {
        name: [number + 1] for number, name in enumerate(ids)
    }
    seen.close()


def test_two_processes_can_use_one_memory(path: Path) -> None:
    one, other = Seen(path), Seen(path)
    with one.transaction():
        one.claim(ROWS)
        assert other.empty
    with other.transaction():
        assert other.known(["a2"])["a2"] == {1: Told(b"z" * 16, False)}
        other.acknowledge(ROWS)
    assert one.known(["a2"])["a2"][1].acknowledged
    one.close()
    other.close()


def scribble(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(os.urandom(8192))


def tear(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def replace(path: Path) -> None:
    path.write_bytes(b"this was never a database, it only stands where one should be " * 100)


def age(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


@pytest.mark.parametrize("damage", [scribble, tear, replace, age])
def test_a_damaged_memory_is_set_aside_and_an_empty_one_takes_its_place(
    path: Path, damage: Callable[[Path], None]
) -> None:
    filled(path)
    damage(path)
    damaged = path.read_bytes()
    with pytest.raises(Damaged):
        Seen(path)
    seen = Seen.open(path)
    assert seen.empty
    assert seen.aside is not None
    assert seen.aside.read_bytes() == damaged
    with seen.transaction():
        seen.claim(ROWS)
    seen.close()
    again = Seen.open(path)
    assert again.aside is None
    assert not again.empty
    again.close()


def test_damage_found_while_reading_is_told_as_damage(path: Path) -> None:
    filled(path, 100_000)  # more than SQLite keeps in memory
    seen = Seen(path)
    tear(path)
    with pytest.raises(Damaged):
        seen.known(f"article {number}" for number in range(100_000))
    seen.close()


def test_a_memory_that_cannot_be_opened_is_not_damaged(tmp_path: Path) -> None:
    (tmp_path / "seen.sqlite").mkdir()
    with pytest.raises(sqlite3.OperationalError):
        Seen.open(tmp_path / "seen.sqlite")


KILLED = """
import os, signal, sys
from pathlib import Path
from services.producer.seen import Seen
seen = Seen(Path(sys.argv[1]))
with seen.transaction():
    seen.claim([("before", 1, bytes(16))])
with seen.transaction():
    seen.claim((f"within {n}", 1, bytes(16)) for n in range(10_000))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_within_a_transaction_leaves_what_was_before_it(path: Path) -> None:
    process = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert process.returncode == -9
    seen = Seen.open(path)
    assert seen.aside is None
    assert seen.known(["before", "within 0", "within 9999"]).keys() == {"before"}
    seen.close()


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 100), noise=st.binary(min_size=1, max_size=64), torn=st.booleans())
@example(cut=19, noise=b"\x00\x00\x80", torn=False)
def test_whatever_happens_to_the_file_a_memory_opens(
    tmp_path_factory: pytest.TempPathFactory, cut: int, noise: bytes, torn: bool
) -> None:
    path = tmp_path_factory.mktemp("seen") / "seen.sqlite"
    filled(path, 200)
    place = path.stat().st_size * cut // 101
    if torn:
        os.truncate(path, place)
    else:
        with path.open("r+b") as stream:
            stream.seek(place)
            stream.write(noise)
    seen = Seen.open(path)
    with seen.transaction():
        seen.claim(ROWS)
    assert seen.known(["a1"])["a1"].keys() == {1, 2}
    seen.close()
