"""The topics on a real broker: what is there, what should be, what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined] # not in its types
    AdminClient,
    ConfigResource,
    NewTopic,
)

from schemas.topics import TOPICS, Topic
from services.runtime.settings import Settings

_TIMEOUT = 10.0
_PAUSE = 0.1


class AdminFailure(Exception):
    """The broker refuses what was asked of it; the message says what and why."""


class Away(AdminFailure):
    """No broker answers."""


@dataclass(frozen=True)
class Found:
    """A topic as the broker has it: partitions, copies of each, and its settings."""

    partitions: int
    copies: int
    config: dict[str, str]


@dataclass(frozen=True)
class Difference:
    """One way in which a topic is not as it should be."""

    topic: str
    what: str
    wanted: str
    found: str

    def __str__(self) -> str:
        return f"{self.topic}: {self.what} {self.found}, should be {self.wanted}"


def partitions_of(topic: Topic, settings: Settings) -> int:
    """Return how many partitions a topic should have."""
    return settings.partitions if topic.by_pair else settings.article_partitions


class Topics:
    """The topics of the stream on one broker.

    Every method raises Away when no broker answers within `timeout` seconds, and AdminFailure
    when it refuses. The embedded broker has its topics from the start and cannot be asked.
    """

    def __init__(self, settings: Settings, timeout: float = _TIMEOUT) -> None:
        self._settings, self._timeout = settings, timeout
        # Its own log would repeat on stderr, every second, that a broker is away.
        servers = settings.bootstrap_servers
        self._client = AdminClient({"bootstrap.servers": servers, "log_level": 0})

    def create(self) -> list[str]:
        """Create the topics that are missing and return their names on the broker.

        Topics that are there stay as they are. Returns when the broker leads every partition.
        """
        there = self._sizes()
        missing = [topic for topic in TOPICS if self._settings.topic(topic.name) not in there]
        if missing:
            made = self._client.create_topics(
                [self._new(topic) for topic in missing], operation_timeout=self._timeout
            )
            created = [name for name, future in made.items() if self._was_made(name, future)]
            self._wait_for(made)
            return created
        return []

    def describe(self) -> dict[Topic, Found | None]:
        """Return each topic as the broker has it, None where it is missing."""
        there = self._sizes()
        names = {topic: self._settings.topic(topic.name) for topic in TOPICS}
        config = self._config([name for name in names.values() if name in there])
        return {
            topic: Found(*there[name], config[name]) if name in there else None
            for topic, name in names.items()
        }

    def differences(self) -> list[Difference]:
        """Return all that differs from what should be: missing topics, partitions, settings."""
        found = self.describe()
        return [one for topic, state in found.items() for one in self._compared(topic, state)]

    def _new(self, topic: Topic) -> NewTopic:
        return NewTopic(
            self._settings.topic(topic.name),
            num_partitions=partitions_of(topic, self._settings),
            replication_factor=self._settings.replication,
            config=topic.config(),
        )

    def _was_made(self, name: str, future: Any) -> bool:
        try:
            future.result(self._timeout)
        except KafkaException as error:
            if _error(error).code() == KafkaError.TOPIC_ALREADY_EXISTS:  # another was quicker
                return False
            raise AdminFailure(f"{name} cannot be created: {_error(error).str()}") from None
        return True

    def _wait_for(self, names: Iterable[str]) -> None:
        end = monotonic() + self._timeout
        while not set(names) <= self._sizes().keys():
            if monotonic() > end:
                raise AdminFailure("the broker has created the topics and does not show them")
            sleep(_PAUSE)

    def _sizes(self) -> dict[str, tuple[int, int]]:
        """Return partitions and copies of every topic that can be used."""
        try:
            listed = self._client.list_topics(timeout=self._timeout).topics
        except KafkaException:
            raise Away(f"no Kafka answers at {self._settings.bootstrap_servers}") from None
        return {
            name: (len(told.partitions), min(len(p.replicas) for p in told.partitions.values()))
            for name, told in listed.items()
            if told.partitions and all(p.leader >= 0 for p in told.partitions.values())
        }

    def _config(self, names: list[str]) -> dict[str, dict[str, str]]:
        resources = [ConfigResource(ConfigResource.Type.TOPIC, name) for name in names]
        if not resources:
            return {}
        try:
            asked = self._client.describe_configs(resources, request_timeout=self._timeout)
            told = {resource.name: future.result() for resource, future in asked.items()}
        except KafkaException as error:
            raise AdminFailure(_error(error).str()) from None
        return {
            name: {key: str(entry.value) for key, entry in entries.items()}
            for name, entries in told.items()
        }

    def _compared(self, topic: Topic, found: Found | None) -> list[Difference]:
        name = self._settings.topic(topic.name)
        if found is None:
            return [Difference(name, "it is", "there", "missing")]
        wanted = {
            "partitions": str(partitions_of(topic, self._settings)),
            "replication": str(self._settings.replication),
            **topic.config(),
        }
        actual = {
            **found.config,
            "partitions": str(found.partitions),
            "replication": str(found.copies),
        }
        return [
            Difference(name, what, value, actual.get(what, "unset"))
            for what, value in wanted.items()
            if actual.get(what) != value
        ]


def _error(error: KafkaException) -> KafkaError:
    found: KafkaError = error.args[0]
    return found
