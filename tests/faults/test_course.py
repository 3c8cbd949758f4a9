import pytest

from tests.faults.course import Move, Stall, longest_stall, longest_wait, recovery


def test_a_stall_lasts_from_one_move_to_the_next_while_work_waits() -> None:
    came = {0: [10.0, 10.1, 10.2]}
    moves = [Move(10.5, 0, 1), Move(14.0, 0, 3)]
    assert longest_stall(came, moves) == Stall(10.5, 3.5)


def test_time_without_work_is_no_stall() -> None:
    came = {0: [10.0, 30.0]}
    moves = [Move(10.5, 0, 1), Move(31.0, 0, 2)]
    assert longest_stall(came, moves) == Stall(30.0, 1.0)


def test_the_first_record_waits_from_when_it_came() -> None:
    assert longest_stall({0: [10.0]}, [Move(17.0, 0, 1)]) == Stall(10.0, 7.0)


def test_one_partition_waits_while_another_moves() -> None:
    came = {0: [10.0, 10.0], 1: [10.0, 11.0, 12.0, 13.0]}
    moves = [Move(10.0, 0, 1), *(Move(10.0 + one, 1, 1 + one) for one in range(4))]
    moves.append(Move(14.0, 0, 2))
    assert longest_stall(came, moves).seconds == 1.0
    assert longest_wait(came, moves) == Stall(10.0, 4.0)


def test_a_position_that_was_sent_before_its_record_was_stamped_is_no_stall() -> None:
    assert longest_stall({0: [10.0]}, [Move(9.9, 0, 1)]).seconds == 0.0


def test_without_moves_there_is_nothing_to_measure() -> None:
    assert longest_stall({0: []}, []) == Stall(0.0, 0.0)
    assert longest_wait({}, []) == Stall(0.0, 0.0)


@pytest.mark.parametrize(
    ("owned", "took"), [({0}, 3.0), ({1}, 1.5), ({0, 1}, 3.0), ({2}, None), (set(), None)]
)
def test_recovery_lasts_until_the_last_partition_of_the_killed_moves(
    owned: set[int], took: float | None
) -> None:
    came = {0: [10.0, 11.0], 1: [10.0, 11.5], 2: [10.0]}
    moves = [Move(10.5, 0, 1), Move(10.5, 1, 1), Move(10.6, 2, 1)]
    after = [Move(14.0, 0, 2), Move(13.0, 1, 2)]
    assert recovery(came, [*moves, *after], 11.0, owned) == took
