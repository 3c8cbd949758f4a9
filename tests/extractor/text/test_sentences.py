"""Wire text falls into sentences, each with its exact place."""

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor.text.sentences import LONGEST, read, split

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/sentences.toml").read_text())["case"]
TEXTS = st.text(alphabet='ab CD.!?"”()\n,US', max_size=300)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_falls_into_its_sentences(case: dict[str, Any]) -> None:
    text = case.get("joint", " ").join(case["parts"])
    assert [text[start:end] for start, end in split(text)] == case["parts"]


def test_sentences_stand_where_the_article_has_them() -> None:
    published = "Peru  signed.\n\nChile\twill follow."
    text = read("body", published)
    quotes = [published[slice(*text.plain.span(s.start, s.end))] for s in text.sentences]
    assert quotes == ["Peru  signed.", "Chile\twill follow."]


def test_sentences_know_their_paragraph() -> None:
    text = read("body", "Peru signed. Chile did not.\n\nBoth left.")
    assert [s.paragraph for s in text.sentences] == [0, 0, 1]


def test_sentences_are_numbered() -> None:
    text = read("body", "Peru signed. Chile did not.")
    assert [s.number for s in text.sentences] == [0, 1]


def test_the_dateline_is_no_sentence() -> None:
    text = read("body", "LIMA, May 3 (Andina) -- Peru signed a pact.")
    assert [s.text for s in text.sentences] == ["Peru signed a pact."]


def test_a_title_has_no_dateline() -> None:
    text = read("title", "LIMA - Peru signs pact")
    assert text.sentences[0].text == "LIMA - Peru signs pact"


def test_a_dateline_behind_a_caption_is_no_part_of_its_sentence() -> None:
    caption = "A ship lies in the port of Lima. " * 15
    body = f"{caption}\n\nLIMA, May 3 (Andina) -- Peru signed a pact."
    assert read("body", body).sentences[-1].text == "Peru signed a pact."


def test_an_empty_text_has_no_sentences() -> None:
    assert read("body", "").sentences == ()
    assert read("body", " \n\t ").sentences == ()


def test_a_sentence_without_end_is_cut_at_a_space() -> None:
    lengths = [end - start for start, end in split("word " * 5_000)]
    assert max(lengths) <= LONGEST
    assert sum(lengths) > 20_000


def test_a_word_without_end_is_cut_anywhere() -> None:
    assert sum(end - start for start, end in split("x" * 10_000)) == 10_000


@given(TEXTS)
def test_sentences_follow_one_another_and_lose_no_word(text: str) -> None:
    spans = list(split(text))
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


@given(TEXTS)
def test_a_sentence_has_no_white_space_at_its_ends(text: str) -> None:
    pieces = [text[start:end] for start, end in split(text)]
    assert pieces == [piece.strip() for piece in pieces if piece.strip()]
