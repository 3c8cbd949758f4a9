"""A broker for demonstrations and quick tests: librdkafka's own, in a process of its own.

`python -m services.runtime.embedded` prints its address on one line and lives until its standard
input ends, so that it goes when whoever started it goes, however that ends.

Everything is in memory: 5 MiB for each partition, then the oldest records go. It compacts nothing
and has no transactions, so that counts on it are for show.
"""

import ctypes
import ctypes.util
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from schemas.topics import TOPICS
from services.runtime.admin import partitions_of
from services.runtime.settings import Settings

LIMITS = "in memory, 5 MiB a partition, no transactions"
"""What its user must know, in one line."""

_PRODUCER = 0
_BROKERS = 1
_COPIES = 1
_REBALANCE_DELAY_MS = 200
"""How long a group waits for more members before it begins; librdkafka's own is 3 s."""

_ERROR_SIZE = 512
_PATIENCE = 10.0


class NoBroker(Exception):
    """The embedded broker cannot be started here; the message says why."""


class EmbeddedBroker:
    """The broker in a child process, with every topic; a context manager.

    `bootstrap_servers` is its address; `environment` is what its clients must be told.
    Articles have one partition, unless told otherwise, and so keep their order.
    """

    def __init__(
        self, *, partitions: int = 12, article_partitions: int = 1, topic_prefix: str = ""
    ) -> None:
        self.bootstrap_servers = ""
        self._told = {
            "ENTENTE_PARTITIONS": str(partitions),
            "ENTENTE_ARTICLE_PARTITIONS": str(article_partitions),
            "ENTENTE_TOPIC_PREFIX": topic_prefix,
            "ENTENTE_TRANSACTIONS": "false",
        }
        self._process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a service finds this broker and keeps to its limits."""
        return {**self._told, "ENTENTE_BOOTSTRAP_SERVERS": self.bootstrap_servers}

    @property
    def settings(self) -> Settings:
        """The settings that a service given `environment` has."""
        told = {name.removeprefix("ENTENTE_").lower(): v for name, v in self.environment.items()}
        return Settings.model_validate(told)

    def __enter__(self) -> Self:
        """Start it; raise NoBroker when that fails."""
        process = subprocess.Popen(  # noqa: S603 - this very module
            # -P: a folder of the same name where the user happens to be is not the project
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **self._told},
            process_group=0,  # Ctrl-C is for its owner, which ends it last
        )
        self._process = process
        assert process.stdout  # noqa: S101 - it was asked for
        self.bootstrap_servers = process.stdout.readline().strip()
        if not self.bootstrap_servers:
            raise NoBroker(process.communicate()[1].strip() or "the embedded broker has ended")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if process := self._process:
            self._process = None
            try:
                process.communicate(timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def main() -> None:
    """Run the broker until standard input ends."""
    try:
        print(_start(Settings()), flush=True)  # noqa: T201 - whoever started it reads this
    except NoBroker as error:
        sys.exit(str(error))
    try:
        while os.read(sys.stdin.fileno(), 4096):
            pass
    except KeyboardInterrupt:
        pass
    os._exit(0)  # nothing is worth closing: it is all in memory


def _start(settings: Settings) -> str:
    """Start the cluster, create the topics; return the address."""
    library = _library()
    conf = library.rd_kafka_conf_new()
    library.rd_kafka_conf_set_log_cb(conf, None)  # it would warn that it knows no broker
    error = ctypes.create_string_buffer(_ERROR_SIZE)
    client = library.rd_kafka_new(_PRODUCER, conf, error, _ERROR_SIZE)
    cluster = client and library.rd_kafka_mock_cluster_new(client, _BROKERS)
    if not cluster:
        raise NoBroker(f"librdkafka cannot start its broker: {error.value.decode()}")
    library.rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, _REBALANCE_DELAY_MS)
    for topic in TOPICS:
        name = settings.topic(topic.name)
        number = partitions_of(topic, settings)
        if library.rd_kafka_mock_topic_create(cluster, name.encode(), number, _COPIES):
            raise NoBroker(
                f"librdkafka's broker cannot have a topic {name} of {number} partitions"
            )
    address: bytes = library.rd_kafka_mock_cluster_bootstraps(cluster)
    return address.decode()


def _library() -> Any:
    """Load librdkafka and say how the functions used here are called (`rdkafka_mock.h`)."""
    for path in _places():
        try:
            library: Any = ctypes.CDLL(path)
            return _declared(library)
        except (OSError, AttributeError):
            continue  # not for this machine, or built without the broker
    raise NoBroker("the embedded broker needs librdkafka, which confluent-kafka ships: not found")


def _places() -> Iterator[str]:
    """Yield where librdkafka may be: in the wheel, whatever the system, then on the system."""
    try:
        shipped = files("confluent-kafka") or []
    except PackageNotFoundError:
        shipped = []
    for path in shipped:
        if path.name.startswith("librdkafka") and not path.name.startswith("librdkafka++"):
            yield str(Path(str(path.locate())).resolve())
    if found := ctypes.util.find_library("rdkafka"):
        yield found


def _declared(library: Any) -> Any:
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, arguments in (
        ("conf_new", pointer, ()),
        ("conf_set_log_cb", None, (pointer, pointer)),
        ("new", pointer, (number, pointer, text, ctypes.c_size_t)),
        ("mock_cluster_new", pointer, (pointer, number)),
        ("mock_cluster_bootstraps", text, (pointer,)),
        ("mock_topic_create", number, (pointer, text, number, number)),
        ("mock_group_initial_rebalance_delay_ms", None, (pointer, ctypes.c_int32)),
    ):
        function = getattr(library, f"rd_kafka_{name}")
        function.restype, function.argtypes = result, arguments
    return library


if __name__ == "__main__":
    main()
