import signal
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from schemas.article import Article
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import stream_settings
from tests.producer.command import PATIENCE, acknowledged, ending, revisions, run, start, until
from tests.producer.wires import line, published_now, write


def _lines(number: int) -> list[bytes]:
    """Articles of which every third one is revised, further down."""
    first = [line(n) for n in range(number)]
    return first + [line(n, title=f"Revised {n}") for n in range(0, number, 3)]


def assert_all_there_and_only_copies(found: list[Article], number: int) -> None:
    contents = revisions(found)
    assert all(len(told) == 1 for told in contents.values())
    expected = {(f"a{n}", 1) for n in range(number)} | {(f"a{n}", 2) for n in range(0, number, 3)}
    assert contents.keys() == expected
    for one in found:
        assert one.title.startswith("Revised" if one.revision == 2 else "Title")


def test_kills_at_any_time_lose_nothing_and_repeat_only_copies(
    settings: Settings, tmp_path: Path
) -> None:
    number = 6000
    path = write(tmp_path / "a.jsonl", _lines(number))
    for goal in range(500, 7000, 1500):
        with ending(start(settings, path)) as process:
            until(lambda: acknowledged(settings) >= goal or process.poll() is not None)  # noqa: B023
            process.kill()
    status, said = run(settings, path)
    assert status == 0
    assert said.endswith("0 refused\n")
    found = published_now(settings)
    assert_all_there_and_only_copies(found, number)
    copies = Counter((one.article_id, one.revision) for one in found)
    assert sum(copies.values()) - len(copies) <= 5 * 500  # of each kill one batch at most
    assert run(settings, path)[1].startswith("0 published, 0 revised, 8000 already known")


KILLED = """
import os, signal, sys
from services.producer import publish, service

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

calls = []
def third(method):
    def call(*arguments):
        calls.append(method)
        return die() if len(calls) == 3 else method(*arguments)
    return call

place = sys.argv.pop(1)
owner = publish.Publisher if place == "publish" else service.Producer
setattr(owner, place, third(getattr(owner, place)))
from services.cli.main import main
main()
"""


@pytest.mark.parametrize("place", ["_take_in", "publish", "_remember"])
def test_a_kill_between_any_two_steps_loses_nothing(
    settings: Settings, tmp_path: Path, place: str
) -> None:
    path = write(tmp_path / "a.jsonl", _lines(1500))
    status, _ = run(settings, path, command=(sys.executable, "-c", KILLED, place))
    assert status == -signal.SIGKILL
    assert acknowledged(settings) == 1000
    assert len(published_now(settings)) == (1500 if place == "_remember" else 1000)
    assert run(settings, path)[0] == 0
    found = published_now(settings)
    assert_all_there_and_only_copies(found, 1500)
    assert len(found) == (2500 if place == "_remember" else 2000)


def test_a_broker_that_goes_and_comes_back_is_waited_for(
    own_kafka: KafkaBroker, topic_prefix: str, tmp_path: Path
) -> None:
    told = stream_settings(own_kafka.bootstrap_servers, topic_prefix, state_dir=tmp_path / "state")
    wires = tmp_path / "wires"
    wires.mkdir()
    write(wires / "0.jsonl", _lines(600)[:600])
    with ending(start(told, "--follow", wires, "--rate", 400)) as process:
        until(lambda: acknowledged(told) > 100)
        own_kafka.kill()
        write(wires / "1.jsonl", _lines(600)[600:])
        time.sleep(3)
        assert process.poll() is None
        own_kafka.start()
        until(lambda: acknowledged(told) == 800)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert_all_there_and_only_copies(published_now(told), 600)
