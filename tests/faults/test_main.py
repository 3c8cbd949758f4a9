import sys

import pytest

from tests.faults import __main__ as command
from tests.faults import disk
from tests.faults.schedule import SORTS


def test_without_names_every_fault_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "lack", lambda: None)
    assert command._names("") == tuple(SORTS)
    assert command._names("term, kill") == ("kill", "term")


def test_what_this_machine_cannot_do_is_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(disk, "lack", lambda: "it needs root")
    assert command._names("kill,disk-full") == ("kill",)
    assert capsys.readouterr().out == "left out, since it needs root: disk-full\n"


def test_a_fault_that_does_not_exist_ends_the_command_with_those_that_do() -> None:
    with pytest.raises(SystemExit, match="no such fault: quake; there are kill, term"):
        command._names("quake")


def test_each_seed_is_a_plan() -> None:
    words = "--seed 5 --seeds 3 --faults kill --rate 50 --seconds 20 --brokers 1"
    plans = command._plans(command._parser().parse_args(words.split()))
    assert [plan.seed for plan in plans] == [5, 6, 7]
    assert {(plan.rate, plan.seconds, plan.transactions) for plan in plans} == {(50, 20.0, True)}


@pytest.mark.skipif(disk.lack() is not None, reason=f"a small disk: {disk.lack()}")
def test_a_small_disk_can_be_full_and_read_only(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("disk")
    small = disk.Disk(folder)
    try:
        (folder / "file").write_bytes(b"1")
        small.fill()
        with pytest.raises(OSError, match="No space left"):
            (folder / "more").write_bytes(b"1" * 100_000)
        small.mend()
        small.freeze()
        with pytest.raises(PermissionError):
            (folder / "file").write_bytes(b"2")
        small.mend()
        (folder / "file").write_bytes(b"3" * 100_000)
    finally:
        small.close()
    assert list(folder.iterdir()) == []


def test_a_disk_needs_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert disk.lack() == "it needs Linux"
