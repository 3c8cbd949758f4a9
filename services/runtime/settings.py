"""The settings of every service, read from the environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What can be set, each with a default that works; `ENTENTE_` and the name in capitals."""

    model_config = SettingsConfigDict(env_prefix="ENTENTE_", frozen=True, extra="ignore")

    bootstrap_servers: str = Field("127.0.0.1:9092", description="Kafka brokers, comma-separated")
    topic_prefix: str = Field(
        "",
        pattern=r"^[A-Za-z0-9._-]{0,100}$",
        description="put before the name of every topic, group and transaction",
    )
    partitions: int = Field(12, ge=1, le=1000, description="partitions of topics keyed by pair")
    article_partitions: int = Field(
        12, ge=1, le=1000, description="partitions of the articles topic"
    )
    replication: int = Field(1, ge=1, le=7, description="copies the broker keeps of each topic")
    transactions: bool = Field(
        True, description="off only on the embedded broker, which has none: counts are not exact"
    )
    commit_interval: float = Field(
        0.1, gt=0, le=60, description="seconds between commits of the ledger"
    )
    commit_records: int = Field(
        1000, ge=1, description="records after which the ledger commits at once"
    )
    session_timeout: float = Field(
        10.0, gt=0, description="seconds of silence after which Kafka gives a worker up"
    )
    instance: str = Field(
        "", description="name of this worker slot: a restart under it takes over in seconds"
    )
    stall_limit: float = Field(
        20.0, gt=0, description="seconds without progress after which a worker ends itself"
    )
    refusal_limit: float = Field(
        0.05, ge=0, le=1, description="share of the last 1,000 records that may be refused"
    )
    state_dir: Path = Field(Path(".state"), description="folder for what services remember")
    state_store: Literal["memory", "sqlite"] = Field(
        "memory", description="where a ledger keeps its rows; sqlite: more than memory holds"
    )
    http_host: str = Field("127.0.0.1", description="address the reading page listens on")
    http_port: int = Field(8080, ge=0, le=65535, description="port of the reading page")
    log_level: str = Field(
        "info", pattern="^(debug|info|warning|error)$", description="lowest level"
    )
    log_json: bool | None = Field(
        None, description="JSON lines or text; unset: text on a terminal, else JSON"
    )

    def topic(self, name: str) -> str:
        """Return the name a topic has on the broker."""
        return self.topic_prefix + name

    def group(self, service: str) -> str:
        """Return the consumer group of a service, which also names its transactions."""
        return f"{self.topic_prefix}entente-{service}"
