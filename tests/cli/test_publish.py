import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from services.cli.publish import publish
from services.producer.service import memory_of
from services.runtime.settings import Settings
from tests.producer.command import PATIENCE, acknowledged, ending, revisions, run, start, until
from tests.producer.conftest import embedded, settings
from tests.producer.wires import line, published_now, write

__all__ = ["embedded", "settings"]  # fixtures


def test_articles_are_published_once_and_bad_lines_named(
    settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.jsonl", [line(1), b"no\n", line(2), line(1, title="New")])
    status, said = run(settings, path)
    assert status == 1
    assert said.splitlines() == [
        f"{path}:2: not JSON: expecting value at character 1",
        "2 published, 1 revised, 0 already known, 1 refused",
    ]
    good = write(tmp_path / "good.jsonl", [line(1), line(2), line(1, title="New")])
    assert run(settings, good) == (0, "0 published, 0 revised, 3 already known, 0 refused\n")
    assert revisions(published_now(settings)).keys() == {("a1", 1), ("a1", 2), ("a2", 1)}


def test_standard_input_is_a_hyphen(settings: Settings) -> None:
    typed = (line(1) + line(2)).decode()
    status, said = run(settings, "-", "--rate", 100, typed=typed)
    assert (status, said) == (0, "2 published, 0 revised, 0 already known, 0 refused\n")


def test_a_folder_is_read_and_its_files_are_done(settings: Settings, tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [line(1)])
    assert run(settings, tmp_path)[1].startswith("1 published")
    write(tmp_path / "b.jsonl", [line(2)])
    assert run(settings, tmp_path)[1] == "1 published, 0 revised, 0 already known, 0 refused\n"


def test_odd_articles_pass_and_are_refused_by_name(settings: Settings, tmp_path: Path) -> None:
    expanding = b'{"article_id": "a4", "body": "' + b"\x01" * 3_000_000 + b'"}'
    odd = [line(1, body=""), line(2, body="x" * 5_000_000), line(3, body="\0"), expanding]
    status, said = run(settings, write(tmp_path / "a.jsonl", odd))
    assert status == 1
    first, last = said.splitlines()
    assert first.startswith("a4: its record of 18000")
    assert last == "3 published, 0 revised, 0 already known, 1 refused"


def test_a_file_that_is_not_there_is_named_and_the_next_is_read(
    settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.jsonl", [line(1)])
    status, said = run(settings, tmp_path / "gone", path)
    assert status == 1
    assert said.startswith(f"{tmp_path / 'gone'}: no such file or directory\n1 published")


def test_a_broker_that_stays_away_ends_it_with_75(settings: Settings, tmp_path: Path) -> None:
    nowhere = settings.model_copy(update={"bootstrap_servers": "127.0.0.1:9"})
    path = write(tmp_path / "a.jsonl", [line(1)])
    status, said = run(nowhere, path, "--patience", 0.5)
    assert status == 75
    away, figures, end = said.splitlines()
    assert away.startswith("Kafka is away: ")
    assert figures == "0 published, 0 revised, 0 already known, 0 refused"
    assert end.startswith("Kafka at 127.0.0.1:9 is away: ")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["--folow", "a.jsonl"], '"--folow"'),
        (["a.jsonl", "-f"], '"-f"'),
        (["a.jsonl", "--rate", "0"], "--rate"),
        ([], "FILES"),
    ],
)
def test_a_mistyped_option_is_not_taken_for_a_file(
    settings: Settings, words: list[str], fault: str
) -> None:
    with start(settings, *words) as process:
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert fault in said


def test_following_needs_a_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert publish([tmp_path / "gone"], follow=True) == 2
    assert capsys.readouterr().err == "--follow needs a folder that is there\n"


def test_a_memory_that_cannot_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    path = write(tmp_path / "state", [line(1)])  # a file where the folder should be
    status, said = run(settings, path)
    assert status == 1
    assert said.startswith(f"{memory_of(settings)} cannot be used: ")


def test_a_damaged_memory_is_set_aside_and_told(settings: Settings, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [line(1)])
    run(settings, path)
    memory_of(settings).write_bytes(b"scribble" * 1000)
    status, said = run(settings, path)
    assert status == 0
    told, learnt, figures = said.splitlines()
    assert told.startswith(f"{memory_of(settings)} was damaged: set aside as ")
    assert learnt == "what was published before is read again from Kafka"
    assert figures.endswith("1 already known, 0 refused")


def test_a_terminal_shows_a_bar(settings: Settings, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [line(n) for n in range(1000)])
    own, its = pty.openpty()
    with start(settings, path, stderr=its) as process:
        os.close(its)
        shown = b""
        while chunk := _read(own):
            shown += chunk
    os.close(own)
    assert process.returncode == 0
    assert "━".encode() in shown
    assert b"1000 published" in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # what Linux says when the other side has closed
        return b""


def test_an_interrupt_ends_it_with_all_that_was_acknowledged_remembered(
    settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.jsonl", [line(n) for n in range(1000)])
    with ending(start(settings, path, "--rate", 200)) as process:
        until(lambda: acknowledged(settings) > 100)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    there = len(published_now(settings))
    assert said == f"{there} published, 0 revised, 0 already known, 0 refused\n"
    assert there == acknowledged(settings) < 1000
    run(settings, path)
    assert len(published_now(settings)) == 1000


def test_an_interrupt_ends_the_wait_for_input(settings: Settings) -> None:
    with ending(start(settings, "-", stdin=subprocess.PIPE)) as process:
        process.stdin.write(line(1).decode())
        process.stdin.flush()
        until(lambda: acknowledged(settings) == 1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert said.startswith("1 published")


def test_following_publishes_what_appears_until_it_is_stopped(
    settings: Settings, tmp_path: Path
) -> None:
    with ending(start(settings, "--follow", tmp_path)) as process:
        for number in range(3):
            write(tmp_path / f"{number}.jsonl", [line(number)])
            until(lambda: acknowledged(settings) == number + 1)  # noqa: B023 - called here
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert '"published": 3' in said
    assert len(published_now(settings)) == 3
