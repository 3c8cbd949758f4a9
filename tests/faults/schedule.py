"""What breaks when: a schedule drawn by lot, the same for the same seed."""

import random
from collections.abc import Sequence
from typing import Literal, NamedTuple

Target = Literal["worker", "spare", "workers", "broker", "link", "disk", "feed"]

FIRST = 3.0
"""Seconds until the first fault."""

APART = (2.0, 8.0)
"""Seconds from one fault to the next, at least and at most: they may overlap."""

BROKERS_APART = 14.0
"""Seconds between faults of brokers: of three, two must be there for anything to be written."""


class Sort(NamedTuple):
    """A sort of fault: what it befalls, and for how many seconds at least and at most."""

    target: Target
    shortest: float
    longest: float
    about: str


SORTS: dict[str, Sort] = {
    "kill": Sort("worker", 0, 0, "a worker is ended by SIGKILL and started again"),
    "term": Sort("worker", 0, 0, "a worker is ended by SIGTERM and started again"),
    "pause": Sort("worker", 1, 4, "a worker stands still, for less than its session lasts"),
    "sleep": Sort("worker", 8, 13, "a worker stands still until it is given up, then goes on"),
    "join": Sort("spare", 6, 14, "a third worker joins, and leaves later"),
    "leave": Sort("worker", 8, 13, "a worker is ended in order and stays away for a while"),
    "roll": Sort("workers", 8, 16, "all workers are ended in order, one after the other"),
    "refuse": Sort("link", 2, 9, "connections are cut, new ones refused"),
    "silence": Sort("link", 2, 12, "connections stay open, nothing passes"),
    "delay": Sort("link", 4, 10, "every packet comes 50 to 400 ms late"),
    "broker-kill": Sort("broker", 0, 5, "a broker is ended by SIGKILL and started again"),
    "broker-restart": Sort("broker", 0, 3, "a broker is ended in order and started again"),
    "broker-pause": Sort("broker", 2, 12, "a broker stands still, then goes on"),
    "read-only": Sort("disk", 2, 6, "a broker may not create or rename files any more"),
    "disk-full": Sort("disk", 2, 6, "the disk of a broker is full"),
    "poison": Sort("feed", 0, 0, "1 % of the records cannot be read, or make no sense"),
    "late": Sort("feed", 0, 0, "4 % of the records come late, after what revises them"),
    "clock": Sort("feed", 0, 0, "the times in the articles jump, from year 1 to year 9999"),
}
"""Every fault by its name."""

_OF_BROKERS = {"broker", "disk"}


class Fault(NamedTuple):
    """A fault of a schedule: `at` seconds after the feed began, for so many seconds.

    The target is a worker ("a"), a broker ("2"), or empty where nothing is to choose. `power`,
    between 0 and 1, says how much of it, where there is more and less.
    """

    at: float
    name: str
    target: str
    seconds: float
    power: float

    def __str__(self) -> str:
        told = " ".join(filter(None, (self.name, self.target)))
        return f"{self.at:.1f} s {told}" + (f" for {self.seconds:.1f} s" if self.seconds else "")


class Schedule(NamedTuple):
    """What is wrong with the feed, and the faults in their order."""

    feed: frozenset[str]
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        return ", ".join([*map(str, self.faults), *sorted(self.feed)])

    def names(self) -> list[str]:
        """Return the names of all that goes wrong, those of the feed last."""
        return [fault.name for fault in self.faults] + sorted(self.feed)


def schedule(
    seed: int,
    names: Sequence[str],
    seconds: float,
    workers: Sequence[str],
    brokers: Sequence[str],
) -> Schedule:
    """Draw what breaks in so many seconds, from the sorts named."""
    lots = random.Random(f"faults/{seed}")
    of_feed = frozenset(name for name in sorted(names) if SORTS[name].target == "feed")
    others = sorted(set(names) - of_feed)
    faults: list[Fault] = []
    at, brokers_from = FIRST, 0.0
    while at < seconds - 2:
        name = lots.choice(others) if others else ""
        if name and (SORTS[name].target not in _OF_BROKERS or at >= brokers_from):
            fault = _drawn(lots, at, name, workers, brokers)
            if not any(_is_the_same(fault, one) for one in faults):
                faults.append(fault)
            if SORTS[name].target in _OF_BROKERS:
                brokers_from = at + fault.seconds + BROKERS_APART
        at += lots.uniform(*APART)
    return Schedule(of_feed, tuple(faults))


def _drawn(
    lots: random.Random, at: float, name: str, workers: Sequence[str], brokers: Sequence[str]
) -> Fault:
    sort = SORTS[name]
    choice: dict[Target, Sequence[str]] = {
        "worker": workers,
        "broker": brokers,
        "disk": brokers,
        "link": (*workers, *brokers),
    }
    target = lots.choice(choice.get(sort.target, [""]))
    seconds = round(lots.uniform(sort.shortest, sort.longest), 1)
    return Fault(round(at, 1), name, target, seconds, round(lots.random(), 2))


def _is_the_same(fault: Fault, earlier: Fault) -> bool:
    """Say whether what would break is still broken in this very way."""
    ends = earlier.at + earlier.seconds
    return (fault.name, fault.target) == (earlier.name, earlier.target) and fault.at < ends
