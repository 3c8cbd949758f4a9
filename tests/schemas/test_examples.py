"""The examples of every topic, held against the records as well as against their schema files."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from schemas.publish import FOLDER, file_name
from schemas.record import Record
from schemas.report import read_told
from schemas.topics import REPORTS, TOPICS, Topic

EXAMPLES = FOLDER.parent / "examples"
CARRYING = [topic for topic in TOPICS if topic.models]

# What lies between fields or in the calendar is known to the records alone.
ONLY_THE_RECORD_KNOWS = {
    "wire.articles.v1/published-without-zone",
    "cooperation.reports.v1/correction-pair-not-alphabetical",
    "cooperation.reports.v1/date-longer-than-its-precision",
    "cooperation.reports.v1/date-not-in-the-calendar",
    "cooperation.reports.v1/evidence-longer-than-its-span",
    "cooperation.reports.v1/pair-not-alphabetical",
    "cooperation.reports.v1/pair-of-one-country-twice",
    "cooperation.reports.v1/published-without-zone",
    "cooperation.events.v1/first-seen-without-zone",
    "cooperation.events.v1/pair-not-alphabetical",
    "cooperation.counts.v1/currency-in-lower-case",
    "cooperation.counts.v1/pair-not-alphabetical",
}


class Example(NamedTuple):
    topic: Topic
    path: Path

    @property
    def name(self) -> str:
        return f"{self.topic.name}/{self.path.stem}"

    def read(self) -> Record:
        value = self.path.read_bytes()
        if self.topic is REPORTS:
            return read_told(value)
        return self.topic.models[0].from_bytes(value)

    def fits_a_schema(self) -> bool:
        value = json.loads(self.path.read_bytes())
        return any(validator(model).is_valid(value) for model in self.topic.models)


def validator(model: type[Record]) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / file_name(model)).read_bytes()))


def examples(side: str) -> pytest.MarkDecorator:
    found = [
        Example(topic, path)
        for topic in CARRYING
        for path in sorted((EXAMPLES / topic.name / side).glob("*.json"))
    ]
    return pytest.mark.parametrize("example", found, ids=[example.name for example in found])


@examples("valid")
def test_a_valid_example_is_read_and_fits_its_schema(example: Example) -> None:
    record = example.read()
    assert type(record).from_bytes(record.to_bytes()) == record
    assert example.fits_a_schema()


@examples("invalid")
def test_an_invalid_example_is_refused(example: Example) -> None:
    with pytest.raises(ValidationError):
        example.read()


@examples("invalid")
def test_the_schema_refuses_it_where_it_can_know(example: Example) -> None:
    assert example.fits_a_schema() == (example.name in ONLY_THE_RECORD_KNOWS)


@pytest.mark.parametrize("topic", CARRYING, ids=lambda topic: topic.name)
def test_a_topic_with_records_has_examples_of_both_sides(topic: Topic) -> None:
    for side in ("valid", "invalid"):
        assert len(list((EXAMPLES / topic.name / side).glob("*.json"))) >= 3


@pytest.mark.parametrize("topic", CARRYING, ids=lambda topic: topic.name)
def test_every_record_of_a_topic_has_a_valid_example(topic: Topic) -> None:
    paths = (EXAMPLES / topic.name / "valid").glob("*.json")
    assert {type(Example(topic, path).read()) for path in paths} == set(topic.models)


def test_no_file_lies_outside_the_folders_of_a_topic() -> None:
    homes = {EXAMPLES / topic.name / side for topic in CARRYING for side in ("valid", "invalid")}
    strays = [p for p in EXAMPLES.rglob("*") if p.is_file() and p.parent not in homes]
    assert strays == []
    assert {path.name for path in EXAMPLES.iterdir()} == {topic.name for topic in CARRYING}


def test_no_exception_is_named_that_is_no_example() -> None:
    present = {f"{p.parents[1].name}/{p.stem}" for p in EXAMPLES.rglob("invalid/*.json")}
    assert present >= ONLY_THE_RECORD_KNOWS


def test_quotes_in_the_reports_stand_in_the_article_they_name() -> None:
    article = json.loads((EXAMPLES / "wire.articles.v1/valid/every-field.json").read_text())
    report = json.loads((EXAMPLES / REPORTS.name / "valid/report-of-three-acts.json").read_text())
    quotes = [quote for mention in report["mentions"] for quote in mention["evidence"]]
    assert report["article_id"] == article["article_id"]
    assert [article[q["field"]][q["start"] : q["end"]] for q in quotes] == [
        q["quote"] for q in quotes
    ]
