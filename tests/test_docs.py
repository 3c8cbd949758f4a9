import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from schemas.topics import COUNTS, TOPICS, Topic
from services.cli.main import app
from services.runtime.settings import Settings
from tests.documents import DOCUMENTS, ROOT, Command, commands, links
from tests.kafka.broker import KafkaBroker

README = (ROOT / "README.md").read_text()


def run(command: Command, folder: Path) -> str:
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    done = subprocess.run(
        ["bash", "-c", command.text],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def visible(text: str) -> str:
    """What a reader sees: editors take white space off the ends of lines."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_print_what_the_document_shows(path: Path, tmp_path: Path) -> None:
    for command in commands(path.read_text()):
        assert visible(run(command, tmp_path)) == visible(command.output), command.text


def test_the_first_screen_shows_an_article_and_its_cells() -> None:
    screen = "\n".join(README.splitlines()[:60])
    shown = list(commands(screen))
    assert any('"title"' in command.text for command in shown)
    assert any("KEN-NOR" in command.output for command in shown)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert [link for link in links(path.read_text()) if not (path.parent / link).exists()] == []


def test_the_reader_in_the_readme_reads(kafka: KafkaBroker, topic_prefix: str) -> None:
    topic = topic_prefix + COUNTS.name
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap_servers})
    admin.create_topics([NewTopic(topic, 1, 1)])[topic].result()
    producer = Producer({"bootstrap.servers": kafka.bootstrap_servers})
    producer.produce(topic, b"{}", b"KEN-NOR|energy")
    producer.flush(20)
    (code,) = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    for told, here in (("127.0.0.1:9092", kafka.bootstrap_servers), (COUNTS.name, topic)):
        assert told in code
        code = code.replace(told, here)
    with subprocess.Popen(
        [sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "b'KEN-NOR|energy' b'{}'\n"
        reader.kill()


def default_of(name: str) -> str:
    value = Settings.model_fields[name].default
    shown = "" if value is None or value == "" else str(value)
    return f"`{shown.lower() if isinstance(value, bool) else shown}`" if shown else "–"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_stands_in_the_table_as_it_is(name: str) -> None:
    about = Settings.model_fields[name].description
    assert f"| `ENTENTE_{name.upper()}` | {default_of(name)} | {about} |" in README


def test_the_table_holds_no_setting_that_is_gone() -> None:
    told = set(re.findall(r"`ENTENTE_([A-Z_]+)`", README))
    assert told - {name.upper() for name in Settings.model_fields} == {"WIRES"}  # of compose


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_stands_in_the_table_as_it_is(topic: Topic) -> None:
    row = re.search(rf"^\| `{re.escape(topic.name)}` \|.*$", README, re.MULTILINE)
    assert row
    assert topic.key in row[0].replace("\\|", "|")
    assert topic.cleanup in row[0]


def test_every_command_is_explained() -> None:
    names = {name for name in app if not name.startswith("-")}
    assert {"demo", "publish", "replay"} <= names
    assert [name for name in names if f"`entente {name}" not in README] == []


def test_the_version_of_the_package_is_in_the_changelog_or_to_come() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert f"## [{version}]" in changelog or "## [Unreleased]" in changelog


def test_decisions_have_a_number_of_their_own_and_their_parts() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert len({page.name[:4] for page in pages}) == len(pages) > 0
    for page in pages:
        text = page.read_text()
        parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Alternatives", "Consequences"], page
        assert text.startswith(f"# {int(page.name[:4])}. ")


def test_a_command_may_go_on_over_lines() -> None:
    block = "```console\n$ cat <<'E'\n> one\n> E\none\n$ true\n```\n"
    assert list(commands(block)) == [Command("cat <<'E'\none\nE", "one\n"), Command("true", "")]


def test_output_without_a_command_is_refused() -> None:
    with pytest.raises(ValueError, match="before any command"):
        list(commands("```console\none\n```\n"))


def test_links_are_found_without_their_anchors() -> None:
    assert links("[a](b.md#c) [d](https://e.example) ![f](g.png)") == ["b.md"]
