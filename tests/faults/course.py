"""The course of a run: when records came, when positions moved, how long anything stood still."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple


class Move(NamedTuple):
    """A committed position: the time (seconds since the epoch) and the next offset."""

    at: float
    partition: int
    next: int


class Stall(NamedTuple):
    """A while in which work waited and no position moved."""

    start: float
    seconds: float


Came = Mapping[int, Sequence[float]]
"""By partition, the time at which each of its records was on the topic."""

_NEVER = float("inf")


def longest_stall(came: Came, moves: Sequence[Move]) -> Stall:
    """Return the longest while in which work waited somewhere and nothing moved anywhere."""
    return max(_stalls(came, moves), key=lambda stall: stall.seconds, default=Stall(0.0, 0.0))


def longest_wait(came: Came, moves: Sequence[Move]) -> Stall:
    """Return the longest while in which one partition had work waiting and did not move."""
    each = [
        longest_stall({number: came[number]}, [move for move in moves if move.partition == number])
        for number in came
    ]
    return max(each, key=lambda stall: stall.seconds, default=Stall(0.0, 0.0))


def recovery(
    came: Came, moves: Sequence[Move], killed: float, partitions: Collection[int]
) -> float | None:
    """Return how long after a kill the last of these partitions moved on, in seconds.

    Time without work does not count. None if none of them moved any more.
    """
    took = [
        move.at - max(killed, _came(came, number, _position(moves, number, killed)))
        for number in partitions
        if (move := _next_move(moves, number, killed))
    ]
    return max(took, default=None)


def _stalls(came: Came, moves: Sequence[Move]) -> Iterator[Stall]:
    """Yield the time before each move: since the one before, or since there was work."""
    positions = dict.fromkeys(came, 0)
    before = 0.0
    for move in sorted(moves):
        waiting_since = min(
            (_came(came, number, at) for number, at in positions.items()), default=_NEVER
        )
        start = max(before, waiting_since)
        yield Stall(start, max(move.at - start, 0.0))
        positions[move.partition] = max(move.next, positions.get(move.partition, 0))
        before = move.at


def _came(came: Came, partition: int, offset: int) -> float:
    times = came[partition]
    return times[offset] if offset < len(times) else _NEVER


def _position(moves: Sequence[Move], partition: int, at: float) -> int:
    return max((m.next for m in moves if m.partition == partition and m.at <= at), default=0)


def _next_move(moves: Sequence[Move], partition: int, after: float) -> Move | None:
    mine = sorted(move for move in moves if move.partition == partition)
    index = bisect_right(mine, (after, _NEVER))
    return mine[index] if index < len(mine) else None
