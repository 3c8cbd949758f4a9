"""The command line as a whole: its help, its errors, its speed."""

import subprocess
import sys

import pytest

from services.cli import main
from services.cli.main import app, command_line

HEAVY = ("aiokafka", "faust", "confluent_kafka", "services.extractor", "services.runtime.kafka")


def entente(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {"COLUMNS": "100", "TERM": "dumb", "PATH": "", **environment}
    return subprocess.run(
        [sys.executable, "-m", "services", *words],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_help_names_every_word_with_a_line() -> None:
    told = entente("--help").stdout
    for name, word in main._WORDS.items():
        assert f" {name} " in told
        assert word.about in told


def test_without_a_word_it_shows_its_help() -> None:
    assert entente().stdout == entente("--help").stdout


def test_the_help_loads_nothing_that_is_slow() -> None:
    code = f"""
import sys
from services.cli.main import main
sys.argv[1:] = ["--help"]
try:
    main()
except SystemExit:
    pass
print(*[name for name in {HEAVY!r} if name in sys.modules], "loaded")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == " loaded".strip()


@pytest.mark.parametrize("name", main._WORDS)
def test_a_word_can_be_loaded_and_explains_itself(name: str) -> None:
    loaded = command_line(listed=False)[name]
    assert loaded.help


def test_the_help_of_a_word_is_all_that_its_function_says() -> None:
    told = entente("demo", "--help").stdout
    assert "no other broker is touched" in " ".join(told.split())
    assert "--until-eof" not in entente("watch", "--help").stdout


def test_the_words_are_those_of_the_list() -> None:
    assert {name for name in app if not name.startswith("-")} == set(main._WORDS)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("dmeo",), "entente: Unknown command"),
        (("demo", "--rate", "0"), 'entente: Invalid value "0.0" for --rate'),
        (("demo", "no-such.jsonl"), '"no-such.jsonl" does not exist'),
        (("watch", "--onec"), "entente: Unknown option: --onec"),
        (("publish",), "requires an argument"),
        (("topics", "destroy"), "entente: Unknown command"),
    ],
)
def test_a_wrong_word_is_one_line_and_exit_2(words: tuple[str, ...], told: str) -> None:
    done = entente(*words, COLUMNS="300")
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_wrong_setting_is_one_line_that_names_it() -> None:
    done = entente("settings", ENTENTE_PARTITIONS="many")
    assert done.returncode == 1
    assert done.stderr.startswith("entente: ENTENTE_PARTITIONS: Input should be a valid integer")
    assert done.stderr.count("\n") == 1


def test_a_reader_who_has_had_enough_is_no_error() -> None:
    done = subprocess.run(
        ["bash", "-c", '"$0" -m services settings | true; echo ${PIPESTATUS[0]}', sys.executable],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() in ("0", "141")  # it may have written all before
    assert done.stderr == ""


def test_the_version_is_that_of_the_package() -> None:
    assert entente("--version").stdout == "0.1.0\n"
