import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from schemas import publish
from schemas.article import Article
from schemas.count import Count
from schemas.event import Event
from schemas.record import Record
from schemas.report import Correction, Report
from tests.schemas.strategies import every_record

ROOT = Path(__file__).parents[2]
every_schema = pytest.mark.parametrize("record", publish.records(), ids=lambda r: r.__name__)
VALIDATORS = {r: Draft202012Validator(publish.schema_of(r)) for r in publish.records()}


def objects_in(schema: Any) -> list[dict[str, Any]]:
    """Every object type with fields of its own, wherever it stands in a schema."""
    if isinstance(schema, list):
        return [found for part in schema for found in objects_in(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if isinstance(schema.get("properties"), dict) else []
    return own + [found for part in schema.values() for found in objects_in(part)]


def test_every_record_of_a_topic_is_published() -> None:
    assert publish.records() == (Article, Report, Correction, Event, Count)


def test_the_files_in_the_project_are_up_to_date() -> None:
    assert publish.out_of_date() == []


def test_every_schema_file_belongs_to_a_record_and_every_record_has_one() -> None:
    present = {path.name for path in publish.FOLDER.iterdir()}
    assert present == {publish.file_name(record) for record in publish.records()}


@every_schema
def test_a_schema_is_one_of_json_schema_2020_12(record: type[Record]) -> None:
    schema = publish.schema_of(record)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@every_schema
def test_a_schema_says_what_it_describes(record: type[Record]) -> None:
    schema = publish.schema_of(record)
    assert list(schema)[:4] == ["$schema", "$id", "title", "description"]
    assert schema["$id"] == f"urn:entente:schema:{record.__name__.lower()}:v1"
    assert schema["title"] == record.__name__
    assert schema["description"].startswith((record.__doc__ or "").splitlines()[0])


@every_schema
def test_no_object_of_a_schema_takes_unknown_fields(record: type[Record]) -> None:
    found = objects_in(publish.schema_of(record))
    assert found
    assert all(each["additionalProperties"] is False for each in found)


@every_schema
def test_a_field_has_no_title_that_only_repeats_its_name(record: type[Record]) -> None:
    for each in objects_in(publish.schema_of(record)):
        assert all("title" not in field for field in each["properties"].values())


@settings(max_examples=50)
@given(every_record)
def test_what_a_record_writes_fits_its_schema(record: Record) -> None:
    VALIDATORS[type(record)].validate(json.loads(record.to_bytes()))


@every_schema
def test_a_schema_refuses_what_is_no_object(record: type[Record]) -> None:
    values: list[Any] = [[], "text", 1, None, {}]
    for value in values:
        assert not VALIDATORS[record].is_valid(value)


def test_files_end_with_a_newline_and_keep_other_scripts_readable() -> None:
    for text in publish.texts().values():
        assert text.endswith("}\n")
        assert "\\u" not in text


def test_writing_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    folder = tmp_path / "a new" / "json"
    assert publish.write(folder) == sorted(publish.texts())
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert publish.write(folder) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish.write(tmp_path)
    return tmp_path


def spoil(folder: Path) -> list[str]:
    """Miss one file, change another, add a third; return their names."""
    (folder / "article.v1.schema.json").unlink()
    (folder / "count.v1.schema.json").write_text("{}\n")
    (folder / "rumour.v1.schema.json").write_text("{}\n")
    return [f"{name}.v1.schema.json" for name in ("article", "count", "rumour")]


def test_what_is_missing_changed_or_left_over_is_out_of_date(folder: Path) -> None:
    names = spoil(folder)
    assert publish.out_of_date(folder) == names


def test_writing_brings_a_folder_up_to_date(folder: Path) -> None:
    names = spoil(folder)
    assert publish.write(folder) == names
    assert publish.out_of_date(folder) == []
    assert not (folder / "rumour.v1.schema.json").exists()


def test_the_check_ends_with_one_and_names_the_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = spoil(folder)
    assert publish.main(["--check"], folder) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert [line.split(":")[0] for line in told.err.splitlines()] == [
        f"schemas/json/{name}" for name in names
    ]


def test_the_check_writes_nothing(folder: Path) -> None:
    spoil(folder)
    publish.main(["--check"], folder)
    assert (folder / "count.v1.schema.json").read_text() == "{}\n"
    assert not (folder / "article.v1.schema.json").exists()


def test_the_check_is_silent_where_all_is_well(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish.main(["--check"], folder) == 0
    assert capsys.readouterr().err == ""


def test_writing_names_what_it_wrote(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(folder)
    assert publish.main([], folder) == 0
    assert "schemas/json/count.v1.schema.json: written" in capsys.readouterr().err
    assert publish.main(["--check"], folder) == 0


@pytest.mark.parametrize("arguments", [["--chek"], ["--check", "x"], ["json"]])
def test_anything_else_on_the_command_line_is_answered_with_the_usage(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish.main(arguments, folder) == 2
    assert capsys.readouterr().err.startswith("usage: python -m schemas.publish")


def test_the_module_runs_as_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "schemas.publish", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
