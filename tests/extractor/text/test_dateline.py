"""Datelines and agencies' marks are where a text comes from, not what it tells."""

import pytest

from services.extractor.text.dateline import dateline_end, lead_end

NEWS = "Peru and Chile signed a fishing agreement."

DATELINES = [
    "BAKU, Azerbaijan, April 18. ",
    "BAKU, Nov. 14 (Xinhua) -- ",
    "QUITO, March 13 - ",
    "PARIS (AFP) - ",
    "TEHRAN – ",
    "LIMA, 3 May 2025 (Andina) — ",
    "MENAFN - Trend News Agency)",
    "SAN JOSE, Costa Rica, Sept. 2, 2024 -- ",
    "Nairobi (Example Wire) - ",
    "date 2024-03-26 + ↺ − 16 px ",
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_the_news_begins_behind_the_dateline(dateline: str) -> None:
    assert (dateline + NEWS)[dateline_end(dateline + NEWS) :].strip() == NEWS


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "Peru - the country - signed.",
        "US troops left. Peru stayed.",
        "NATO met. Peru was not there.",
        "",
        "A",
    ],
)
def test_a_text_without_dateline_begins_at_once(text: str) -> None:
    assert dateline_end(text) == 0


def test_a_dateline_behind_a_stamp_and_a_headline_is_found() -> None:
    text = f"date 2024-11-14 Talks in Lima\nLIMA, Nov. 14 (Andina) -- {NEWS}"
    assert text[dateline_end(text) :] == NEWS


def test_a_dateline_inside_the_body_is_skipped_with_its_sentence() -> None:
    sentence = f"BERLIN, Nov. 8 (Xinhua) -- {NEWS}"
    assert sentence[lead_end(sentence) :] == NEWS


def test_a_sentence_of_capitals_is_no_dateline() -> None:
    assert lead_end("PERU AND CHILE SIGN A FISHING AGREEMENT IN LIMA TODAY") == 0


def test_a_long_line_of_capitals_does_not_hang() -> None:
    assert dateline_end("ABC, " * 20_000) >= 0
