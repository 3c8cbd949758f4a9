import asyncio
from collections.abc import Mapping

import pytest

from schemas.topics import ARTICLES, COUNTS, REPORTS
from services.cli.redrive import redrive
from services.refusals import redrive as at_work
from services.refusals.history import Mark
from services.refusals.notebook import Notebook, Overtaken
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import environment, stream_settings
from tests.refusals.desk import on, refuse

Marks = Mapping[int, Mark]


def named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Name a stream in the environment, where the command reads it."""
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    return settings


@pytest.fixture
def settings(kafka: KafkaBroker, topic_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return named(stream_settings(kafka.bootstrap_servers, topic_prefix), monkeypatch)


def test_figures_tell_what_was_put_back_where(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(refuse(settings, REPORTS, b"1", b"2"))
    asyncio.run(refuse(settings, ARTICLES, b"3"))
    articles, reports = settings.topic(ARTICLES.name), settings.topic(REPORTS.name)

    assert redrive(dry_run=True, topic="cooperation.reports.v1") == 0
    assert capsys.readouterr().out == (
        f"      2 would be put back on {reports}\n      1 others stay\n"
    )
    assert redrive(limit=2) == 0
    assert capsys.readouterr().out == f"      2 put back on {reports}\n      1 others stay\n"
    assert redrive() == 0
    assert capsys.readouterr().out == (
        f"      1 put back on {articles}\n      2 were put back before\n"
    )
    assert redrive() == 0
    assert capsys.readouterr().out == "      3 were put back before\nnothing to put back\n"


def test_an_empty_topic_says_so(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert redrive() == 0
    assert capsys.readouterr() == ("nothing to put back\n", "")
    assert asyncio.run(on(settings, REPORTS)) == []


def test_what_cannot_go_back_is_named(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(refuse(settings, COUNTS, b"1"))

    assert redrive() == 1
    where = settings.topic(COUNTS.name)
    assert capsys.readouterr().err == f"0:0: {where}/0:0 is no place of this stream\n"


def test_another_redrive_that_has_begun_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def overtaken(_: Notebook, marks: Marks) -> None:
        del marks
        raise Overtaken

    asyncio.run(refuse(settings, REPORTS, b"1"))
    monkeypatch.setattr(Notebook, "note", overtaken)

    assert redrive() == 1
    assert "another redrive has begun" in capsys.readouterr().err
    assert asyncio.run(on(settings, REPORTS)) == []


def test_a_broker_that_is_away_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTENTE_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    with pytest.raises(SystemExit, match="75"):
        redrive()
    assert capsys.readouterr() == ("", "entente: no Kafka answers at 127.0.0.1:1\n")


def test_a_broker_that_goes_away_half_way_is_one_line_and_the_next_redrive_goes_on(
    own_kafka: KafkaBroker,
    topic_prefix: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = stream_settings(own_kafka.bootstrap_servers, topic_prefix)
    named(settings, monkeypatch)
    asyncio.run(refuse(settings, REPORTS, b"1", b"2", b"3", b"4"))
    monkeypatch.setattr(at_work, "BATCH", 2)
    note = Notebook.note

    async def interrupted(notes: Notebook, marks: Marks) -> None:
        if any(mark.step == "sent" for mark in marks.values()):
            own_kafka.kill()
        await note(notes, marks)

    monkeypatch.setattr(at_work, "PATIENCE", 3.0)
    with monkeypatch.context() as patched:
        patched.setattr(Notebook, "note", interrupted)
        with pytest.raises(SystemExit, match="75"):
            redrive()
    assert capsys.readouterr().err.startswith("entente: no Kafka answers at 127.0.0.1:")

    own_kafka.start()
    assert redrive() == 0
    values = [record.value for record in asyncio.run(on(settings, REPORTS))]
    assert values == [b"1", b"2", b"3", b"4"]
