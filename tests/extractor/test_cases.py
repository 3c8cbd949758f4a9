"""Texts and what must come out of them, by kind: `cases/*.toml`."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.report import Mention
from services.extractor.extract import extract
from tests.factories import article

FOLDER = Path(__file__).parent / "cases"
FIELDS = {"name", "title", "body", "published", "finds", "sectors", "amounts", "dates", "headline"}


def cases() -> Iterator[Any]:
    """Give each case with the name of its file and its own."""
    for file in sorted(FOLDER.glob("*.toml")):
        if file.stem != "sentences":
            for case in tomllib.loads(file.read_text())["case"]:
                yield pytest.param(case, id=f"{file.stem}: {case['name']}")


def told(case: dict[str, Any]) -> list[tuple[str, Mention]]:
    """Extract the text of a case; it is published on the day it says, by default a Wednesday."""
    day = datetime.fromisoformat(case.get("published", "2026-10-07")).replace(tzinfo=UTC)
    text = article(title=case.get("title", ""), body=case["body"], published=day)
    return [(report.pair, m) for report in extract(text) for m in report.mentions]


def act(pair: str, mention: Mention) -> str:
    """Write a mention as the cases do: `CHL-PER agreement done background`."""
    words = [pair, mention.kind.value, mention.status.value]
    return " ".join([*words, "background"] if mention.background else words)


@pytest.mark.parametrize("case", list(cases()))
def test_a_text_tells_what_its_case_says(case: dict[str, Any]) -> None:
    found = told(case)
    assert sorted(act(*one) for one in found) == sorted(case["finds"])
    if "headline" in case:
        assert {act(pair, m) for pair, m in found if m.headline} == {case["headline"]}
    if "sectors" in case:
        sectors = {sector.value for _, m in found for sector in m.sectors}
        assert sectors == set(case["sectors"].split())
    if "amounts" in case:
        amounts = [f"{one.value} {one.currency}" for _, m in found for one in m.amounts]
        assert sorted(amounts) == sorted(case["amounts"])
    if "dates" in case:
        dates = {m.date.value if m.date else "none" for _, m in found}
        assert dates == set(case["dates"].split())


def test_a_case_has_only_fields_that_are_held() -> None:
    for one in cases():
        (case,) = one.values
        assert set(case) <= FIELDS, case["name"]


def test_no_two_cases_of_a_file_have_one_name() -> None:
    names = [one.id for one in cases()]
    assert len(names) == len(set(names))
