"""A Kafka of one broker or of three, each client coming by a door of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.kafka.broker import Door, KafkaBroker, Seat, free_ports

# Three Java machines share few cores: what makes one fast in the long run slows all at first.
_FRUGAL = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


class Cluster:
    """Brokers that keep copies of each other: of three, all hold everything and two must.

    `doors` are the names of further listeners that every broker has. A client that comes by one
    is sent on to the port in `told`, where somebody else has to listen: a proxy.
    As a context manager it runs from entry to exit. The folder is the caller's to remove.
    """

    def __init__(self, folder: Path, size: int = 3, doors: Sequence[str] = ()) -> None:
        ports = iter(free_ports(size * (2 + 2 * len(doors))))
        controllers = {number: next(ports) for number in range(1, size + 1)}
        voters = ",".join(f"{n}@127.0.0.1:{port}" for n, port in controllers.items())
        self.brokers: dict[int, KafkaBroker] = {}
        for number, controller_port in controllers.items():
            own = tuple(Door(name, next(ports), next(ports)) for name in doors)
            seat = Seat(controller_port, voters, number, size, (size + 1) // 2, own)
            self.brokers[number] = KafkaBroker(
                folder / f"broker-{number}", next(ports), seat, _FRUGAL
            )

    @property
    def bootstrap_servers(self) -> str:
        """Where the brokers are reached directly."""
        return ",".join(broker.bootstrap_servers for broker in self.brokers.values())

    def door(self, name: str) -> list[Door]:
        """Return this door of every broker, in their order."""
        return [
            door for one in self.brokers.values() for door in one.seat.doors if door.name == name
        ]

    def start(self) -> None:
        """Start all brokers and return when each answers."""
        self._each(KafkaBroker.launch)
        self._each(KafkaBroker.wait_until_it_answers)

    def stop(self) -> None:
        """End all brokers at once: they are not needed any more."""
        self._each(_kill)

    def _each(self, act: Callable[[KafkaBroker], None]) -> None:
        with ThreadPoolExecutor(len(self.brokers)) as threads:
            list(threads.map(act, self.brokers.values()))

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _kill(broker: KafkaBroker) -> None:
    if broker.is_running:
        broker.kill()
