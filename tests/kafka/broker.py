"""A real Apache Kafka on this machine, as one child process."""

import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from string import Template
from types import TracebackType
from typing import NamedTuple, Self

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from tests.kafka.jars import HERE, kafka_jars

CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qk"  # any: 16 bytes in base64
PATIENCE = 60.0
# Below the ports that systems give to outgoing connections: a client that keeps knocking on a
# dead broker's port there can end up connected to itself.
PORTS = range(20_000, 32_000)


def is_free(port: int) -> bool:
    """Say whether nothing listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        # as servers do: what is left of closed connections does not count
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(number: int) -> list[int]:
    """Return so many ports of 127.0.0.1 on which nothing listens."""
    return list(islice(filter(is_free, random.sample(PORTS, len(PORTS))), number))


def answers(bootstrap_servers: str) -> bool:
    """Say whether a broker is there and knows itself to be in its cluster."""
    quiet: dict[str, str | int | float | bool] = {
        "bootstrap.servers": bootstrap_servers,
        "log_level": 0,
    }
    try:
        return bool(AdminClient(quiet).list_topics(timeout=2).brokers)
    except KafkaException:
        return False


class Door(NamedTuple):
    """A further port of a broker, that tells its clients to come by another one."""

    name: str
    port: int
    told: int


@dataclass(frozen=True)
class Seat:
    """A broker's place in its cluster: its number, where the controllers are, what is copied."""

    controller_port: int
    voters: str
    number: int = 1
    copies: int = 1
    in_sync: int = 1
    doors: tuple[Door, ...] = ()

    def settings(self) -> dict[str, object]:
        """Return what `server.properties` says of it."""
        told = {
            "listening": (f",{d.name}://127.0.0.1:{d.port}" for d in self.doors),
            "advertised": (f",{d.name}://127.0.0.1:{d.told}" for d in self.doors),
            "plain": (f",{d.name}:PLAINTEXT" for d in self.doors),
        }
        return {**vars(self), **{name: "".join(parts) for name, parts in told.items()}}


class KafkaBroker:
    """One broker with its data in a folder: it can be ended and started again on the same ports.

    As a context manager it runs from entry to exit. The folder is the caller's to remove.
    Without a seat it is a cluster of its own.
    """

    def __init__(
        self,
        folder: Path,
        port: int | None = None,
        seat: Seat | None = None,
        options: tuple[str, ...] = (),
    ) -> None:
        self.folder = folder
        free, controller_port = free_ports(2)
        self.port = port or free
        self.seat = seat or Seat(controller_port, f"1@127.0.0.1:{controller_port}")
        self._options = options
        self.bootstrap_servers = f"127.0.0.1:{self.port}"
        self._properties = folder / "server.properties"
        self._log = folder / "broker.log"
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._properties.write_text(self._settings())

    @property
    def pid(self) -> int:
        """The process id; raises RuntimeError while the broker is down."""
        if self._process is None:
            raise RuntimeError("the broker is not running")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether its process is there: a broker can end by itself."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the broker, or start it again with its data, and return when it answers."""
        self.launch()
        self.wait_until_it_answers()

    def launch(self) -> None:
        """Start its process: one of several brokers answers only when most of them are there."""
        if not is_free(self.port):  # another broker there would answer in its place
            raise RuntimeError(f"port {self.port} of 127.0.0.1 is taken")
        libs = kafka_jars()
        if not (self.folder / "log" / "meta.properties").exists():
            self._run(libs, "kafka.tools.StorageTool", "format", *self._format_options())
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._java(libs, "kafka.Kafka", str(self._properties)),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the test run, which then stops it
            )

    def send(self, number: signal.Signals) -> None:
        """Send it a signal; one that has ended by itself is left alone."""
        if self._process is not None:
            self._process.send_signal(number)

    def kill(self) -> None:
        """End the broker as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the broker in order; a broker that is down is left alone."""
        if self._process is not None:
            self._end(signal.SIGTERM)

    def wait(self) -> None:
        """Wait until the broker ends by itself."""
        if self._process is not None:
            self._process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _settings(self) -> str:
        template = Template((HERE / "server.properties").read_text())
        return template.substitute(
            port=self.port, log_dir=self.folder / "log", **self.seat.settings()
        )

    def _format_options(self) -> Iterable[str]:
        return ("--ignore-formatted", "-t", CLUSTER_ID, "-c", str(self._properties))

    def _java(self, libs: Path, main: str, *arguments: str) -> list[str]:
        logging = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
        heap = ("-Xms256m", "-Xmx768m")
        return ["java", *heap, *self._options, logging, "-cp", f"{libs}/*", main, *arguments]

    def _run(self, libs: Path, main: str, *arguments: str) -> None:
        command = self._java(libs, main, *arguments)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{main} failed:\n{done.stdout}{done.stderr}")

    def wait_until_it_answers(self) -> None:
        """Return when it answers; raise RuntimeError with the end of its log if it does not."""
        end = time.monotonic() + PATIENCE
        while not answers(self.bootstrap_servers):
            ended = self._process is None or self._process.poll() is not None
            if ended or time.monotonic() > end:
                self.stop()
                told = self._log.read_text(errors="replace")[-4000:]
                why = "ended" if ended else f"did not answer within {PATIENCE:.0f} s"
                raise RuntimeError(f"Kafka {why}:\n{told}")
            time.sleep(0.1)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            raise RuntimeError("the broker is not running")
        self._process.send_signal(how)  # nothing happens if it has ended by itself
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
