import asyncio
import os
import pty
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import orjson
import pytest

from schemas.topics import ARTICLES, REFUSED, REPORTS
from services.cli.refusals import refusals
from services.refusals.redrive import Redrive
from services.refusals.refused import Wanted
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import ROOT, environment, stream_settings
from tests.refusals.desk import put, refuse

COMMAND = "import sys; from services.cli.refusals import refusals; sys.exit(refusals({}))"


@pytest.fixture
def settings(kafka: KafkaBroker, topic_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give a stream of which three records were refused, and name it in the environment."""
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    asyncio.run(refuse(settings, ARTICLES, b"{\x1b[2J\n\xff", key=b"a1", partition=3))
    asyncio.run(refuse(settings, REPORTS, b"2", b"3", at=1, error=KeyError("pair")))
    return settings


@pytest.fixture
def empty(kafka: KafkaBroker, topic_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    return settings


def run(arguments: str, **options: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", COMMAND.format(arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), **options)  # type: ignore[call-overload,no-any-return]


def places(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines()]


@pytest.mark.usefixtures("settings")
def test_refusals_are_listed_newest_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert refusals() == 0

    out, err = capsys.readouterr()
    assert places(out) == ["1:1", "1:0", "0:0"]
    assert out.splitlines()[0].endswith("cooperation.reports.v1/0:1  KeyError: 'pair'")
    assert err == "3 of 3 refusals; newest first\n"


@pytest.mark.usefixtures("settings")
def test_a_limit_keeps_the_newest(capsys: pytest.CaptureFixture[str]) -> None:
    refusals(limit=2)

    out, err = capsys.readouterr()
    assert places(out) == ["1:1", "1:0"]
    assert err == "2 of 3 refusals; newest first\n"


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ({"topic": "wire.articles.v1"}, ["0:0"]),
        ({"exception": "KeyError"}, ["1:1", "1:0"]),
        ({"exception": "KeyError", "topic": "wire.articles.v1"}, []),
        ({"since": "1h"}, ["1:1", "1:0", "0:0"]),
        ({"since": "2099-01-01"}, []),
    ],
)
@pytest.mark.usefixtures("settings")
def test_a_filter_leaves_out_the_others(
    asked: dict[str, str], listed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    refusals(**asked)  # type: ignore[arg-type]

    out, err = capsys.readouterr()
    assert places(out) == listed
    assert listed or err == "none of 3 refusals matches\n"


def test_what_was_put_back_says_so_and_is_open_no_more(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(Redrive(settings, Wanted(exception="KeyError")).run())

    refusals()
    assert [("put back" in line) for line in capsys.readouterr().out.splitlines()] == [1, 1, 0]
    refusals(is_open=True)
    out, err = capsys.readouterr()
    assert places(out) == ["0:0"]
    assert err == "1 of 1 that match, 3 in all; newest first\n"


@pytest.mark.usefixtures("settings")
def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    refusals(json=True)

    told = [orjson.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["exception"] for one in told] == ["KeyError", "KeyError", "ValueError"]


@pytest.mark.usefixtures("settings")
def test_one_is_shown_with_its_trace_and_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    assert refusals(show="0:0") == 0

    out = capsys.readouterr().out
    assert "refusal    0:0, open" in out
    assert "ValueError: not read" in out
    assert out.endswith("{\\x1b[2J\n\\xff\n")


@pytest.mark.usefixtures("settings")
def test_one_is_shown_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert refusals(show="0:0", json=True) == 0

    told = orjson.loads(capsys.readouterr().out)
    assert b64decode(told["value_base64"]) == b"{\x1b[2J\n\xff"


@pytest.mark.parametrize("place", ["0:1", "3:0", "9:9"])
@pytest.mark.usefixtures("settings")
def test_one_that_is_not_there_is_missed(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusals(show=place) == 1
    assert capsys.readouterr().err == f"entente: no refusal at {place}\n"


@pytest.mark.usefixtures("settings")
def test_bytes_come_as_they_are_where_no_terminal_reads_them() -> None:
    with run("raw='0:0'", stdout=subprocess.PIPE) as process:
        out, _ = process.communicate(timeout=30)
    assert out == b"{\x1b[2J\n\xff"


@pytest.mark.usefixtures("settings")
def test_bytes_are_escaped_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    with run("raw='0:0'", stdout=theirs) as process:
        process.wait(30)
    os.close(theirs)
    assert os.read(ours, 1000) == b"{\\x1b[2J\r\n\\xff\r\n"
    os.close(ours)


def test_an_empty_topic_says_so(empty: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusals() == 0
    assert capsys.readouterr() == ("", "nothing was refused\n")

    asyncio.run(put(empty, REFUSED, b"by somebody else"))
    assert refusals(json=True) == 0
    assert capsys.readouterr() == ("", "nothing was refused; records that are no refusals: 1\n")


def test_a_topic_that_is_missing_is_named(
    kafka: KafkaBroker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTENTE_BOOTSTRAP_SERVERS", kafka.bootstrap_servers)
    monkeypatch.setenv("ENTENTE_TOPIC_PREFIX", "nowhere-")
    with pytest.raises(SystemExit, match="1"):
        refusals()
    assert "nowhere-refused.v1 is missing: see `entente topics`" in capsys.readouterr().err


def test_a_broker_that_is_away_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENTENTE_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    with pytest.raises(SystemExit, match="75"):
        refusals()
    assert capsys.readouterr() == ("", "entente: no Kafka answers at 127.0.0.1:1\n")
