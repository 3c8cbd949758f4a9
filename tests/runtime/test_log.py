"""Logs are lines of JSON on stderr, whoever writes them."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def lines(code: str, **env: str) -> list[dict[str, object]]:
    """Run code in a process of its own and return the lines it logs."""
    said = f"""
import logging, structlog
from services.runtime import log
from services.runtime.settings import Settings
log.configure(Settings(), "extractor")
{code}
"""
    done = subprocess.run(
        [sys.executable, "-c", said], cwd=ROOT, env=env, capture_output=True, check=True
    )
    assert done.stdout == b""
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_our_own_lines_say_who_and_what() -> None:
    (line,) = lines('structlog.stdlib.get_logger("entente.x").info("counted", pair="AZE-CHN")')

    told = {key: line[key] for key in ("event", "pair", "service", "level", "logger")}
    assert told == {
        "event": "counted",
        "pair": "AZE-CHN",
        "service": "extractor",
        "level": "info",
        "logger": "entente.x",
    }


def test_lines_of_libraries_come_out_alike() -> None:
    (line,) = lines('logging.getLogger("aiokafka.client").warning("no %s", "broker")')

    assert (line["event"], line["service"]) == ("no broker", "extractor")


def test_the_chatter_of_libraries_is_left_out() -> None:
    assert lines('logging.getLogger("faust.app").info("hello")') == []


def test_the_level_is_a_setting() -> None:
    code = 'structlog.stdlib.get_logger("entente").info("hello")'

    assert lines(code, ENTENTE_LOG_LEVEL="error") == []


def test_an_exception_is_one_line() -> None:
    (line,) = lines("""
try: 1 / 0
except ZeroDivisionError: structlog.stdlib.get_logger("entente").exception("failed")
""")

    assert "ZeroDivisionError" in str(line["exception"])
