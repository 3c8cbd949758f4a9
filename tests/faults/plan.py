"""The plan of a run, with the command that repeats it."""

from dataclasses import dataclass
from itertools import islice

from tests.faults.schedule import SORTS, Schedule, schedule
from tests.faults.stage import WORKERS
from tests.kafka.feed import Sent, feed


@dataclass(frozen=True)
class Plan:
    """What a run is made of; the seed draws the feed, its partitions and the schedule."""

    seed: int
    names: tuple[str, ...]
    rate: int = 300
    seconds: float = 30.0
    brokers: int = 3
    transactions: bool = True

    @property
    def partitions(self) -> int:
        """Partitions of the reports topic, and thereby ledgers."""
        return 4 + self.seed % 3

    @property
    def command(self) -> str:
        """The command that runs it again."""
        told = f".venv/bin/python -m tests.faults --seed {self.seed} --brokers {self.brokers}"
        rest = f"--rate {self.rate} --seconds {self.seconds:g}"
        every = set(self.names) == set(SORTS)
        chosen = "" if every else f" --faults {','.join(self.names)}"
        return f"{told} {rest}{chosen}" + ("" if self.transactions else " --without-transactions")

    def schedule(self) -> Schedule:
        """Return what breaks when."""
        brokers = [str(number) for number in range(1, self.brokers + 1)]
        return schedule(self.seed, self.names, self.seconds, WORKERS, brokers)

    def records(self) -> list[Sent]:
        """Return the feed."""
        wrong = self.schedule().feed
        return list(
            islice(feed(None, self.partitions, self.seed, wrong), int(self.rate * self.seconds))
        )
