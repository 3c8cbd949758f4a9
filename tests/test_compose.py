import json
import re
import subprocess
import time
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from confluent_kafka import Consumer
from jsonschema import Draft202012Validator

from schemas.count import Count
from schemas.topics import COUNTS
from services.runtime.settings import Settings
from tests.compose import ROOT, Place, compose, own_services, with_defaults
from tests.kafka.broker import KafkaBroker

SERVICES = own_services()
AGENTS = ("producer", "extractor", "aggregator")


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    """The Compose Specification's own schema, as the package check-jsonschema ships it."""
    package = distribution("check-jsonschema")
    vendored = "check_jsonschema/builtin_schemas/vendor/compose-spec.json"
    return Draft202012Validator(json.loads(package.locate_file(vendored).read_text()))


def test_the_file_keeps_to_the_compose_specification(schema: Draft202012Validator) -> None:
    assert [error.message for error in schema.iter_errors(compose())] == []


def test_a_misspelt_key_would_be_found(schema: Draft202012Validator) -> None:
    wrong = compose()
    wrong["services"]["kafka"]["helthcheck"] = {}
    assert any("helthcheck" in error.message for error in schema.iter_errors(wrong))


def test_the_broker_is_the_one_of_the_tests() -> None:
    pom = (ROOT / "tests/kafka/pom.xml").read_text()
    version = compose()["services"]["kafka"]["image"].removeprefix("apache/kafka:")
    assert re.search(r"kafka_2\.13</artifactId>\s*<version>(.*?)</version>", pom)[1] == version  # type: ignore[index]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service


def test_what_goes_on_starts_again_and_what_is_done_once_does_not() -> None:
    restarts = {name: service["restart"] for name, service in SERVICES.items()}
    assert restarts.pop("topics") == "on-failure"
    assert set(restarts) == set(AGENTS)
    assert set(restarts.values()) == {"unless-stopped"}


def test_services_wait_for_the_topics_and_these_for_the_broker() -> None:
    assert SERVICES["topics"]["depends_on"] == {"kafka": {"condition": "service_healthy"}}
    once = {"topics": {"condition": "service_completed_successfully"}}
    assert all(SERVICES[name]["depends_on"] == once for name in AGENTS)


def test_ports_are_open_to_this_machine_alone() -> None:
    ports = [port for told in compose()["services"].values() for port in told.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_setting_in_the_file_exists() -> None:
    known = {f"ENTENTE_{name.upper()}" for name in Settings.model_fields}
    used = {name for service in SERVICES.values() for name in service["environment"]}
    assert used <= known


def test_the_wires_are_the_sample_articles_unless_told_otherwise() -> None:
    wires = with_defaults(SERVICES["producer"]["volumes"][0]).split(":")
    assert wires == ["./seeds/articles", "/wires", "ro"]
    assert list((ROOT / wires[0]).glob("*.jsonl"))


def test_the_image_is_built_with_the_uv_of_the_lock_file() -> None:
    group = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["dev"]
    pin = next(entry for entry in group if entry.startswith("uv=="))
    assert f"{pin}\n" in (ROOT / "Dockerfile").read_text()


def test_the_image_is_given_the_folders_it_copies() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.M)
    wanted = {name for names in copied for name in names.split()}
    kept = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.M)
    assert wanted == set(kept)
    assert all((ROOT / name).exists() for name in wanted)


def test_the_image_does_not_run_as_root() -> None:
    last_stage = (ROOT / "Dockerfile").read_text().rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER 10001:10001$", last_stage, re.M)


def test_variables_stand_for_their_defaults() -> None:
    assert with_defaults("${ENTENTE_WIRES:-./wires}:/wires:ro") == "./wires:/wires:ro"


ARTICLE = {
    "article_id": "compose-1",
    "title": "Kenya and Norway sign energy agreement",
    "body": "Kenya and Norway signed an agreement on renewable energy in Nairobi on 3 November "
    "2026, the two governments said.",
    "published": "2026-11-03T12:00:00Z",
    "source": "Example Wire",
}


@pytest.fixture
def place(kafka: KafkaBroker, topic_prefix: str, tmp_path: Path) -> Place:
    folders = {"/wires": tmp_path / "wires", "/state": tmp_path / "state"}
    for folder in folders.values():
        folder.mkdir()
    return Place(kafka.bootstrap_servers, topic_prefix, folders)


@pytest.fixture
def running(place: Place, tmp_path: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The services of the file, started as it says, one after the other."""
    once = subprocess.run(
        place.command(SERVICES["topics"]),
        env=place.environment(SERVICES["topics"]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert once.returncode == 0, once.stderr
    started: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name in AGENTS:
            started[name] = start(name, place, tmp_path)
        yield started
    finally:
        for process in started.values():
            process.terminate()
        for process in started.values():
            process.wait(30)


def start(name: str, place: Place, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            place.command(SERVICES[name]),
            env=place.environment(SERVICES[name]),
            cwd=folder,
            stdout=log,
            stderr=log,
        )


def counts(place: Place, patience: float) -> Iterator[Count]:
    consumer = Consumer(
        {
            "bootstrap.servers": place.bootstrap_servers,
            "group.id": f"{place.topic_prefix}test",
            "auto.offset.reset": "earliest",
            "isolation.level": "read_committed",
        }
    )
    consumer.subscribe([place.topic_prefix + COUNTS.name])
    end = time.monotonic() + patience
    try:
        while time.monotonic() < end:
            record = consumer.poll(1.0)
            if record is not None and record.error() is None and record.value():
                yield Count.from_bytes(record.value() or b"")
    finally:
        consumer.close()


def test_an_article_dropped_in_the_folder_becomes_a_count(
    running: dict[str, subprocess.Popen[bytes]], place: Place, tmp_path: Path
) -> None:
    (place.folders["/wires"] / "one.jsonl").write_text(json.dumps(ARTICLE) + "\n")
    first = next(counts(place, patience=60), None)
    logs = {name: (tmp_path / f"{name}.log").read_text()[-2000:] for name in AGENTS}
    assert first is not None, logs
    assert (first.pair, first.events) == ("KEN-NOR", 1)
    assert all(process.poll() is None for process in running.values()), logs
    # Nothing else was written where they run: in the container that is read-only.
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {"wires", "state", *(f"{name}.log" for name in AGENTS)}
