from itertools import pairwise

import pytest

from tests.faults.deeds import DEEDS
from tests.faults.schedule import BROKERS_APART, FIRST, SORTS, Fault, Schedule, schedule

WORKERS, BROKERS = ("a", "b"), ("1", "2", "3")


def drawn(seed: int, names: tuple[str, ...] = tuple(SORTS), seconds: float = 60.0) -> Schedule:
    return schedule(seed, names, seconds, WORKERS, BROKERS)


def test_a_schedule_is_the_same_for_the_same_seed() -> None:
    assert drawn(7) == drawn(7)
    assert len({drawn(seed) for seed in range(30)}) == 30


def test_the_order_in_which_faults_are_named_does_not_matter() -> None:
    assert drawn(3, ("kill", "pause", "term")) == drawn(3, ("term", "kill", "pause"))


@pytest.mark.parametrize("name", [name for name in SORTS if SORTS[name].target != "feed"])
def test_every_fault_can_be_chosen_alone_and_has_a_deed(name: str) -> None:
    chosen = drawn(1, (name,))
    assert chosen.faults
    assert {fault.name for fault in chosen.faults} == {name}
    assert chosen.feed == frozenset()
    assert name in DEEDS


def test_faults_of_the_feed_are_no_deeds_and_hold_all_the_time() -> None:
    of_feed = {name for name in SORTS if SORTS[name].target == "feed"}
    assert of_feed & set(DEEDS) == set()
    assert of_feed | set(DEEDS) == set(SORTS)
    assert drawn(1, tuple(of_feed)) == Schedule(frozenset(of_feed), ())


def test_all_faults_come_up() -> None:
    found = {name for seed in range(20) for name in drawn(seed).names()}
    assert found == set(SORTS)


@pytest.mark.parametrize("seed", range(20))
def test_faults_keep_to_their_bounds(seed: int) -> None:
    faults = drawn(seed).faults
    assert [fault.at for fault in faults] == sorted(fault.at for fault in faults)
    for fault in faults:
        sort = SORTS[fault.name]
        assert FIRST <= fault.at < 58
        assert sort.shortest <= fault.seconds <= sort.longest
        assert 0 <= fault.power <= 1
        assert (fault.target in (*WORKERS, *BROKERS)) == (sort.target not in ("spare", "workers"))


@pytest.mark.parametrize("seed", range(20))
def test_brokers_break_one_at_a_time(seed: int) -> None:
    broken = [one for one in drawn(seed).faults if SORTS[one.name].target in ("broker", "disk")]
    for one, following in pairwise(broken):
        assert following.at - one.at >= one.seconds + BROKERS_APART - 0.1


@pytest.mark.parametrize("seed", range(20))
def test_what_is_broken_is_not_broken_again_in_the_same_way(seed: int) -> None:
    until: dict[tuple[str, str], float] = {}
    for fault in drawn(seed, ("sleep", "silence", "kill")).faults:
        assert fault.at >= until.get((fault.name, fault.target), 0.0)
        until[fault.name, fault.target] = fault.at + fault.seconds


def test_a_schedule_says_what_happens() -> None:
    faults = (Fault(5.0, "sleep", "a", 8.3, 0.5), Fault(7.5, "kill", "b", 0.0, 0.1))
    chosen = Schedule(frozenset({"late"}), faults)
    assert str(chosen) == "5.0 s sleep a for 8.3 s, 7.5 s kill b, late"
    assert chosen.names() == ["sleep", "kill", "late"]
